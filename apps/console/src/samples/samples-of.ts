import type { CatalogModel } from '@aigateway/catalog';
import type { Site } from '../ui/site.ts';
import type { Sample } from './samples.ts';

/** Samples of a model, and whether somebody else made them in its place. */
export interface ModelSamples {
  readonly samples: readonly Sample[];
  readonly standIn: boolean;
}

/**
 * A model's own samples. Where the built-in engine stands in for a model, and only there, its
 * pictures of the same kind are shown, and the page says whose they are.
 */
export function samplesOf(site: Site, model: CatalogModel): ModelSamples {
  const own = site.samples.filter((sample) => sample.model === model.id);
  if (own.length > 0 || model.builtInStandIn === 'never' || site.mode !== 'sandbox') {
    return { samples: own, standIn: false };
  }
  const standIn = model.character ? 'atelier/character-remix' : 'atelier/scene';
  return { samples: site.samples.filter((sample) => sample.model === standIn), standIn: true };
}
