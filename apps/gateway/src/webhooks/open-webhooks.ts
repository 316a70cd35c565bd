import type { Database } from '@aigateway/database';
import { type PublicPost, postPublic } from '@aigateway/providers';
import type { DataKeys } from '../own-keys/data-keys.ts';
import type { System } from '../system.ts';
import type { WebhookDesk } from '../webhook-desk.ts';
import { createDeliveryStore, type DeliveryStore, type EventRow } from './delivery-store.ts';
import { createWebhookDesk } from './desk.ts';
import { createWebhookSecrets } from './secrets.ts';
import { createWebhookSender, type WebhookSender } from './sender.ts';

/** What webhooks work with. */
export interface WebhookParts {
  readonly database: Database;
  readonly system: System;
  readonly dataKeys: DataKeys;
  readonly version: string;
  readonly post?: ((url: string, post: PublicPost) => Promise<{ status: number }>) | undefined;
  /** A job as callers see it now, or null when it is gone. */
  readonly showJob: (organisationId: string, id: string) => Promise<object | null>;
  readonly onFault: (error: unknown) => void;
}

/** Webhooks as callers manage them, and the sender behind. */
export interface Webhooks {
  readonly desk: WebhookDesk;
  readonly sender: WebhookSender;
  readonly store: DeliveryStore;
}

/** Webhooks over the database; nothing is sent before `sender.start`. */
export function openWebhooks(parts: WebhookParts): Webhooks {
  const { database, system } = parts;
  const store = createDeliveryStore(database, system);
  const secrets = createWebhookSecrets(database, system, parts.dataKeys);
  const dataOf = async (event: EventRow) => {
    const job = event.type.startsWith('job.')
      ? await parts.showJob(event.organisation_id, event.once)
      : null;
    return { ...(job ?? JSON.parse(event.data)) } as Record<string, unknown>;
  };
  const sender = createWebhookSender({
    store,
    secrets,
    system,
    version: parts.version,
    post: parts.post ?? postPublic,
    dataOf,
    onFault: parts.onFault,
  });
  return { store, sender, desk: createWebhookDesk({ database, system, secrets, sender }) };
}
