import type { WebhookPayload } from '@aigateway/contract';
import { PublicFetchError, type PublicPost } from '@aigateway/providers';
import type { System } from '../system.ts';
import type { DeliveryRow, DeliveryStore, EventRow, TryResult } from './delivery-store.ts';
import type { WebhookSecrets } from './secrets.ts';
import { signWebhook } from './sign.ts';

/** An address has this long to answer. */
const TIMEOUT_MS = 10_000;
const BEAT_MS = 1_000;
/** Deliveries that this process sends at the same time. */
const MOST_AT_ONCE = 16;

/** What a sender works with. */
export interface WebhookSenderParts {
  readonly store: DeliveryStore;
  readonly secrets: WebhookSecrets;
  readonly system: System;
  readonly version: string;
  readonly post: (url: string, post: PublicPost) => Promise<{ status: number }>;
  /** The data of an event as it is now: a job with fresh addresses. */
  readonly dataOf: (event: EventRow) => Promise<Record<string, unknown>>;
  readonly onFault: (error: unknown) => void;
}

/** Sends what is due: one sender a delivery, in whatever process. */
export interface WebhookSender {
  /** One beat: events become deliveries, due deliveries are sent. Resolves when they are. */
  beat(): Promise<void>;
  /** Sends a delivery now, once. */
  sendOnce(deliveryId: string): Promise<void>;
  start(): { stop(): Promise<void> };
}

/** A sender; nothing happens before `start`. */
export function createWebhookSender(parts: WebhookSenderParts): WebhookSender {
  const { store, onFault } = parts;
  const ending = new AbortController();
  let beating: Promise<void> | null = null;

  async function send(delivery: DeliveryRow, how?: { readonly once: boolean }): Promise<void> {
    if (!(await store.isWanted(delivery))) return store.drop(delivery);
    const event = await store.findEvent(delivery);
    if (event === null) return store.drop(delivery);
    const result = await attempt({ delivery, event, signal: ending.signal }, parts);
    // A try that our own ending cut is nobody's failure: its lease runs out and it is made again.
    if (result.fault !== null && ending.signal.aborted) return;
    await store.record(delivery, result, how);
  }

  async function beat(): Promise<void> {
    while ((await store.dispatch()) > 0 && !ending.signal.aborted);
    for (;;) {
      if (ending.signal.aborted) return;
      const due = await store.claim(MOST_AT_ONCE);
      if (due.length === 0) return;
      const sent = await Promise.allSettled(due.map((delivery) => send(delivery)));
      for (const one of sent) if (one.status === 'rejected') onFault(one.reason);
    }
  }

  return {
    beat,
    async sendOnce(deliveryId) {
      const delivery = await store.claimOne(deliveryId);
      if (delivery) await send(delivery, { once: true });
    },
    start() {
      const timer = setInterval(() => {
        beating ??= beat()
          .catch(onFault)
          .finally(() => {
            beating = null;
          });
      }, BEAT_MS);
      timer.unref();
      return {
        async stop() {
          clearInterval(timer);
          ending.abort(new Error('the gateway is ending'));
          await beating;
        },
      };
    },
  };
}

interface Sending {
  readonly delivery: DeliveryRow;
  readonly event: EventRow;
  readonly signal: AbortSignal;
}

async function attempt(
  { delivery, event, signal }: Sending,
  { secrets, system, post, dataOf, version }: WebhookSenderParts,
): Promise<TryResult> {
  const payload: WebhookPayload = {
    id: event.id,
    type: event.type,
    created: Math.floor(Number(event.created_at_ms) / 1000),
    data: await dataOf(event),
  };
  const body = JSON.stringify(payload);
  const startedAtMs = system.now();
  const took = () => BigInt(Math.max(0, system.now() - startedAtMs));
  const signature = signWebhook({
    secrets: await secrets.valid(delivery.organisation_id),
    eventId: event.id,
    seconds: Math.floor(startedAtMs / 1000),
    body,
  });
  try {
    const { status } = await post(delivery.url, {
      body,
      headers: {
        'Content-Type': 'application/json',
        'User-Agent': `AIgateway-Webhooks/${version}`,
        'x-aig-delivery': delivery.id,
        'x-aig-attempt': String(delivery.tries + 1n),
        ...signature,
      },
      timeoutMs: TIMEOUT_MS,
      signal,
    });
    return { answer: BigInt(status), fault: null, took_ms: took() };
  } catch (error) {
    if (!(error instanceof PublicFetchError)) throw error;
    return { answer: null, fault: error.message, took_ms: took() };
  }
}
