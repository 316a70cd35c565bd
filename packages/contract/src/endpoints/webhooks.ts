import { deletedSchema } from '../deleted.ts';
import { defineEndpoint, type Endpoint } from '../endpoint.ts';
import { idParameter, pageQuerySchema, queryParameters } from '../lists.ts';
import {
  webhookCreateSchema,
  webhookDeliveryListSchema,
  webhookDeliveryQuerySchema,
  webhookDeliverySchema,
  webhookListSchema,
  webhookSchema,
  webhookSecretRotateQuerySchema,
  webhookSecretSchema,
  webhookUpdateSchema,
} from '../webhooks.ts';
import { READ_ERRORS, WRITE_ERRORS } from './control-errors.ts';

const shared = { tag: 'Webhooks', auth: 'key', access: 'admin' } as const;
const id = idParameter('webhook');
const deliveryId = idParameter('delivery');
const webhook = (description: string) => ({ description, schemas: { Webhook: webhookSchema } });
const delivery = (description: string) => ({
  description,
  schemas: { WebhookDelivery: webhookDeliverySchema },
});
const secret = {
  status: 200,
  description: 'The secret.',
  schemas: { WebhookSecret: webhookSecretSchema },
} as const;

/** `POST /v1/webhooks`. */
export const createWebhookEndpoint = defineEndpoint({
  ...shared,
  id: 'createWebhook',
  method: 'post',
  path: '/v1/webhooks',
  summary: 'Make a webhook',
  description: 'Needs the scope `admin`, as everything about webhooks does.',
  body: { name: 'WebhookCreate', schema: webhookCreateSchema },
  answer: { status: 201, ...webhook('The webhook.') },
  errors: WRITE_ERRORS,
});

/** `GET /v1/webhooks`. */
export const listWebhooksEndpoint = defineEndpoint({
  ...shared,
  id: 'listWebhooks',
  method: 'get',
  path: '/v1/webhooks',
  summary: 'List the webhooks, newest first',
  query: queryParameters(pageQuerySchema),
  answer: {
    status: 200,
    description: 'A page of webhooks.',
    schemas: { WebhookList: webhookListSchema },
  },
  errors: READ_ERRORS,
});

/** `GET /v1/webhooks/{id}`. */
export const getWebhookEndpoint = defineEndpoint({
  ...shared,
  id: 'getWebhook',
  method: 'get',
  path: '/v1/webhooks/{id}',
  summary: 'Read one webhook',
  query: [id],
  answer: { status: 200, ...webhook('The webhook.') },
  errors: [...READ_ERRORS, 'webhook_not_found'],
});

/** `PATCH /v1/webhooks/{id}`. */
export const updateWebhookEndpoint = defineEndpoint({
  ...shared,
  id: 'updateWebhook',
  method: 'patch',
  path: '/v1/webhooks/{id}',
  summary: 'Change a webhook',
  query: [id],
  body: { name: 'WebhookUpdate', schema: webhookUpdateSchema },
  answer: { status: 200, ...webhook('The webhook as it is now.') },
  errors: [...WRITE_ERRORS, 'webhook_not_found'],
});

/** `DELETE /v1/webhooks/{id}`. */
export const deleteWebhookEndpoint = defineEndpoint({
  ...shared,
  id: 'deleteWebhook',
  method: 'delete',
  path: '/v1/webhooks/{id}',
  summary: 'Delete a webhook',
  query: [id],
  answer: { status: 200, description: 'It is gone.', schemas: { Deleted: deletedSchema } },
  errors: [...READ_ERRORS, 'webhook_not_found'],
});

/** `POST /v1/webhooks/{id}/test`. */
export const testWebhookEndpoint = defineEndpoint({
  ...shared,
  id: 'testWebhook',
  method: 'post',
  path: '/v1/webhooks/{id}/test',
  summary: 'Send a webhook now',
  description: 'Sends a `webhook.test` event once and answers what came of it.',
  query: [id],
  answer: { status: 200, ...delivery('The delivery with its one try.') },
  errors: [...READ_ERRORS, 'webhook_not_found'],
});

/** `GET /v1/webhook-deliveries`. */
export const listDeliveriesEndpoint = defineEndpoint({
  ...shared,
  id: 'listWebhookDeliveries',
  method: 'get',
  path: '/v1/webhook-deliveries',
  summary: 'The delivery log, newest first',
  description: 'Deliveries to webhooks and to the `webhook_url` of calls, kept for 30 days.',
  query: queryParameters(webhookDeliveryQuerySchema),
  answer: {
    status: 200,
    description: 'A page of deliveries.',
    schemas: { WebhookDeliveryList: webhookDeliveryListSchema },
  },
  errors: READ_ERRORS,
});

/** `GET /v1/webhook-deliveries/{id}`. */
export const getDeliveryEndpoint = defineEndpoint({
  ...shared,
  id: 'getWebhookDelivery',
  method: 'get',
  path: '/v1/webhook-deliveries/{id}',
  summary: 'Read one delivery',
  query: [deliveryId],
  answer: { status: 200, ...delivery('The delivery and its tries.') },
  errors: [...READ_ERRORS, 'delivery_not_found'],
});

/** `POST /v1/webhook-deliveries/{id}/redeliver`. */
export const redeliverEndpoint = defineEndpoint({
  ...shared,
  id: 'redeliverWebhook',
  method: 'post',
  path: '/v1/webhook-deliveries/{id}/redeliver',
  summary: 'Deliver an event again',
  description: 'Makes a new delivery of the same event, with all its tries, beginning now.',
  query: [deliveryId],
  answer: { status: 201, ...delivery('The new delivery.') },
  errors: [...READ_ERRORS, 'delivery_not_found'],
});

/** `GET /v1/webhook-secret`. */
export const getWebhookSecretEndpoint = defineEndpoint({
  ...shared,
  id: 'getWebhookSecret',
  method: 'get',
  path: '/v1/webhook-secret',
  summary: 'Read the secret that webhooks are signed with',
  answer: secret,
  errors: READ_ERRORS,
});

/** `POST /v1/webhook-secret/rotate`. */
export const rotateWebhookSecretEndpoint = defineEndpoint({
  ...shared,
  id: 'rotateWebhookSecret',
  method: 'post',
  path: '/v1/webhook-secret/rotate',
  summary: 'Change the secret that webhooks are signed with',
  query: queryParameters(webhookSecretRotateQuerySchema),
  answer: secret,
  errors: READ_ERRORS,
});

/** Every endpoint of webhooks. */
export const WEBHOOK_ENDPOINTS: readonly Endpoint[] = [
  createWebhookEndpoint,
  listWebhooksEndpoint,
  getWebhookEndpoint,
  updateWebhookEndpoint,
  deleteWebhookEndpoint,
  testWebhookEndpoint,
  listDeliveriesEndpoint,
  getDeliveryEndpoint,
  redeliverEndpoint,
  getWebhookSecretEndpoint,
  rotateWebhookSecretEndpoint,
];
