import type { AuditLine, ListPage } from '@aigateway/contract';
import { dateText } from '../../ui/format.ts';
import { defineOfficePage } from '../define-office-page.ts';
import { DataTable, NextPage } from '../parts.tsx';

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
      <DataTable
        label="Audit log"
        rows={data.data}
        keyOf={(line) => line.id}
        empty={<p>Nothing was done yet.</p>}
        columns={[
          { title: 'When', cell: (line) => dateText(line.created_at * 1000) },
          { title: 'What', cell: (line) => line.action },
          { title: 'Who', cell: (line) => <code>{line.actor}</code> },
          { title: 'To', cell: (line) => line.subject && <code>{line.subject}</code> },
          { title: 'Detail', cell: (line) => <Detail detail={line.detail} /> },
        ]}
      />
      <NextPage query={query} cursor={data.next_cursor} />
    </>
  ),
});

function Detail({ detail }: { detail: AuditLine['detail'] }) {
  const parts = Object.entries(detail).filter(([, value]) => value !== null);
  return <>{parts.map(([name, value]) => `${name}: ${textOf(value)}`).join(', ')}</>;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
