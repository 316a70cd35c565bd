import { type MicroUsd, microUsd, timesCount } from '@aigateway/contract';
import type { CatalogModel, ModelDeployment, Speed } from './define-model.ts';

/** What a call will cost at most, and for each delivered picture. */
export interface Quote {
  readonly pictureMicroUsd: MicroUsd;
  readonly totalMicroUsd: MicroUsd;
}

/** The price of `count` pictures of `model` at a speed. */
export function quotePrice(model: CatalogModel, count: number, speed: Speed = 'default'): Quote {
  const pictureMicroUsd = model.listPriceBySpeed?.[speed] ?? model.listPriceMicroUsd;
  return { pictureMicroUsd, totalMicroUsd: timesCount(pictureMicroUsd, count) };
}

/** The speed that a call's `rendering_speed` or, without one, its `quality` asks for. */
export function chooseSpeed(request: {
  readonly rendering_speed?: Speed | undefined;
  readonly quality?: string | undefined;
}): Speed {
  if (request.rendering_speed) return request.rendering_speed;
  switch (request.quality) {
    case 'low':
      return 'turbo';
    case 'high':
    case 'hd':
      return 'quality';
    default:
      return 'default';
  }
}

/**
 * What the list price leaves of one picture on a deployment, below zero where it does not cover
 * the upstream. Null where the upstream publishes no price.
 */
export function marginOf(
  model: CatalogModel,
  deployment: ModelDeployment,
  speed: Speed,
): MicroUsd | null {
  const cost = deployment.upstream?.[speed];
  if (cost === undefined) return null;
  return microUsd(quotePrice(model, 1, speed).pictureMicroUsd - cost);
}
