import type { ListPage, Webhook, WebhookDelivery, WebhookSecret } from '@aigateway/contract';
import { webhookEventSchema } from '@aigateway/contract';
import { dateText } from '../../ui/format.ts';
import { defineOfficePage } from '../define-office-page.ts';
import { textOf } from '../forms.ts';
import { ActForm, ConfirmedAct, DataTable, Disclosure, Line, NextPage } from '../parts.tsx';

interface WebhooksData {
  readonly webhooks: readonly Webhook[];
  readonly deliveries: ListPage<WebhookDelivery>;
}

/** Addresses that are told of events, and every try to reach them. */
export const webhooksPage = defineOfficePage<WebhooksData>({
  slug: 'webhooks',
  title: 'Webhooks',
  lead: 'Addresses of yours that are told when something happens. Every delivery is signed.',
  group: 'work',
  least: 'admin',
  async load(api, { cursor }) {
    const more = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
    const [webhooks, deliveries] = await Promise.all([
      api.get<ListPage<Webhook>>('/v1/webhooks?limit=100'),
      api.get<ListPage<WebhookDelivery>>(`/v1/webhook-deliveries?limit=25${more}`),
    ]);
    return { webhooks: webhooks.data, deliveries };
  },
  acts: {
    make: {
      notice: 'The webhook is told of these events from now on.',
      call: 'POST /v1/webhooks',
      body: (form) => ({
        url: form('url').trim(),
        events: webhookEventSchema.options.filter((event) => form(event) === 'on'),
        description: textOf(form, 'description'),
      }),
    },
    test: {
      notice: 'A test event is on its way: see the deliveries.',
      call: 'POST /v1/webhooks/{id}/test',
    },
    enable: {
      notice: 'The webhook is told of events again.',
      call: 'PATCH /v1/webhooks/{id}',
      body: () => ({ enabled: true }),
    },
    delete: { notice: 'The webhook is gone.', call: 'DELETE /v1/webhooks/{id}' },
    redeliver: {
      notice: 'The event is on its way once more.',
      call: 'POST /v1/webhook-deliveries/{id}/redeliver',
    },
    rotate: {
      notice: 'There is a new secret.',
      call: 'POST /v1/webhook-secret/rotate',
      result: ({ secret }: WebhookSecret) => ({
        what: 'The new signing secret. Both sign for 24 hours.',
        secret,
      }),
    },
  },
  show: ({ data, query }) => (
    <>
      <MakeWebhook />
      <Webhooks rows={data.webhooks} />
      <ConfirmedAct
        act="rotate"
        id=""
        verb="Rotate the signing secret"
        question="A new secret for all webhooks. The former one signs too for 24 hours."
      />
      <h2>Deliveries</h2>
      <Deliveries rows={data.deliveries.data} />
      <NextPage query={query} cursor={data.deliveries.next_cursor} />
    </>
  ),
});

function MakeWebhook() {
  return (
    <Disclosure title="Add a webhook">
      <ActForm act="make">
        <Line label="Address" name="url" type="url" required placeholder="https://…" />
        <Line label="Description" name="description" />
        <fieldset className="ticks">
          <legend>Events</legend>
          {webhookEventSchema.options.map((event) => (
            <label key={event}>
              <input type="checkbox" name={event} defaultChecked={event.startsWith('job.')} />
              {event}
            </label>
          ))}
        </fieldset>
        <button className="button" type="submit">
          Add
        </button>
      </ActForm>
    </Disclosure>
  );
}

function Webhooks({ rows }: { rows: readonly Webhook[] }) {
  return (
    <DataTable
      label="Webhooks"
      rows={rows}
      keyOf={(webhook) => webhook.id}
      empty={<p>No webhook yet. A single call can also name a webhook_url.</p>}
      columns={[
        {
          title: 'Address',
          cell: (webhook) => (
            <>
              {webhook.url}
              {webhook.description && <span className="quiet">{webhook.description}</span>}
            </>
          ),
        },
        { title: 'Events', cell: (webhook) => webhook.events.join(', ') },
        { title: 'State', cell: describeState },
        { title: 'Actions', kind: 'deeds', cell: WebhookActions },
      ]}
    />
  );
}

function describeState(webhook: Webhook): string {
  if (!webhook.enabled) return 'disabled after failures';
  if (webhook.failing_since === null) return 'active';
  return `failing since ${dateText(webhook.failing_since * 1000)}`;
}

function WebhookActions(webhook: Webhook) {
  return (
    <div className="actions-row">
      <ActForm act={webhook.enabled ? 'test' : 'enable'} className="inline-form">
        <input type="hidden" name="id" value={webhook.id} />
        <button className="plain-button" type="submit">
          {webhook.enabled ? 'Test' : 'Enable'}
        </button>
      </ActForm>
      <ConfirmedAct
        act="delete"
        id={webhook.id}
        verb="Delete"
        question="Tell this address nothing any more?"
      />
    </div>
  );
}

function Deliveries({ rows }: { rows: readonly WebhookDelivery[] }) {
  return (
    <DataTable
      label="Deliveries"
      rows={rows}
      keyOf={(delivery) => delivery.id}
      empty={<p>Nothing was delivered yet.</p>}
      columns={[
        { title: 'When', cell: (delivery) => dateText(delivery.created_at * 1000) },
        {
          title: 'Event',
          cell: (delivery) => (
            <>
              {delivery.type}
              <span className="quiet">{delivery.url}</span>
            </>
          ),
        },
        { title: 'State', cell: (delivery) => delivery.status },
        { title: 'Tries', cell: describeTries },
        {
          title: 'Actions',
          kind: 'deeds',
          cell: (delivery) => (
            <ActForm act="redeliver" className="inline-form">
              <input type="hidden" name="id" value={delivery.id} />
              <button className="plain-button" type="submit">
                Redeliver
              </button>
            </ActForm>
          ),
        },
      ]}
    />
  );
}

function describeTries({ tries }: WebhookDelivery): string {
  const last = tries.at(-1);
  return last ? `${tries.length}, last: ${last.status ?? last.error ?? 'no answer'}` : 'none';
}
