import { toWireModel } from '@aigateway/catalog';
import { listModelsEndpoint } from '@aigateway/contract';
import { defineRoute } from '../../define-route.ts';

/** `GET /v1/models`. */
export const listModelsRoute = defineRoute({
  endpoint: listModelsEndpoint,
  async handle(context, { models }) {
    return context.json({ object: 'list', data: [...models.values()].map(toWireModel) });
  },
});
