import { z } from 'zod';
import { listSchema, pageShape } from './lists.ts';

/** What an address can be told of. */
export const webhookEventSchema = z.enum([
  'job.completed',
  'job.failed',
  'balance.low',
  'budget.exceeded',
  'key.rotated',
  'webhook.disabled',
]);

/** @see webhookEventSchema */
export type WebhookEvent = z.infer<typeof webhookEventSchema>;

const urlSchema = z
  .url({ protocol: /^https$/ })
  .max(2048)
  .describe('A public https address.');
const eventsSchema = z
  .array(webhookEventSchema)
  .min(1)
  .max(webhookEventSchema.options.length)
  .describe('What it is told of.');
const descriptionSchema = z.string().max(200).nullable().optional().describe('For people.');

/** Body of `POST /v1/webhooks`. */
export const webhookCreateSchema = z
  .strictObject({ url: urlSchema, events: eventsSchema, description: descriptionSchema })
  .describe('A new webhook.');

/** @see webhookCreateSchema */
export type WebhookCreate = z.infer<typeof webhookCreateSchema>;

/** Body of `PATCH /v1/webhooks/{id}`. */
export const webhookUpdateSchema = z
  .strictObject({
    url: urlSchema.optional(),
    events: eventsSchema.optional(),
    description: descriptionSchema,
    enabled: z.boolean().optional().describe('`true` also ends a disabling after failures.'),
  })
  .describe('What changes; absent fields stay.');

/** @see webhookUpdateSchema */
export type WebhookUpdate = z.infer<typeof webhookUpdateSchema>;

/** An address that is told of events. */
export const webhookSchema = z
  .strictObject({
    id: z.string(),
    object: z.literal('webhook'),
    url: z.url(),
    events: z.array(webhookEventSchema),
    description: z.string().nullable(),
    enabled: z.boolean(),
    failing_since: z.int().nullable().describe('Unix seconds of the first failure in a row.'),
    created_at: z.int().describe('Unix seconds.'),
  })
  .describe('Webhook');

/** @see webhookSchema */
export type Webhook = z.infer<typeof webhookSchema>;

/** Answer of `GET /v1/webhooks`. */
export const webhookListSchema = listSchema(webhookSchema);

/** An event on its way to one address, and every try so far. */
export const webhookDeliverySchema = z
  .strictObject({
    id: z.string(),
    object: z.literal('webhook_delivery'),
    event_id: z.string(),
    type: z.string(),
    webhook_id: z.string().nullable().describe('Null for the `webhook_url` of a call.'),
    url: z.url(),
    status: z.enum(['pending', 'delivered', 'failed']),
    next_try_at: z.int().nullable().describe('Unix seconds, while it is pending.'),
    created_at: z.int().describe('Unix seconds.'),
    tries: z.array(
      z.strictObject({
        at: z.int().describe('Unix seconds.'),
        status: z.int().nullable().describe('The HTTP status that was answered.'),
        error: z.string().nullable().describe('Why there was no answer.'),
        took_ms: z.int(),
      }),
    ),
  })
  .describe('Delivery');

/** @see webhookDeliverySchema */
export type WebhookDelivery = z.infer<typeof webhookDeliverySchema>;

/** Answer of `GET /v1/webhook-deliveries`. */
export const webhookDeliveryListSchema = listSchema(webhookDeliverySchema);

/** Query of `GET /v1/webhook-deliveries`. */
export const webhookDeliveryQuerySchema = z.strictObject({
  ...pageShape,
  webhook_id: z.string().max(64).optional().describe('Only to this webhook.'),
  status: webhookDeliverySchema.shape.status.optional().describe('Only of this status.'),
});

/** @see webhookDeliveryQuerySchema */
export type WebhookDeliveryQuery = z.infer<typeof webhookDeliveryQuerySchema>;

/** What webhooks of the organisation are signed with. */
export const webhookSecretSchema = z
  .strictObject({
    object: z.literal('webhook_secret'),
    secret: z.string().describe('`whsec_` and 32 bytes in base64.'),
    created_at: z.int().describe('Unix seconds.'),
    previous_valid_until: z
      .int()
      .nullable()
      .describe('Until then the former secret signs too; null = there is none.'),
  })
  .describe('Webhook secret');

/** @see webhookSecretSchema */
export type WebhookSecret = z.infer<typeof webhookSecretSchema>;

/** Query of `POST /v1/webhook-secret/rotate`. */
export const webhookSecretRotateQuerySchema = z.strictObject({
  at_once: z
    .enum(['true', 'false'])
    .optional()
    .describe('`true`: the former secret signs no more; else both sign for 24 hours.'),
});

/** Body of a webhook, as it arrives. */
export const webhookPayloadSchema = z.strictObject({
  id: z.string().describe('The event: the same at every try.'),
  type: z.string(),
  created: z.int().describe('Unix seconds.'),
  data: z.record(z.string(), z.unknown()).describe('Of a job, the job as `GET` shows it.'),
});

/** @see webhookPayloadSchema */
export type WebhookPayload = z.infer<typeof webhookPayloadSchema>;
