import type { ListPage, ProviderKey } from '@aigateway/contract';
import { dateText } from '../../ui/format.ts';
import { defineOfficePage } from '../define-office-page.ts';
import { textOf } from '../forms.ts';
import { ActForm, ConfirmedAct, DataTable, Disclosure, Line } from '../parts.tsx';

/** Own upstream keys: attach, test, rotate, end. */
export const ownKeysPage = defineOfficePage<ListPage<ProviderKey>>({
  slug: 'own-keys',
  title: 'Own keys',
  lead: 'With your key of a maker attached, its models are paid there: no wallet, no fee.',
  group: 'work',
  least: 'admin',
  load: (api) => api.get('/v1/provider-keys'),
  acts: {
    attach: {
      notice: 'The key is attached, sealed, and used for the models of its maker.',
      call: 'POST /v1/provider-keys',
      body: (form) => ({
        provider: form('provider').trim(),
        secret: form('secret').trim(),
        name: textOf(form, 'name'),
      }),
    },
    test: {
      notice: 'The maker was asked about the key and did not refuse it.',
      call: 'POST /v1/provider-keys/{id}/test',
    },
    rotate: {
      notice: 'The new secret is sealed and used from now on.',
      call: 'POST /v1/provider-keys/{id}/rotate',
      body: (form) => ({ secret: form('secret').trim() }),
    },
    end: {
      notice: 'The key is gone from here. Calls are paid from the wallet again.',
      call: 'DELETE /v1/provider-keys/{id}',
    },
  },
  show: ({ data }) => (
    <>
      <Disclosure title="Attach a key">
        <ActForm act="attach">
          <Line label="Provider" name="provider" required placeholder="ideogram" />
          <Line
            label="Key"
            name="secret"
            type="password"
            required
            hint="Sealed; never shown again."
          />
          <Line label="Name" name="name" placeholder="our account" />
          <button className="button" type="submit">
            Attach
          </button>
        </ActForm>
      </Disclosure>
      <DataTable
        label="Own keys"
        rows={data.data}
        keyOf={(key) => key.id}
        empty={<p>No own key yet: every call is paid from the wallet.</p>}
        columns={[
          { title: 'Provider', cell: (key) => key.provider },
          { title: 'Name', cell: (key) => key.name },
          { title: 'Key', cell: (key) => <code>…{key.last4}</code> },
          {
            title: 'Last accepted',
            cell: (key) => (key.tested_at === null ? 'not tested' : dateText(key.tested_at * 1000)),
          },
          { title: 'Actions', kind: 'deeds', cell: Actions },
        ]}
      />
    </>
  ),
});

function Actions(key: ProviderKey) {
  return (
    <div className="actions-row">
      <ActForm act="test" className="inline-form">
        <input type="hidden" name="id" value={key.id} />
        <button className="plain-button" type="submit">
          Test
        </button>
      </ActForm>
      <details className="confirm">
        <summary>Rotate</summary>
        <ActForm act="rotate" className="confirm-form">
          <input type="hidden" name="id" value={key.id} />
          <Line label="New key" name="secret" type="password" required />
          <button className="button" type="submit">
            Rotate
          </button>
        </ActForm>
      </details>
      <ConfirmedAct
        act="end"
        id={key.id}
        verb="Remove"
        question={`Forget the key of ${key.provider} that ends in ${key.last4}?`}
      />
    </div>
  );
}
