import {
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  getWebhookEndpoint,
  listWebhooksEndpoint,
  pageQuerySchema,
  testWebhookEndpoint,
  updateWebhookEndpoint,
  webhookCreateSchema,
  webhookUpdateSchema,
} from '@aigateway/contract';
import { admitFor, readQuery } from '../../control-call.ts';
import { defineRoute } from '../../define-route.ts';
import { readJson } from '../../read-json.ts';

/** `POST /v1/webhooks`. */
export const createWebhookRoute = defineRoute({
  endpoint: createWebhookEndpoint,
  async handle(context, services) {
    const { by } = await admitFor(context, services, 'admin');
    const body = await readJson(context, webhookCreateSchema);
    return context.json(await services.webhooks.create(by, body), 201);
  },
});

/** `GET /v1/webhooks`. */
export const listWebhooksRoute = defineRoute({
  endpoint: listWebhooksEndpoint,
  async handle(context, services) {
    const { by } = await admitFor(context, services, 'admin');
    return context.json(await services.webhooks.list(by, readQuery(context, pageQuerySchema)));
  },
});

/** `GET /v1/webhooks/{id}`. */
export const getWebhookRoute = defineRoute({
  endpoint: getWebhookEndpoint,
  async handle(context, services) {
    const { by, id } = await admitFor(context, services, 'admin');
    return context.json(await services.webhooks.get(by, id));
  },
});

/** `PATCH /v1/webhooks/{id}`. */
export const updateWebhookRoute = defineRoute({
  endpoint: updateWebhookEndpoint,
  async handle(context, services) {
    const { by, id } = await admitFor(context, services, 'admin');
    const change = await readJson(context, webhookUpdateSchema);
    return context.json(await services.webhooks.update(by, id, change));
  },
});

/** `DELETE /v1/webhooks/{id}`. */
export const deleteWebhookRoute = defineRoute({
  endpoint: deleteWebhookEndpoint,
  async handle(context, services) {
    const { by, id } = await admitFor(context, services, 'admin');
    return context.json(await services.webhooks.remove(by, id));
  },
});

/** `POST /v1/webhooks/{id}/test`. */
export const testWebhookRoute = defineRoute({
  endpoint: testWebhookEndpoint,
  async handle(context, services) {
    const { by, id } = await admitFor(context, services, 'admin');
    return context.json(await services.webhooks.test(by, id));
  },
});
