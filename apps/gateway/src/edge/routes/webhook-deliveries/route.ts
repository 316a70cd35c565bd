import {
  getDeliveryEndpoint,
  listDeliveriesEndpoint,
  redeliverEndpoint,
  webhookDeliveryQuerySchema,
} from '@aigateway/contract';
import { admitFor, readQuery } from '../../control-call.ts';
import { defineRoute } from '../../define-route.ts';

/** `GET /v1/webhook-deliveries`. */
export const listDeliveriesRoute = defineRoute({
  endpoint: listDeliveriesEndpoint,
  async handle(context, services) {
    const { by } = await admitFor(context, services, 'admin');
    const query = readQuery(context, webhookDeliveryQuerySchema);
    return context.json(await services.webhooks.listDeliveries(by, query));
  },
});

/** `GET /v1/webhook-deliveries/{id}`. */
export const getDeliveryRoute = defineRoute({
  endpoint: getDeliveryEndpoint,
  async handle(context, services) {
    const { by, id } = await admitFor(context, services, 'admin');
    return context.json(await services.webhooks.getDelivery(by, id));
  },
});

/** `POST /v1/webhook-deliveries/{id}/redeliver`. */
export const redeliverRoute = defineRoute({
  endpoint: redeliverEndpoint,
  async handle(context, services) {
    const { by, id } = await admitFor(context, services, 'admin');
    return context.json(await services.webhooks.redeliver(by, id), 201);
  },
});
