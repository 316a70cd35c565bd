import type { Executor } from '@aigateway/database';
import type { System } from './system.ts';

/** What organisations are told of. */
export type EventType =
  | 'job.completed'
  | 'job.failed'
  | 'balance.low'
  | 'budget.exceeded'
  | 'key.rotated'
  | 'webhook.disabled';

/** Something that an organisation is to be told. */
export interface NewEvent {
  readonly organisationId: string;
  readonly type: EventType;
  /** Two events of one organisation with the same `once` are one. */
  readonly once: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Writes an event unless it was written before; webhooks deliver what stands here. */
export async function recordEvent(
  executor: Executor,
  system: System,
  event: NewEvent,
): Promise<void> {
  await executor
    .insertInto('event')
    .values({
      id: system.newId('event'),
      organisation_id: event.organisationId,
      type: event.type,
      once: event.once,
      data: JSON.stringify(event.data),
      created_at_ms: BigInt(system.now()),
    })
    .onConflict((conflict) => conflict.columns(['organisation_id', 'once']).doNothing())
    .execute();
}
