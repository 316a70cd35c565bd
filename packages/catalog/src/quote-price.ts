import { type MicroUsd, microUsd, timesCount } from '@aigateway/contract';
import type { CatalogModel, ModelDeployment, PriceList, Speed } from './define-model.ts';

/** What a call will cost at most, and for each delivered picture. */
export interface Quote {
  readonly pictureMicroUsd: MicroUsd;
  readonly totalMicroUsd: MicroUsd;
}

/** What a price depends on; null = the route decides the size. */
export interface PriceWish {
  readonly speed?: Speed;
  readonly size?: { readonly width: number; readonly height: number } | null;
}

/** The price of `count` pictures of `model`. */
export function quotePrice(model: CatalogModel, count: number, wish: PriceWish = {}): Quote {
  const { listPrices, listPriceMicroUsd } = model;
  const pictureMicroUsd = listPrices ? priceAt(listPrices, wish) : listPriceMicroUsd;
  return { pictureMicroUsd, totalMicroUsd: timesCount(pictureMicroUsd, count) };
}

/** What a list says of one picture. */
export function priceAt(list: PriceList, { speed = 'default', size = null }: PriceWish): MicroUsd {
  const sized = size && list.bySize?.[`${size.width}x${size.height}`];
  return (sized ?? list)[speed];
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
  wish: PriceWish,
): MicroUsd | null {
  if (deployment.upstream === undefined) return null;
  const cost = priceAt(deployment.upstream, wish);
  return microUsd(quotePrice(model, 1, wish).pictureMicroUsd - cost);
}
