import { fromCents, type ModelListQuery } from '@aigateway/contract';
import type { CatalogModel } from './define-model.ts';

/** The models that pass every filter of the query, in their order. */
export function filterModels(
  models: Iterable<CatalogModel>,
  query: ModelListQuery,
): CatalogModel[] {
  const { modality, provider, collection, capability, max_price_cents: cents } = query;
  const words = (query.search ?? '').toLowerCase().split(/\s+/);
  const most = cents === undefined ? null : fromCents(cents);
  return [...models].filter(
    (model) =>
      (modality === undefined || model.modality === modality) &&
      (provider === undefined || providersOf(model).includes(provider)) &&
      (collection === undefined || model.collections.includes(collection)) &&
      (capability === undefined || model.capabilities.includes(capability)) &&
      (most === null || model.listPriceMicroUsd <= most) &&
      words.every((word) => textOf(model).includes(word)),
  );
}

/** Its maker, as in its id, and every upstream that can serve it. */
function providersOf({ id, deployments }: CatalogModel): string[] {
  return [id.split('/')[0] ?? '', ...deployments.map(({ provider }) => provider)];
}

function textOf({ id, name, maker, tagline, description, capabilities }: CatalogModel): string {
  return [id, name, maker, tagline, description, ...capabilities].join(' ').toLowerCase();
}
