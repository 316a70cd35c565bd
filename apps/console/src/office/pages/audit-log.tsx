import type { AuditLine, ListPage } from '@aigateway/contract';
import { AuditTable } from '../audit-table.tsx';
import { defineOfficePage } from '../define-office-page.ts';
import { NextPage } from '../parts.tsx';

/** Who did what; lines are never changed. */
export const auditLogPage = defineOfficePage<ListPage<AuditLine>>({
  slug: 'audit-log',
  title: 'Audit log',
  lead: 'Who did what, in the order it happened. Lines are never changed.',
  group: 'organisation',
  least: 'admin',
  load: (api, { cursor }) =>
    api.get(`/v1/audit-log?limit=50${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`),
  show: ({ data, query }) => (
    <>
      <AuditTable rows={data.data} />
      <NextPage query={query} cursor={data.next_cursor} />
    </>
  ),
});
