import type { CatalogModel } from '@aigateway/catalog';
import { ApiError } from '@aigateway/contract';
import type { EdgeContext, EdgeServices } from './edge-env.ts';

/** The model that the path names by `{maker}` and `{model}`. Throws 404 `model_not_found`. */
export function findModel(
  context: EdgeContext,
  { models }: Pick<EdgeServices, 'models'>,
): CatalogModel {
  const id = `${context.req.param('maker')}/${context.req.param('model')}`;
  const model = models.get(id);
  if (model) return model;
  throw new ApiError(
    'model_not_found',
    `There is no model ${JSON.stringify(id)}. GET /v1/models lists the ids.`,
    { param: 'model' },
  );
}
