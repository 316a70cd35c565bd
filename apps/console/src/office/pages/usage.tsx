import type { ListPage, UsageRecord, UsageRow } from '@aigateway/contract';
import { countText, dateText, durationText, usdFromCents } from '../../ui/format.ts';
import { TrendLine } from '../../ui/trend-line.tsx';
import { defineOfficePage, type OfficeQuery } from '../define-office-page.ts';
import { DataTable, NextPage } from '../parts.tsx';

const GROUPS = [
  { id: 'day', title: 'By day' },
  { id: 'model', title: 'By model' },
  { id: 'tag', title: 'By tag' },
  { id: 'key', title: 'By key' },
  { id: 'sub_account', title: 'By sub-account' },
] as const;

interface UsageData {
  readonly days: readonly UsageRow[];
  readonly groups: ListPage<UsageRow>;
  readonly recent: ListPage<UsageRecord>;
}

/** What was used, by whatever; single requests; CSV. */
export const usagePage = defineOfficePage<UsageData>({
  slug: 'usage',
  title: 'Usage',
  lead: 'The last 30 days of this organisation. What is charged here is what left the wallet.',
  group: 'money',
  least: 'viewer',
  async load(api, query) {
    const cursor = query.cursor ? `&cursor=${encodeURIComponent(query.cursor)}` : '';
    const [days, groups, recent] = await Promise.all([
      api.get<ListPage<UsageRow>>('/v1/usage?group_by=day&limit=100'),
      api.get<ListPage<UsageRow>>(`/v1/usage?group_by=${groupOf(query)}&limit=50`),
      api.get<ListPage<UsageRecord>>(`/v1/usage/recent?limit=25${cursor}`),
    ]);
    return { days: days.data, groups, recent };
  },
  show: ({ data, query }) => (
    <>
      <Days days={data.days} />
      <nav className="collections" aria-label="Group by">
        <ul>
          {GROUPS.map(({ id, title }) => (
            <li key={id}>
              <a href={`?by=${id}`} aria-current={id === groupOf(query) ? 'page' : undefined}>
                {title}
              </a>
            </li>
          ))}
          <li>
            <a href={`/v1/usage?group_by=${groupOf(query)}&format=csv`} download="usage.csv">
              CSV
            </a>
          </li>
        </ul>
      </nav>
      <Groups rows={data.groups.data} group={groupOf(query)} />
      <h2>Requests</h2>
      <Requests rows={data.recent.data} />
      <NextPage query={query} cursor={data.recent.next_cursor} />
    </>
  ),
});

function groupOf(query: OfficeQuery): (typeof GROUPS)[number]['id'] {
  return GROUPS.find(({ id }) => id === query.by)?.id ?? 'day';
}

function Days({ days }: { days: readonly UsageRow[] }) {
  const oldestFirst = [...days].sort((a, b) => ((a.day ?? '') < (b.day ?? '') ? -1 : 1));
  const sum = (read: (row: UsageRow) => number) => days.reduce((all, row) => all + read(row), 0);
  return (
    <div className="figures">
      <dl>
        <div>
          <dt>Charged</dt>
          <dd>{usdFromCents(centsText(sum((row) => row.cost_cents)))}</dd>
        </div>
        <div>
          <dt>Pictures</dt>
          <dd>{sum((row) => row.images)}</dd>
        </div>
        <div>
          <dt>Requests</dt>
          <dd>{sum((row) => row.requests)}</dd>
        </div>
      </dl>
      {oldestFirst.length > 1 && (
        <TrendLine values={oldestFirst.map((row) => row.images)} label="Pictures a day" />
      )}
    </div>
  );
}

/** Sums of numbers keep their four decimals and nothing behind them. */
function centsText(cents: number): string {
  return String(Math.round(cents * 1e4) / 1e4);
}

function Groups({ rows, group }: { rows: readonly UsageRow[]; group: keyof UsageRow }) {
  return (
    <DataTable
      label="Usage"
      rows={rows}
      keyOf={(row) => String(row[group])}
      empty={<p>Nothing was used in the last 30 days.</p>}
      columns={[
        { title: 'What', cell: (row) => row[group] ?? <span className="quiet">none</span> },
        { title: 'Requests', kind: 'number', cell: (row) => row.requests },
        { title: 'Pictures', kind: 'number', cell: (row) => row.images },
        { title: 'With own key', kind: 'number', cell: (row) => row.own_key_requests },
        {
          title: 'Charged',
          kind: 'number',
          cell: (row) => usdFromCents(centsText(row.cost_cents)),
        },
      ]}
    />
  );
}

/** Single requests as a table. */
export function Requests({ rows }: { rows: readonly UsageRecord[] }) {
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
              <span className="quiet">
                <code>{row.request_id}</code>
              </span>
            </>
          ),
        },
        { title: 'Made by', cell: (row) => describeMaker(row) },
        { title: 'Took', kind: 'number', cell: (row) => timeOf(row) },
        {
          title: 'Charged',
          kind: 'number',
          cell: (row) => (row.own_key ? 'own key' : usdFromCents(centsText(row.cost_cents))),
        },
      ]}
    />
  );
}

function describeMaker(row: UsageRecord): string {
  if (row.status !== 'completed') return row.error_code ?? row.status;
  const attempts = row.attempts > 1 ? `, ${row.attempts} attempts` : '';
  return `${countText(row.images, 'picture')} by ${row.provider ?? 'nobody'}${attempts}`;
}

function timeOf(row: UsageRecord): string {
  return row.latency_ms === null ? '' : durationText(row.latency_ms);
}
