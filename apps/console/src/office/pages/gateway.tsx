import type { ListPage, MarginList, ProviderHealth } from '@aigateway/contract';
import { durationText, usdFromCents } from '../../ui/format.ts';
import { defineOfficePage } from '../define-office-page.ts';
import { DataTable } from '../parts.tsx';

interface GatewayData {
  readonly health: readonly ProviderHealth[];
  readonly margins: MarginList;
}

/** What only the operator sees: how the upstreams do, and margins. */
export const gatewayPage = defineOfficePage<GatewayData>({
  slug: 'gateway',
  title: 'Upstreams and margins',
  lead: 'How the deployments do, and what each model brings in after its maker was paid.',
  group: 'operator',
  least: 'admin',
  operatorOnly: true,
  async load(api) {
    const [health, margins] = await Promise.all([
      api.get<ListPage<ProviderHealth>>('/v1/health/providers'),
      api.get<MarginList>('/v1/admin/margins'),
    ]);
    return { health: health.data, margins };
  },
  show: ({ data }) => (
    <>
      <h2>Deployments</h2>
      <Health rows={data.health} />
      <h2>Margins of 30 days</h2>
      <Margins rows={data.margins.data} />
    </>
  ),
});

function Health({ rows }: { rows: readonly ProviderHealth[] }) {
  return (
    <DataTable
      label="Deployments"
      rows={rows}
      keyOf={(one) => `${one.provider}/${one.deployment}`}
      empty={<p>No upstream was asked since the start.</p>}
      columns={[
        { title: 'Deployment', cell: (one) => `${one.provider}/${one.deployment}` },
        {
          title: 'State',
          cell: (one) =>
            one.state === 'resting' ? `rests for ${one.resting_seconds} s` : one.state,
        },
        {
          title: 'In flight',
          kind: 'number',
          cell: (one) => `${one.in_flight} of ${one.concurrency}`,
        },
        { title: 'Waiting', kind: 'number', cell: (one) => one.waiting },
        {
          title: 'Takes',
          kind: 'number',
          cell: (one) => (one.latency_ms === null ? '' : durationText(one.latency_ms)),
        },
      ]}
    />
  );
}

function Margins({ rows }: { rows: MarginList['data'] }) {
  return (
    <DataTable
      label="Margins"
      rows={rows}
      keyOf={(one) => one.model}
      empty={<p>Nothing was sold in 30 days.</p>}
      columns={[
        {
          title: 'Model',
          cell: (one) => (
            <>
              {one.model}
              {one.warning && <span className="warning">{one.warning}</span>}
            </>
          ),
        },
        { title: 'Pictures', kind: 'number', cell: (one) => one.images },
        { title: 'Cost unknown', kind: 'number', cell: (one) => one.images_of_unknown_cost },
        { title: 'List', kind: 'number', cell: (one) => usdFromCents(String(one.list_cents)) },
        {
          title: 'Makers',
          kind: 'number',
          cell: (one) => usdFromCents(String(one.upstream_cents)),
        },
        { title: 'Margin', kind: 'number', cell: (one) => usdFromCents(String(one.margin_cents)) },
      ]}
    />
  );
}
