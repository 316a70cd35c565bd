import { toWireModel } from '@aigateway/catalog';
import { getModelEndpoint } from '@aigateway/contract';
import { defineRoute } from '../../define-route.ts';
import { findModel } from '../../find-model.ts';

/** `GET /v1/models/{maker}/{model}`; an id in one encoded segment is understood by the edge. */
export const getModelRoute = defineRoute({
  endpoint: getModelEndpoint,
  async handle(context, services) {
    return context.json(toWireModel(findModel(context, services)));
  },
});
