import {
  getWebhookSecretEndpoint,
  rotateWebhookSecretEndpoint,
  webhookSecretRotateQuerySchema,
} from '@aigateway/contract';
import { admitFor, readQuery } from '../../control-call.ts';
import { defineRoute } from '../../define-route.ts';

/** `GET /v1/webhook-secret`. */
export const getWebhookSecretRoute = defineRoute({
  endpoint: getWebhookSecretEndpoint,
  async handle(context, services) {
    const { by } = await admitFor(context, services, 'admin');
    return context.json(await services.webhooks.readSecret(by));
  },
});

/** `POST /v1/webhook-secret/rotate`. */
export const rotateWebhookSecretRoute = defineRoute({
  endpoint: rotateWebhookSecretEndpoint,
  async handle(context, services) {
    const { by } = await admitFor(context, services, 'admin');
    const { at_once: atOnce } = readQuery(context, webhookSecretRotateQuerySchema);
    return context.json(await services.webhooks.rotateSecret(by, atOnce === 'true'));
  },
});
