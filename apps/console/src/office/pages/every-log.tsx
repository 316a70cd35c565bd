import type { AdminAuditLine, ListPage } from '@aigateway/contract';
import { AuditTable } from '../audit-table.tsx';
import { defineOfficePage } from '../define-office-page.ts';
import { Line, NextPage } from '../parts.tsx';

/** Who did what, in every organisation. */
export const everyLogPage = defineOfficePage<ListPage<AdminAuditLine>>({
  slug: 'every-log',
  title: 'Every log',
  lead: 'Who did what in every organisation, newest first.',
  group: 'operator',
  least: 'admin',
  operatorOnly: true,
  load: (api, { organisation, cursor }) => {
    const asked = new URLSearchParams({ limit: '50' });
    if (organisation) asked.set('organisation_id', organisation);
    if (cursor) asked.set('cursor', cursor);
    return api.get(`/v1/admin/audit-log?${asked}`);
  },
  show: ({ data, query }) => (
    <>
      <form method="get" className="search-form">
        <Line
          label="Organisation"
          name="organisation"
          value={query.organisation ?? ''}
          placeholder="org_…"
        />
        <button className="button button-quiet" type="submit">
          Show
        </button>
      </form>
      <AuditTable
        rows={data.data}
        also={[{ title: 'In', cell: (line) => <code>{line.organisation_id}</code> }]}
      />
      <NextPage query={query} cursor={data.next_cursor} />
    </>
  ),
});
