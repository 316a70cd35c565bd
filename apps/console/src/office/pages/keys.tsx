import type { Key, KeyWithSecret, ListPage } from '@aigateway/contract';
import { dateText, usdFromCents } from '../../ui/format.ts';
import { defineOfficePage, type OfficeForm } from '../define-office-page.ts';
import { centsOf, listOf, numberOf, textOf } from '../forms.ts';
import { ActForm, Choice, ConfirmedAct, DataTable, Disclosure, Line, NextPage } from '../parts.tsx';

/** API keys: make, limit, rotate, revoke. */
export const keysPage = defineOfficePage<ListPage<Key>>({
  slug: 'keys',
  title: 'Keys',
  lead: 'What your programs sign in with. A secret is shown once, when its key is made.',
  group: 'work',
  least: 'viewer',
  load: (api, { cursor }) =>
    api.get(`/v1/keys?limit=50${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`),
  acts: {
    make: {
      notice: 'The key is made.',
      call: 'POST /v1/keys',
      body: (form) => ({ name: form('name'), scopes: listOf(form, 'scopes'), ...readLimits(form) }),
      result: (made: KeyWithSecret) => ({
        what: `The secret of “${made.name}”.`,
        secret: made.key,
      }),
    },
    change: {
      notice: 'The limits are saved.',
      call: 'PATCH /v1/keys/{id}',
      body: (form) =>
        Object.fromEntries(
          Object.entries(readLimits(form)).map(([name, of]) => [name, of ?? null]),
        ),
    },
    rotate: {
      notice: 'The key has a new secret.',
      call: 'POST /v1/keys/{id}/rotate',
      result: (made: KeyWithSecret) => ({
        what: `The new secret of “${made.name}”.`,
        secret: made.key,
      }),
    },
    revoke: { notice: 'The key is revoked.', call: 'DELETE /v1/keys/{id}' },
  },
  show: ({ data, query }) => (
    <>
      <Disclosure title="Make a key">
        <ActForm act="make">
          <Line label="Name" name="name" required placeholder="production server" />
          <Choice
            label="It may"
            name="scopes"
            options={[
              { id: 'images,read', title: 'make pictures and read' },
              { id: 'read', title: 'read only' },
              { id: 'images,read,admin', title: 'everything, keys and money included' },
            ]}
          />
          <Limits />
          <button className="button" type="submit">
            Make the key
          </button>
        </ActForm>
      </Disclosure>
      <DataTable
        label="Keys"
        rows={data.data}
        keyOf={(key) => key.id}
        empty={<p>There is no key yet. Make one above; it takes a name.</p>}
        columns={[
          { title: 'Name', cell: Name },
          {
            title: 'Secret',
            cell: ({ last4 }) => <code className="secret-end">{`sk-aig-…${last4}`}</code>,
          },
          { title: 'Limits', cell: (key) => describeLimits(key) },
          { title: 'Made', cell: (key) => dateText(key.created_at * 1000) },
          { title: 'Actions', kind: 'deeds', cell: Actions },
        ]}
      />
      <NextPage query={query} cursor={data.next_cursor} />
    </>
  ),
});

function Name(key: Key) {
  return (
    <>
      {key.name}
      <span className="quiet">
        {key.revoked_at !== null ? 'revoked' : key.scopes.join(', ')}
        {key.rotation_pending && ', new secret waits for its first use'}
      </span>
    </>
  );
}

function Actions(key: Key) {
  if (key.revoked_at !== null) return null;
  return (
    <div className="actions-row">
      <details className="confirm">
        <summary>Limits</summary>
        <ActForm act="change" className="confirm-form">
          <input type="hidden" name="id" value={key.id} />
          <Limits of={key} />
          <button className="button" type="submit">
            Save
          </button>
        </ActForm>
      </details>
      <ConfirmedAct
        act="rotate"
        id={key.id}
        verb="Rotate"
        question={`A new secret for “${key.name}”. The old one dies at the first use of the new.`}
      />
      <ConfirmedAct
        act="revoke"
        id={key.id}
        verb="Revoke"
        question={`Programs that use “${key.name}” are refused from now on. This cannot be undone.`}
      />
    </div>
  );
}

/** Empty means no limit of the key's own. */
function Limits({ of }: { of?: Key }) {
  const text = (value: number | string | null | undefined) => (value ?? '').toString();
  const cap = of?.spend_cap_cents;
  return (
    <>
      <Line
        label="Most dollars a month"
        name="cap"
        type="number"
        value={cap === null || cap === undefined ? '' : String(cap / 100)}
        hint="Calls beyond it are refused. Empty: no cap."
      />
      <Line label="Requests a minute" name="rpm" type="number" value={text(of?.rate_limit_rpm)} />
      <Line
        label="Pictures a minute"
        name="ipm"
        type="number"
        value={text(of?.images_per_minute)}
      />
      <Line
        label="Pictures at once"
        name="concurrent"
        type="number"
        value={text(of?.max_concurrent_images)}
      />
      <Line
        label="Models"
        name="models"
        value={of?.allowed_models?.join(', ') ?? ''}
        placeholder="ideogram/*"
        hint="Ids and wildcards, with commas between. Empty: all."
      />
      <Line label="Tag" name="tag" value={of?.default_tag ?? ''} />
    </>
  );
}

function readLimits(form: OfficeForm) {
  return {
    spend_cap_cents: centsOf(form, 'cap'),
    rate_limit_rpm: numberOf(form, 'rpm'),
    images_per_minute: numberOf(form, 'ipm'),
    max_concurrent_images: numberOf(form, 'concurrent'),
    allowed_models: listOf(form, 'models'),
    default_tag: textOf(form, 'tag'),
  };
}

function describeLimits(key: Key): string {
  const parts = [
    key.spend_cap_cents !== null && `${usdFromCents(String(key.spend_cap_cents))} a month`,
    key.rate_limit_rpm !== null && `${key.rate_limit_rpm} requests a minute`,
    key.images_per_minute !== null && `${key.images_per_minute} pictures a minute`,
    key.max_concurrent_images !== null && `${key.max_concurrent_images} at once`,
    key.allowed_models?.join(', ') ?? false,
  ].filter((part) => part !== false);
  return parts.length > 0 ? parts.join(' · ') : 'the defaults';
}
