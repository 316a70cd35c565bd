import { filterModels, toWireModel } from '@aigateway/catalog';
import { listModelsEndpoint, modelListQuerySchema } from '@aigateway/contract';
import { readQuery } from '../../control-call.ts';
import { defineRoute } from '../../define-route.ts';

/** `GET /v1/models`. */
export const listModelsRoute = defineRoute({
  endpoint: listModelsEndpoint,
  async handle(context, { models }) {
    const found = filterModels(models.values(), readQuery(context, modelListQuerySchema));
    return context.json({ object: 'list', data: found.map(toWireModel) });
  },
});
