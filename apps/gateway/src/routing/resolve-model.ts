import type { CatalogModel } from '@aigateway/catalog';
import { ApiError } from '@aigateway/contract';
import type { Principal } from '../principal.ts';

/** The models of this installation by id. */
export type ModelIndex = ReadonlyMap<string, CatalogModel>;

/** An index over `models`. */
export function indexModels(models: readonly CatalogModel[]): ModelIndex {
  return new Map(models.map((model) => [model.id, model]));
}

/** The models a call names, in its order. Throws 404 `model_not_found`, 403 `model_not_allowed`. */
export function resolveModels(
  wanted: string | readonly string[],
  index: ModelIndex,
  principal: Principal,
): CatalogModel[] {
  const ids = typeof wanted === 'string' ? [wanted] : [...new Set(wanted)];
  return ids.map((id) => {
    const model = index.get(id);
    if (!model) {
      throw new ApiError(
        'model_not_found',
        `There is no model ${JSON.stringify(id)}. GET /v1/models lists the ids.`,
        { param: 'model' },
      );
    }
    if (!isAllowed(model.id, principal.allowedModels)) {
      throw new ApiError('model_not_allowed', `This key may not use ${model.id}.`, {
        param: 'model',
      });
    }
    return model;
  });
}

/** True when the list is absent or names the id, whole or by a `*` at its end. */
function isAllowed(id: string, allowed: readonly string[] | null): boolean {
  if (allowed === null) return true;
  return allowed.some((pattern) =>
    pattern.endsWith('*') ? id.startsWith(pattern.slice(0, -1)) : id === pattern,
  );
}
