import type { CatalogModel } from '@aigateway/catalog';
import type { Site } from '../ui/site.ts';
import { CARD_PICTURES } from './card-pictures.ts';
import type { Sample } from './samples.ts';

/** Samples of a model, and whether somebody else made them in its place. */
export interface ModelSamples {
  readonly samples: readonly Sample[];
  readonly standIn: boolean;
}

/**
 * A model's own samples; for the others what the built-in engine draws when it is asked for the
 * same kind of picture. The page says whose they are.
 */
export function samplesOf(site: Site, model: CatalogModel): ModelSamples {
  const card = cardPictureOf(model);
  const own = site.samples.filter((sample) => sample.model === model.id);
  if (own.length > 0) return { samples: own, standIn: false };
  const kind = model.character ? 'atelier/character-remix' : 'atelier/scene';
  const others = site.samples.filter((sample) => sample.model === kind);
  const more = rotate(others, model.name.length).slice(0, 2);
  return { samples: card ? [card, ...more] : more, standIn: true };
}

/** The picture on a model's card, or null for a model that has none yet. */
export function cardPictureOf(model: CatalogModel): Sample | null {
  return CARD_PICTURES.find(({ cardOf }) => cardOf === model.id) ?? null;
}

/** So that neighbours in the list do not all show the same two. */
function rotate<Item>(items: readonly Item[], by: number): readonly Item[] {
  const start = items.length === 0 ? 0 : by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}
