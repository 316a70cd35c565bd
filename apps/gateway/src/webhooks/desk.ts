import {
  ApiError,
  type ListPage,
  type Webhook,
  type WebhookCreate,
  type WebhookDelivery,
  type WebhookDeliveryQuery,
  type WebhookEvent,
  type WebhookSecret,
  type WebhookUpdate,
} from '@aigateway/contract';
import type { Database, WebhookTable } from '@aigateway/database';
import type { Selectable, Updateable } from 'kysely';
import { type AuditAction, writeAudit } from '../audit-log.ts';
import { checkWebhookUrl } from '../check-webhook-url.ts';
import { isAfter, limitOf, startOf, toPage, writeCursor } from '../control/page.ts';
import { toSeconds } from '../control/parts.ts';
import { actorOf, type Principal } from '../principal.ts';
import type { System } from '../system.ts';
import type { WebhookDesk } from '../webhook-desk.ts';
import { insertDelivery } from './delivery-store.ts';
import type { CurrentSecret, WebhookSecrets } from './secrets.ts';
import type { WebhookSender } from './sender.ts';

const MOST_WEBHOOKS = 20;

/** What a desk works with. */
export interface WebhookDeskParts {
  readonly database: Database;
  readonly system: System;
  readonly secrets: WebhookSecrets;
  readonly sender: WebhookSender;
}

/** The desk for webhooks. */
export function createWebhookDesk(parts: WebhookDeskParts): WebhookDesk {
  const { database, system, secrets, sender } = parts;
  return {
    create: (by, body) => createWebhook(parts, by, body),
    async list(by, page) {
      const limit = limitOf(page);
      const rows = await ownWebhooks(parts, by)
        .where(isAfter(startOf(page)))
        .orderBy('created_at_ms', 'desc')
        .orderBy('id', 'desc')
        .limit(limit + 1)
        .execute();
      return toPage(rows, limit, { item: toWire, cursor: cursorOf });
    },
    get: async (by, id) => toWire(await findWebhook(parts, by, id)),
    update: (by, id, change) => updateWebhook(parts, { by, id }, change),
    async remove(by, id) {
      await findWebhook(parts, by, id);
      const deleted = { deleted_at_ms: BigInt(system.now()) };
      await write(parts, { by, id, action: 'webhook.deleted' }, deleted);
      return { id, object: 'webhook', deleted: true };
    },
    async test(by, id) {
      const row = await findWebhook(parts, by, id);
      const deliveryId = await insertTest(parts, row);
      await sender.sendOnce(deliveryId);
      return findDelivery(parts, by, deliveryId);
    },
    listDeliveries: (by, query) => listDeliveries(parts, by, query),
    getDelivery: (by, id) => findDelivery(parts, by, id),
    async redeliver(by, id) {
      const { event_id: eventId, webhook_id: webhookId, url } = await findDelivery(parts, by, id);
      const event = { id: eventId, organisation_id: by.organisationId };
      const again = await database.transaction((executor) =>
        insertDelivery(executor, system, { event, id: webhookId, url }),
      );
      return findDelivery(parts, by, again);
    },
    readSecret: async (by) => toWireSecret(await secrets.read(by.organisationId)),
    rotateSecret: async (by, atOnce) =>
      toWireSecret(await secrets.rotate(by.organisationId, { atOnce, actor: actorOf(by) })),
  };
}

type WebhookRow = Selectable<WebhookTable>;

function ownWebhooks({ database }: WebhookDeskParts, by: Principal) {
  return database.kysely
    .selectFrom('webhook')
    .selectAll()
    .where('organisation_id', '=', by.organisationId)
    .where('deleted_at_ms', 'is', null);
}

async function findWebhook(
  parts: WebhookDeskParts,
  by: Principal,
  id: string,
): Promise<WebhookRow> {
  const row = await ownWebhooks(parts, by).where('id', '=', id).executeTakeFirst();
  if (row) return row;
  throw new ApiError(
    'webhook_not_found',
    'There is no such webhook. GET /v1/webhooks lists yours.',
  );
}

async function createWebhook(
  parts: WebhookDeskParts,
  by: Principal,
  { url, events, description = null }: WebhookCreate,
): Promise<Webhook> {
  checkWebhookUrl(url, 'url');
  const { database, system } = parts;
  const known = await ownWebhooks(parts, by).limit(MOST_WEBHOOKS).execute();
  if (known.length >= MOST_WEBHOOKS) {
    throw new ApiError(
      'invalid_value',
      `There may be ${MOST_WEBHOOKS} webhooks. Delete one that is not needed.`,
    );
  }
  const row: WebhookRow = {
    id: system.newId('webhook'),
    organisation_id: by.organisationId,
    url,
    events: JSON.stringify([...new Set(events)]),
    description,
    failing_since_ms: null,
    disabled_at_ms: null,
    deleted_at_ms: null,
    created_at_ms: BigInt(system.now()),
  };
  await database.transaction(async (executor) => {
    await executor.insertInto('webhook').values(row).execute();
    await writeAudit(executor, system, deed(by, row.id, 'webhook.created'));
  });
  return toWire(row);
}

async function updateWebhook(
  parts: WebhookDeskParts,
  { by, id }: { readonly by: Principal; readonly id: string },
  { url, events, description, enabled }: WebhookUpdate,
): Promise<Webhook> {
  await findWebhook(parts, by, id);
  if (url !== undefined) checkWebhookUrl(url, 'url');
  const nowMs = BigInt(parts.system.now());
  await write(
    parts,
    { by, id, action: 'webhook.changed' },
    {
      ...(url !== undefined && { url, failing_since_ms: null }),
      ...(events !== undefined && { events: JSON.stringify([...new Set(events)]) }),
      ...(description !== undefined && { description }),
      ...(enabled === true && { disabled_at_ms: null, failing_since_ms: null }),
      ...(enabled === false && { disabled_at_ms: nowMs }),
    },
  );
  return toWire(await findWebhook(parts, by, id));
}

interface Deed {
  readonly by: Principal;
  readonly id: string;
  readonly action: AuditAction;
}

async function write(
  { database, system }: WebhookDeskParts,
  { by, id, action }: Deed,
  change: Updateable<WebhookTable>,
): Promise<void> {
  await database.transaction(async (executor) => {
    if (Object.keys(change).length > 0) {
      await executor.updateTable('webhook').set(change).where('id', '=', id).execute();
    }
    await writeAudit(executor, system, deed(by, id, action));
  });
}

function deed(by: Principal, subject: string, action: AuditAction) {
  return { organisationId: by.organisationId, actor: actorOf(by), action, subject };
}

/** An event of its own, marked as dispatched: it is for this address only. */
function insertTest({ database, system }: WebhookDeskParts, row: WebhookRow): Promise<string> {
  const event = { id: system.newId('event'), organisation_id: row.organisation_id };
  const nowMs = BigInt(system.now());
  return database.transaction(async (executor) => {
    await executor
      .insertInto('event')
      .values({
        ...event,
        type: 'webhook.test',
        once: event.id,
        data: JSON.stringify({ webhook_id: row.id }),
        created_at_ms: nowMs,
        dispatched_at_ms: nowMs,
      })
      .execute();
    return insertDelivery(executor, system, { event, id: row.id, url: row.url });
  });
}

function ownDeliveries({ database }: WebhookDeskParts, by: Principal) {
  return database.kysely
    .selectFrom('webhook_delivery')
    .selectAll()
    .where('organisation_id', '=', by.organisationId);
}

type DeliveryRow = Awaited<ReturnType<ReturnType<typeof ownDeliveries>['execute']>>[number];

async function listDeliveries(
  parts: WebhookDeskParts,
  by: Principal,
  { webhook_id: webhookId, status, ...page }: WebhookDeliveryQuery,
): Promise<ListPage<WebhookDelivery>> {
  const limit = limitOf(page);
  let rows = ownDeliveries(parts, by).where(isAfter(startOf(page)));
  if (webhookId !== undefined) rows = rows.where('webhook_id', '=', webhookId);
  if (status !== undefined) rows = rows.where('status', '=', status);
  const sorted = rows.orderBy('created_at_ms', 'desc').orderBy('id', 'desc');
  const found = await sorted.limit(limit + 1).execute();
  const tell = await describe(parts, found);
  return toPage(found, limit, { item: tell, cursor: cursorOf });
}

async function findDelivery(
  parts: WebhookDeskParts,
  by: Principal,
  id: string,
): Promise<WebhookDelivery> {
  const row = await ownDeliveries(parts, by).where('id', '=', id).executeTakeFirst();
  if (row) return (await describe(parts, [row]))(row);
  throw new ApiError(
    'delivery_not_found',
    'There is no such delivery. They are kept for 30 days; GET /v1/webhook-deliveries lists them.',
  );
}

/** The wire form of deliveries, with the type of their event and their tries. */
async function describe({ database }: WebhookDeskParts, rows: readonly DeliveryRow[]) {
  const ids = ['', ...rows.map(({ id }) => id)];
  const tries = await database.kysely
    .selectFrom('webhook_try')
    .selectAll()
    .where('delivery_id', 'in', ids)
    .orderBy('number')
    .execute();
  const events = await database.kysely
    .selectFrom('event')
    .select(['id', 'type'])
    .where('id', 'in', ['', ...rows.map((row) => row.event_id)])
    .execute();
  const types = new Map(events.map(({ id, type }) => [id, type]));
  return (row: DeliveryRow): WebhookDelivery => ({
    id: row.id,
    object: 'webhook_delivery',
    event_id: row.event_id,
    type: types.get(row.event_id) ?? 'unknown',
    webhook_id: row.webhook_id,
    url: row.url,
    status: row.status,
    next_try_at: row.status === 'pending' ? toSeconds(row.next_try_at_ms) : null,
    created_at: toSeconds(row.created_at_ms),
    tries: tries
      .filter((one) => one.delivery_id === row.id)
      .map((one) => ({
        at: toSeconds(one.created_at_ms),
        status: one.answer === null ? null : Number(one.answer),
        error: one.fault,
        took_ms: Number(one.took_ms),
      })),
  });
}

function cursorOf(row: { readonly created_at_ms: bigint; readonly id: string }): string {
  return writeCursor([Number(row.created_at_ms), row.id]);
}

function toWire(row: WebhookRow): Webhook {
  return {
    id: row.id,
    object: 'webhook',
    url: row.url,
    events: JSON.parse(row.events) as WebhookEvent[],
    description: row.description,
    enabled: row.disabled_at_ms === null,
    failing_since: row.failing_since_ms === null ? null : toSeconds(row.failing_since_ms),
    created_at: toSeconds(row.created_at_ms),
  };
}

function toWireSecret({ secret, createdAtMs, previousUntilMs }: CurrentSecret): WebhookSecret {
  return {
    object: 'webhook_secret',
    secret,
    created_at: Math.floor(createdAtMs / 1000),
    previous_valid_until: previousUntilMs === null ? null : Math.floor(previousUntilMs / 1000),
  };
}
