import type {
  Key,
  ListPage,
  Member,
  SubAccount,
  UsageList,
  UsageRecord,
  UsageRow,
} from '@aigateway/contract';
import { BarChart, ShareBar } from '../../ui/bar-chart.tsx';
import { Chips } from '../../ui/chips.tsx';
import { usdFromCents } from '../../ui/format.ts';
import { defineOfficePage } from '../define-office-page.ts';
import type { OfficeApi } from '../office-api.ts';
import { type Column, DataTable, NextPage } from '../parts.tsx';
import { RequestsTable } from '../requests-table.tsx';
import {
  centsText,
  daysOf,
  GROUPS,
  MEASURES,
  readUsageQuery,
  type UsageView,
  usageHref,
  WINDOWS,
} from '../usage-query.ts';

interface UsageData {
  readonly days: UsageList;
  readonly groups: UsageList;
  readonly recent: ListPage<UsageRecord>;
  /** Of keys, people and sub-accounts, by their ids. */
  readonly names: ReadonlyMap<string, string>;
}

/** What was used, by whatever; single requests; CSV. */
export const usagePage = defineOfficePage<UsageData>({
  slug: 'usage',
  title: 'Usage',
  lead: 'What this organisation used. What is charged here is what left the wallet.',
  group: 'money',
  least: 'viewer',
  async load(api, query) {
    const { group, window } = readUsageQuery(query);
    const cursor = query.cursor ? `&cursor=${encodeURIComponent(query.cursor)}` : '';
    const [days, groups, recent, names] = await Promise.all([
      api.get<UsageList>(`/v1/usage?group_by=day&window=${window}&limit=100`),
      api.get<UsageList>(`/v1/usage?group_by=${group}&window=${window}&limit=100`),
      api.get<ListPage<UsageRecord>>(`/v1/usage/recent?limit=25${cursor}`),
      readNames(api, group),
    ]);
    return { days, groups, recent, names };
  },
  show({ data, query }) {
    const view = readUsageQuery(query);
    return (
      <>
        <div className="chip-rows">
          <Chips
            label="Time"
            chips={WINDOWS.map(({ id, title }) => ({
              title,
              href: usageHref({ ...view, window: id }),
              current: id === view.window,
            }))}
          />
          <Chips
            label="Measure"
            chips={MEASURES.map((measure) => ({
              title: measure.title,
              href: usageHref({ ...view, measure }),
              current: measure.id === view.measure.id,
            }))}
          />
        </div>
        <Days days={data.days} view={view} />
        <Chips
          label="Group by"
          chips={GROUPS.map(({ id, title }) => ({
            title,
            href: usageHref({ ...view, group: id }),
            current: id === view.group,
          }))}
        />
        <Groups list={data.groups} view={view} names={data.names} />
        <p>
          <a href={csvHref(view)} download="usage.csv">
            All rows as CSV
          </a>
        </p>
        <h2>Requests</h2>
        <RequestsTable rows={data.recent.data} />
        <NextPage query={query} cursor={data.recent.next_cursor} />
      </>
    );
  },
});

function csvHref({ group, window }: UsageView): string {
  return `/v1/usage?group_by=${group}&window=${window}&format=csv`;
}

/** What people call what is grouped by; ids without a name are shown themselves. */
async function readNames(
  api: OfficeApi,
  group: UsageView['group'],
): Promise<ReadonlyMap<string, string>> {
  const read = async (path: string) =>
    (await api.get<ListPage<Key | Member | SubAccount>>(`${path}?limit=100`)).data;
  const found =
    group === 'key'
      ? (await Promise.all(['/v1/keys', '/v1/members'].map(read))).flat()
      : group === 'sub_account'
        ? await read('/v1/sub-accounts')
        : [];
  return new Map([
    ['playground', 'Playground'],
    ...found.map(({ id, name }) => [id, name] as const),
  ]);
}

function Days({ days, view }: { days: UsageList; view: UsageView }) {
  const sum = (read: (row: UsageRow) => number) =>
    days.data.reduce((all, row) => all + read(row), 0);
  const { measure } = view;
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
      <BarChart
        label={`${measure.title} a day`}
        bars={daysOf(days.data, days).map(({ day, row }) => {
          const value = row ? measure.read(row) : 0;
          return { name: day, value, text: measure.write(value) };
        })}
      />
    </div>
  );
}

function Groups(props: { list: UsageList; view: UsageView; names: UsageData['names'] }) {
  const { list, names } = props;
  const { group, measure } = props.view;
  const rows = [...list.data].sort((a, b) =>
    group === 'day' ? (b.day ?? '').localeCompare(a.day ?? '') : measure.read(b) - measure.read(a),
  );
  const most = Math.max(0, ...rows.map(measure.read));
  const bars: Column<UsageRow> = {
    title: 'Share',
    kind: 'bar',
    cell: (row) => <ShareBar value={measure.read(row)} most={most} />,
  };
  return (
    <DataTable
      label="Usage"
      rows={rows}
      keyOf={(row) => String(row[group])}
      empty={<p>Nothing was used in this time.</p>}
      columns={[
        {
          title: 'What',
          cell: (row) => {
            const id = row[group];
            return id ? (names.get(id) ?? id) : <span className="quiet">none</span>;
          },
        },
        ...(group === 'day' ? [] : [bars]),
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
