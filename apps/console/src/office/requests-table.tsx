import type { UsageRecord } from '@aigateway/contract';
import { countText, dateText, durationText, usdFromCents } from '../ui/format.ts';
import { DataTable } from './parts.tsx';
import { centsText } from './usage-query.ts';

/** Single requests as a table; each leads to how it came about. */
export function RequestsTable({ rows }: { rows: readonly UsageRecord[] }) {
  return (
    <DataTable
      label="Requests"
      rows={rows}
      keyOf={(row) => row.request_id}
      empty={<p>No request was made yet.</p>}
      columns={[
        { title: 'When', cell: (row) => dateText(row.created_at * 1000) },
        {
          title: 'Model',
          cell: (row) => (
            <>
              {row.model}
              <a className="quiet" href={requestHref(row.request_id)}>
                <code>{row.request_id}</code>
              </a>
            </>
          ),
        },
        { title: 'Made by', cell: describeMaker },
        { title: 'Took', kind: 'number', cell: timeOf },
        { title: 'Charged', kind: 'number', cell: chargeOf },
      ]}
    />
  );
}

/** The page of one request. */
export function requestHref(requestId: string): string {
  return `/office/usage/request?id=${encodeURIComponent(requestId)}`;
}

/** What was charged for a request. */
export function chargeOf(row: UsageRecord): string {
  return row.own_key ? 'own key' : usdFromCents(centsText(row.cost_cents));
}

/** How long it took, where that is known. */
export function timeOf({ latency_ms: ms }: UsageRecord): string {
  return ms === null ? '' : durationText(ms);
}

function describeMaker(row: UsageRecord): string {
  if (row.status !== 'completed') return row.error_code ?? row.status;
  const attempts = row.attempts > 1 ? `, ${row.attempts} attempts` : '';
  return `${countText(row.images, 'picture')} by ${row.provider ?? 'nobody'}${attempts}`;
}
