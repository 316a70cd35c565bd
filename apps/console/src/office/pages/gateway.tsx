import type { ListPage, MarginList, ProviderHealth } from '@aigateway/contract';
import { durationText, usdFromCents } from '../../ui/format.ts';
import { defineOfficePage, type OfficeAct } from '../define-office-page.ts';
import { centsOf, filled, textOf } from '../forms.ts';
import { ActForm, DataTable, Disclosure, Line } from '../parts.tsx';

interface GatewayData {
  readonly health: readonly ProviderHealth[];
  readonly margins: MarginList;
}

/** What only the operator sees: how the upstreams do, margins, credit by hand. */
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
  acts: { grant: creditByHand('grants'), adjust: creditByHand('adjustments') },
  show: ({ data }) => (
    <>
      <h2>Deployments</h2>
      <Health rows={data.health} />
      <h2>Margins of 30 days</h2>
      <Margins rows={data.margins.data} />
      <h2>Credit by hand</h2>
      <ByHand act="grant" title="Grant credit" />
      <ByHand act="adjust" title="Adjust a wallet" />
    </>
  ),
});

function creditByHand(kind: 'grants' | 'adjustments'): OfficeAct {
  return {
    notice: 'It is posted, and stands in the statement and the audit log.',
    run: async (api, form) => {
      const body = {
        amount_cents: centsOf(form, 'amount'),
        reason: form('reason').trim(),
        organisation_id: textOf(form, 'organisation'),
      };
      await api.send('POST', `/v1/credit/${kind}`, filled(body));
      return undefined;
    },
  };
}

function ByHand({ act, title }: { act: string; title: string }) {
  return (
    <Disclosure title={title}>
      <ActForm act={act}>
        <Line
          label="Dollars"
          name="amount"
          required
          hint={act === 'adjust' ? 'More, or - less.' : ''}
        />
        <Line label="Reason" name="reason" required />
        <Line
          label="Organisation"
          name="organisation"
          placeholder="org_…"
          hint="Empty: this one."
        />
        <button className="button" type="submit">
          {title}
        </button>
      </ActForm>
    </Disclosure>
  );
}

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
