import type { CatalogModel } from '@aigateway/catalog';

/** What a visitor asked the list of models for; empty texts ask for nothing. */
export interface ModelQuery {
  readonly text: string;
  readonly modality: string;
  readonly maker: string;
  /** `free`, or the most a picture may cost in cents. */
  readonly price: string;
  readonly capability: string;
  readonly collection: string;
  readonly sort: 'name' | 'price' | 'newest' | 'usage';
}

/** The query of somebody who asked for everything. */
export const EVERYTHING: ModelQuery = {
  text: '',
  modality: '',
  maker: '',
  price: '',
  capability: '',
  collection: '',
  sort: 'name',
};

const SORTS = ['name', 'price', 'newest', 'usage'] as const;

/** Reads the query from an address; what it does not know it leaves out. */
export function readModelQuery(parameters: Readonly<Record<string, string>>): ModelQuery {
  const { q = '', sort = '' } = parameters;
  const read = (name: string) => parameters[name] ?? '';
  return {
    text: q.slice(0, 100),
    modality: read('modality'),
    maker: read('maker'),
    price: read('price'),
    capability: read('capability'),
    collection: read('collection'),
    sort: SORTS.find((one) => one === sort) ?? 'name',
  };
}

/**
 * The models that fit, in the order asked for. `picturesOf` says how much a model is used, where
 * the order is by that.
 */
export function selectModels(
  models: readonly CatalogModel[],
  query: ModelQuery,
  picturesOf: (id: string) => number = () => 0,
): readonly CatalogModel[] {
  const words = query.text.toLowerCase().split(/\s+/).filter(Boolean);
  return models
    .filter((model) => {
      const text = [model.id, model.name, model.maker, model.tagline, ...model.useCases]
        .join(' ')
        .toLowerCase();
      return (
        words.every((word) => text.includes(word)) &&
        (query.modality === '' || model.modality === query.modality) &&
        fitsPrice(model, query.price) &&
        (query.maker === '' || makerId(model) === query.maker) &&
        (query.capability === '' || model.capabilities.includes(query.capability)) &&
        (query.collection === '' || model.collections.includes(query.collection))
      );
    })
    .sort((a, b) =>
      query.sort === 'usage'
        ? picturesOf(b.id) - picturesOf(a.id) || byName(a, b)
        : compare(a, b, query.sort),
    );
}

/** The maker's part of the id: what addresses use. */
export function makerId(model: CatalogModel): string {
  return model.id.split('/')[0] ?? model.id;
}

const MICRO_USD_A_CENT = 10_000;

function fitsPrice({ listPriceMicroUsd }: CatalogModel, price: string): boolean {
  if (price === 'free') return listPriceMicroUsd === 0n;
  const cents = Number(price);
  return price === '' || !Number.isFinite(cents)
    ? true
    : Number(listPriceMicroUsd) <= cents * MICRO_USD_A_CENT;
}

function byName(a: CatalogModel, b: CatalogModel): number {
  return a.name.localeCompare(b.name);
}

function compare(
  a: CatalogModel,
  b: CatalogModel,
  sort: Exclude<ModelQuery['sort'], 'usage'>,
): number {
  switch (sort) {
    case 'name':
      return byName(a, b);
    case 'price':
      return Number(a.listPriceMicroUsd - b.listPriceMicroUsd) || byName(a, b);
    case 'newest':
      return b.addedAt - a.addedAt || byName(a, b);
  }
}
