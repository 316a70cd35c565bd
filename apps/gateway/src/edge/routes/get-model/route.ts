import { toWireModel } from '@aigateway/catalog';
import { ApiError, getModelEndpoint } from '@aigateway/contract';
import { defineRoute } from '../../define-route.ts';

/** `GET /v1/models/{maker}/{model}`; an id in one encoded segment is understood by the edge. */
export const getModelRoute = defineRoute({
  endpoint: getModelEndpoint,
  async handle(context, { models }) {
    const id = `${context.req.param('maker')}/${context.req.param('model')}`;
    const model = models.get(id);
    if (!model) {
      throw new ApiError(
        'model_not_found',
        `There is no model ${JSON.stringify(id)}. GET /v1/models lists the ids.`,
        { param: 'model' },
      );
    }
    return context.json(toWireModel(model));
  },
});
