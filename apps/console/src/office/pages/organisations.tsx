import type { AdminOrganisation, ListPage } from '@aigateway/contract';
import type { ReactNode } from 'react';
import { countText, dateText, usdFromCents } from '../../ui/format.ts';
import { defineOfficePage, type OfficeAct } from '../define-office-page.ts';
import { centsOf, numberOf } from '../forms.ts';
import { ActForm, DataTable, Line, NextPage } from '../parts.tsx';

/** Everybody with an account here: wallet, use, limits, credit by hand. */
export const organisationsPage = defineOfficePage<ListPage<AdminOrganisation>>({
  slug: 'organisations',
  title: 'Organisations',
  lead: 'Everybody with an account here: what they have, what they use, what binds them.',
  group: 'operator',
  least: 'admin',
  operatorOnly: true,
  load: (api, { search, cursor }) => {
    const asked = new URLSearchParams({ limit: '50' });
    if (search) asked.set('search', search);
    if (cursor) asked.set('cursor', cursor);
    return api.get(`/v1/admin/organisations?${asked}`);
  },
  acts: {
    limits: {
      notice: 'The limits are saved, and count within seconds.',
      call: 'PATCH /v1/admin/organisations/{id}',
      body: (form) => ({
        rate_limit_rpm: numberOf(form, 'rpm') ?? null,
        image_retention_days: numberOf(form, 'days') ?? null,
      }),
    },
    grant: creditByHand('grants'),
    adjust: creditByHand('adjustments'),
  },
  show: ({ data, query }) => (
    <>
      <form method="get" className="search-form">
        <Line label="Name or id" name="search" value={query.search ?? ''} />
        <button className="button button-quiet" type="submit">
          Find
        </button>
      </form>
      <DataTable
        label="Organisations"
        rows={data.data}
        keyOf={({ id }) => id}
        empty={<p>No organisation is called that.</p>}
        columns={[
          { title: 'Name', kind: 'name', cell: Name },
          { title: 'People', kind: 'number', cell: ({ members }) => members },
          { title: 'Available', kind: 'number', cell: Available },
          { title: 'In 30 days', kind: 'number', cell: Used },
          { title: 'Bound to', cell: describeLimits },
          { title: 'Actions', kind: 'deeds', cell: Actions },
        ]}
      />
      <NextPage query={query} cursor={data.next_cursor} />
    </>
  ),
});

function creditByHand(kind: 'grants' | 'adjustments'): OfficeAct {
  return {
    notice: 'It is posted, and stands in the statement and the audit log.',
    call: `POST /v1/credit/${kind}`,
    body: (form) => ({
      amount_cents: centsOf(form, 'amount'),
      reason: form('reason').trim(),
      organisation_id: form('id'),
    }),
  };
}

function Name({ id, name, created_at }: AdminOrganisation) {
  return (
    <>
      {name}
      <span className="quiet">
        <a href={`/office/every-log?organisation=${id}`}>
          <code>{id}</code>
        </a>
      </span>
      <span className="quiet">since {dateText(created_at * 1000)}</span>
    </>
  );
}

function Available({ available_cents: available, held_cents: held }: AdminOrganisation) {
  return (
    <>
      {usdFromCents(String(available))}
      {held > 0 && <span className="quiet">{usdFromCents(String(held))} held</span>}
    </>
  );
}

function Used({ images, cost_cents: cost }: AdminOrganisation) {
  return (
    <>
      {countText(images, 'picture')}
      <span className="quiet">{usdFromCents(String(cost))}</span>
    </>
  );
}

function describeLimits({ rate_limit_rpm: rpm, image_retention_days: days }: AdminOrganisation) {
  const parts = [
    rpm !== null && `${rpm} requests a minute`,
    days !== null && `pictures kept ${countText(days, 'day')}`,
  ].filter((part) => part !== false);
  return parts.length > 0 ? parts.join(', ') : 'the defaults';
}

function Actions(row: AdminOrganisation) {
  return (
    <div className="actions-row">
      <Deed act="limits" of={row} verb="Limits" button="Save">
        <Line
          label="Requests a minute of each key"
          name="rpm"
          type="number"
          value={String(row.rate_limit_rpm ?? '')}
          hint="Empty: as the installation has it."
        />
        <Line
          label="Days that pictures are kept"
          name="days"
          type="number"
          value={String(row.image_retention_days ?? '')}
          hint="Empty: as the installation has it."
        />
      </Deed>
      <Deed act="grant" of={row} verb="Grant" button="Grant credit">
        <Line label="Dollars" name="amount" required />
        <Line label="Reason" name="reason" required />
      </Deed>
      <Deed act="adjust" of={row} verb="Adjust" button="Adjust the wallet">
        <Line label="Dollars" name="amount" required hint="More, or - less." />
        <Line label="Reason" name="reason" required />
      </Deed>
    </div>
  );
}

function Deed(props: {
  act: string;
  of: AdminOrganisation;
  verb: string;
  button: string;
  children: ReactNode;
}) {
  const { act, of, verb, button, children } = props;
  return (
    <details className="confirm">
      <summary>{verb}</summary>
      <ActForm act={act} className="confirm-form">
        <input type="hidden" name="id" value={of.id} />
        <p>{of.name}</p>
        {children}
        <button className="button" type="submit">
          {button}
        </button>
      </ActForm>
    </details>
  );
}
