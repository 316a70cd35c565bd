import {
  type Database,
  defineStatement,
  type EventTable,
  type Executor,
  type WebhookDeliveryTable,
  type WebhookTryTable,
} from '@aigateway/database';
import type { Selectable } from 'kysely';
import { recordEvent } from '../events.ts';
import type { System } from '../system.ts';

/** A sender that is not heard of for this long has lost its delivery: longer than a try takes. */
export const DELIVERY_LEASE_MS = 60_000;
const EVENTS_AT_ONCE = 50;
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;
/** An address that fails for this long is told no more. */
const PATIENCE_MS = 3 * 24 * 60 * 60 * 1000;
/** Pauses before the second to the eighth try: a day in all. */
const PAUSES_S = [30, 120, 600, 1_800, 7_200, 21_600, 55_050];

/** A stored delivery. */
export type DeliveryRow = Selectable<WebhookDeliveryTable>;
/** A stored event. */
export type EventRow = Selectable<EventTable>;

/** What came of one try. */
export type TryResult = Pick<Selectable<WebhookTryTable>, 'answer' | 'fault' | 'took_ms'>;

/** Deliveries in the database: who is told of what, and what came of it. */
export interface DeliveryStore {
  /** Writes the deliveries of events that have none yet. Returns how many events there were. */
  dispatch(): Promise<number>;
  /** Takes up to `most` deliveries that are due; nobody else has them until their lease ends. */
  claim(most: number): Promise<DeliveryRow[]>;
  /** Claims one delivery whose time may not have come. */
  claimOne(id: string): Promise<DeliveryRow | null>;
  findEvent(delivery: DeliveryRow): Promise<EventRow | null>;
  /** False when its address is disabled or deleted by now. */
  isWanted(delivery: DeliveryRow): Promise<boolean>;
  /** Writes a try and what follows: delivered, another try later, or failed for good. */
  record(delivery: DeliveryRow, result: TryResult, how?: { readonly once: boolean }): Promise<void>;
  /** Ends a delivery that nobody wants any more. */
  drop(delivery: DeliveryRow): Promise<void>;
  /** Deletes what ended 30 days ago. */
  removeOld(): Promise<number>;
}

/** Deliveries over the database. */
export function createDeliveryStore(database: Database, system: System): DeliveryStore {
  const now = () => BigInt(system.now());
  const { claimDue, claimEvents } = claimStatements(database.dialect);
  const lease = () => [system.newId('lease'), now() + BigInt(DELIVERY_LEASE_MS), now()] as const;
  return {
    dispatch: () =>
      database.transaction(async (executor) => {
        const events = await claimEvents.run(executor, [now(), BigInt(EVENTS_AT_ONCE)]);
        for (const event of events) await fanOut(executor, system, event);
        return events.length;
      }),
    claim: (most) =>
      database.transaction((executor) => claimDue.run(executor, [...lease(), BigInt(most)])),
    async claimOne(id) {
      const [row] = await database.transaction((executor) =>
        claimOne.run(executor, [...lease(), id]),
      );
      return row ?? null;
    },
    async findEvent({ event_id: id }) {
      const found = database.kysely.selectFrom('event').selectAll().where('id', '=', id);
      return (await found.executeTakeFirst()) ?? null;
    },
    async isWanted({ webhook_id: id }) {
      if (id === null) return true;
      const wanted = await database.kysely
        .selectFrom('webhook')
        .select('id')
        .where('id', '=', id)
        .where('disabled_at_ms', 'is', null)
        .where('deleted_at_ms', 'is', null)
        .executeTakeFirst();
      return wanted !== undefined;
    },
    record: (delivery, result, how = { once: false }) =>
      database.transaction((executor) => record(executor, system, { delivery, result, ...how })),
    drop: async (delivery) => {
      const ended = { status: 'failed', endedAtMs: now(), nextTryAtMs: now() } as const;
      await endTry(database.kysely, delivery, ended);
    },
    async removeOld() {
      const old = await database.kysely
        .deleteFrom('webhook_delivery')
        .where('ended_at_ms', '<=', now() - BigInt(KEPT_MS))
        .executeTakeFirst();
      return Number(old.numDeletedRows);
    },
  };
}

/** One delivery to each address that wants the event, and to the one its call named. */
async function fanOut(executor: Executor, system: System, event: EventRow): Promise<void> {
  const webhooks = await executor
    .selectFrom('webhook')
    .select(['id', 'url', 'events'])
    .where('organisation_id', '=', event.organisation_id)
    .where('disabled_at_ms', 'is', null)
    .where('deleted_at_ms', 'is', null)
    .execute();
  const wanting = webhooks.filter(({ events }) =>
    (JSON.parse(events) as string[]).includes(event.type),
  );
  for (const { id, url } of wanting) await insertDelivery(executor, system, { event, id, url });
  if (!event.type.startsWith('job.')) return;
  const job = await executor
    .selectFrom('job')
    .select('webhook_url')
    .where('id', '=', event.once)
    .executeTakeFirst();
  const url = job?.webhook_url;
  if (url) await insertDelivery(executor, system, { event, id: null, url });
}

/** What a new delivery is made of; `id` is the webhook's. */
export interface NewDelivery {
  readonly event: Pick<EventRow, 'id' | 'organisation_id'>;
  readonly id: string | null;
  readonly url: string;
}

/** Writes a delivery that is due now. Returns its id. */
export async function insertDelivery(
  executor: Executor,
  system: System,
  { event, id, url }: NewDelivery,
): Promise<string> {
  const deliveryId = system.newId('delivery');
  const nowMs = BigInt(system.now());
  await executor
    .insertInto('webhook_delivery')
    .values({
      id: deliveryId,
      organisation_id: event.organisation_id,
      event_id: event.id,
      webhook_id: id,
      url,
      status: 'pending',
      tries: 0n,
      next_try_at_ms: nowMs,
      lease_id: null,
      lease_until_ms: null,
      created_at_ms: nowMs,
      ended_at_ms: null,
    })
    .execute();
  return deliveryId;
}

interface Tried {
  readonly delivery: DeliveryRow;
  readonly result: TryResult;
  readonly once: boolean;
}

async function record(executor: Executor, system: System, tried: Tried): Promise<void> {
  const { delivery, result, once } = tried;
  const nowMs = BigInt(system.now());
  const delivered = result.answer !== null && result.answer >= 200n && result.answer < 300n;
  const pauseS = once ? undefined : PAUSES_S[Number(delivery.tries)];
  const again = !delivered && pauseS !== undefined;
  const written = await endTry(executor, delivery, {
    status: delivered ? 'delivered' : again ? 'pending' : 'failed',
    endedAtMs: again ? null : nowMs,
    nextTryAtMs: nowMs + BigInt((pauseS ?? 0) * 1000),
  });
  // Another sender has it by now: what it finds out counts.
  if (!written) return;
  await executor
    .insertInto('webhook_try')
    .values({
      delivery_id: delivery.id,
      number: delivery.tries + 1n,
      ...result,
      created_at_ms: nowMs,
    })
    .execute();
  if (delivery.webhook_id !== null) {
    await noteHealth(executor, system, { ...tried, delivered, over: !delivered && !again });
  }
}

interface TryEnd {
  readonly status: DeliveryRow['status'];
  readonly endedAtMs: bigint | null;
  readonly nextTryAtMs: bigint;
}

async function endTry(executor: Executor, delivery: DeliveryRow, end: TryEnd): Promise<boolean> {
  const result = await executor
    .updateTable('webhook_delivery')
    .set({
      status: end.status,
      tries: delivery.tries + 1n,
      next_try_at_ms: end.nextTryAtMs,
      ended_at_ms: end.endedAtMs,
      lease_id: null,
      lease_until_ms: null,
    })
    .where('id', '=', delivery.id)
    .where('lease_id', '=', delivery.lease_id)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** An address that has failed for days, up to the last try of a delivery, is told no more. */
async function noteHealth(
  executor: Executor,
  system: System,
  { delivery, delivered, over }: Tried & { delivered: boolean; over: boolean },
): Promise<void> {
  const nowMs = BigInt(system.now());
  const row = await executor
    .selectFrom('webhook')
    .select(['id', 'url', 'failing_since_ms', 'disabled_at_ms'])
    .where('id', '=', delivery.webhook_id)
    .executeTakeFirst();
  if (!row) return;
  const since = delivered ? null : (row.failing_since_ms ?? nowMs);
  const disable =
    over && row.disabled_at_ms === null && since !== null && nowMs - since >= PATIENCE_MS;
  if (since === row.failing_since_ms && !disable) return;
  await executor
    .updateTable('webhook')
    .set({ failing_since_ms: since, ...(disable && { disabled_at_ms: nowMs }) })
    .where('id', '=', row.id)
    .execute();
  if (!disable) return;
  await recordEvent(executor, system, {
    organisationId: delivery.organisation_id,
    type: 'webhook.disabled',
    once: `webhook.disabled:${row.id}:${nowMs}`,
    data: { webhook_id: row.id, url: row.url, failing_since: Number(since) / 1000 },
  });
}

const LEASED = 'set lease_id = $1, lease_until_ms = $2';
const FREE = "status = 'pending' and (lease_until_ms is null or lease_until_ms <= $3)";

const claimOne = defineStatement<DeliveryRow>(
  `update webhook_delivery ${LEASED} where id = $4 and ${FREE} returning *`,
);

function claimStatements(dialect: Database['dialect']) {
  const passOver = dialect === 'postgres' ? 'for update skip locked' : '';
  return {
    claimDue: defineStatement<DeliveryRow>(
      `with due as (select id from webhook_delivery
         where ${FREE} and next_try_at_ms <= $3 order by next_try_at_ms, id limit $4 ${passOver})
       update webhook_delivery ${LEASED} where id in (select id from due) returning *`,
    ),
    claimEvents: defineStatement<EventRow>(
      `with due as (select id from event
         where dispatched_at_ms is null order by created_at_ms, id limit $2 ${passOver})
       update event set dispatched_at_ms = $1 where id in (select id from due) returning *`,
    ),
  };
}
