import { type CatalogModel, MODELS } from '@aigateway/catalog';

/** What the shop window shows first: an editorial choice, like the samples beside it. */
const FEATURED_MODEL_ID = 'ideogram/ideogram-character-remix';

/** Models the home page lists beside the featured one. */
const SHOWN_ON_HOME = 8;

/** The model that examples start with. */
export function featuredModel(): CatalogModel {
  const model = MODELS.find(({ id }) => id === FEATURED_MODEL_ID) ?? MODELS[0];
  if (model === undefined) throw new Error('the catalogue is empty');
  return model;
}

/** The model the playground starts with: one that every visitor may call, signed in or not. */
export function playgroundModel(): CatalogModel {
  const isFree = ({ collections }: CatalogModel) => collections.includes('free');
  return MODELS.find((model) => isFree(model) && model.character) ?? featuredModel();
}

/** A short list for the home page: the featured one, what is free, then the frontier. */
export function modelsOnHome(): readonly CatalogModel[] {
  const featured = featuredModel();
  const free = MODELS.filter(({ collections }) => collections.includes('free')).slice(0, 2);
  const frontier = MODELS.filter(({ collections }) => collections.includes('frontier'));
  return [...new Set([featured, ...free, ...frontier])].slice(0, SHOWN_ON_HOME);
}
