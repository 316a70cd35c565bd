import type { CatalogModel } from '@aigateway/catalog';

/** What a visitor asked the list of models for; empty texts ask for nothing. */
export interface ModelQuery {
  readonly text: string;
  readonly maker: string;
  readonly capability: string;
  readonly collection: string;
  readonly sort: 'name' | 'price' | 'newest';
}

/** The query of somebody who asked for everything. */
export const EVERYTHING: ModelQuery = {
  text: '',
  maker: '',
  capability: '',
  collection: '',
  sort: 'name',
};

/** Reads the query from an address; what it does not know it leaves out. */
export function readModelQuery(parameters: Readonly<Record<string, string>>): ModelQuery {
  const { q = '', maker = '', capability = '', collection = '', sort = '' } = parameters;
  return {
    text: q.slice(0, 100),
    maker,
    capability,
    collection,
    sort: sort === 'price' || sort === 'newest' ? sort : 'name',
  };
}

/** The models that fit, in the order asked for. */
export function selectModels(
  models: readonly CatalogModel[],
  query: ModelQuery,
): readonly CatalogModel[] {
  const words = query.text.toLowerCase().split(/\s+/).filter(Boolean);
  return models
    .filter((model) => {
      const text = [model.id, model.name, model.maker, model.tagline, ...model.useCases]
        .join(' ')
        .toLowerCase();
      return (
        words.every((word) => text.includes(word)) &&
        (query.maker === '' || makerId(model) === query.maker) &&
        (query.capability === '' || model.capabilities.includes(query.capability)) &&
        (query.collection === '' || model.collections.includes(query.collection))
      );
    })
    .sort((a, b) => compare(a, b, query.sort));
}

/** The maker's part of the id: what addresses use. */
export function makerId(model: CatalogModel): string {
  return model.id.split('/')[0] ?? model.id;
}

function compare(a: CatalogModel, b: CatalogModel, sort: ModelQuery['sort']): number {
  const byName = a.name.localeCompare(b.name);
  switch (sort) {
    case 'name':
      return byName;
    case 'price':
      return Number(a.listPriceMicroUsd - b.listPriceMicroUsd) || byName;
    case 'newest':
      return b.addedAt - a.addedAt || byName;
  }
}
