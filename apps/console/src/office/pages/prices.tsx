import type { AdminModel, AdminModelList } from '@aigateway/contract';
import { usdFromCents } from '../../ui/format.ts';
import { defineOfficePage } from '../define-office-page.ts';
import { DataTable } from '../parts.tsx';

type Route = AdminModel['routes'][number];
type Prices = AdminModel['list_cents'];

const SPEEDS = ['turbo', 'default', 'quality'] as const;

/** What every model costs, what its makers take, and who serves it now. */
export const pricesPage = defineOfficePage<AdminModelList>({
  slug: 'models',
  title: 'Models and prices',
  lead: 'What callers pay, what makers take, and who serves each model now.',
  group: 'operator',
  least: 'admin',
  operatorOnly: true,
  load: (api) => api.get('/v1/admin/models'),
  show: ({ data }) => (
    <>
      <p className="quiet">
        Prices are part of the catalogue, one file a model; turbo, default and quality where they
        differ.
      </p>
      <DataTable
        label="Models"
        rows={data.data}
        keyOf={({ id }) => id}
        empty={<p>The catalogue is empty.</p>}
        columns={[
          {
            title: 'Model',
            kind: 'name',
            cell: ({ id, name }) => (
              <>
                <a href={`/models/${id}`}>{name}</a>
                <span className="quiet">
                  <code>{id}</code>
                </span>
              </>
            ),
          },
          { title: 'List price', kind: 'number', cell: ListPrice },
          { title: 'Makers take', kind: 'number', cell: Makers },
          { title: 'Served by', cell: Routes },
        ]}
      />
    </>
  ),
});

function ListPrice({ list_cents: list, routes }: AdminModel) {
  const isBelow = routes.some(
    ({ upstream_cents: cost }) => cost && SPEEDS.some((speed) => list[speed] < cost[speed]),
  );
  return (
    <>
      {priceText(list)}
      {isBelow && <span className="warning">below its makers' price</span>}
    </>
  );
}

/** One price, or three where the speed changes it. */
function priceText(prices: Prices): string {
  const each = SPEEDS.map((speed) => prices[speed]);
  const shown = new Set(each).size === 1 ? each.slice(0, 1) : each;
  return shown.map((price) => usdFromCents(String(price))).join(' · ');
}

/** Of the routes that name one; the same price once. */
function Makers({ routes }: AdminModel) {
  const texts = routes.flatMap(({ upstream_cents: cents }) => (cents ? [priceText(cents)] : []));
  return [...new Set(texts)].map((text) => <div key={text}>{text}</div>);
}

function Routes({ routes }: AdminModel) {
  const ready = routes.filter(({ available }) => available);
  const others = routes.filter(({ available }) => !available);
  return (
    <>
      {ready.length > 0 ? ready.map(nameRoute).join(', ') : 'nobody here'}
      {others.length > 0 && (
        <span className="quiet">not configured: {others.map(nameRoute).join(', ')}</span>
      )}
    </>
  );
}

function nameRoute({ provider, deployment, stand_in: standIn }: Route): string {
  return `${provider}/${deployment}${standIn ? ' (stands in)' : ''}`;
}
