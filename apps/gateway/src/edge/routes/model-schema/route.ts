import { modelSchemaEndpoint } from '@aigateway/contract';
import { defineRoute } from '../../define-route.ts';
import { findModel } from '../../find-model.ts';

/** `GET /v1/models/{maker}/{model}/schema`. */
export const modelSchemaRoute = defineRoute({
  endpoint: modelSchemaEndpoint,
  async handle(context, services) {
    return context.json(services.describeModel(findModel(context, services)));
  },
});
