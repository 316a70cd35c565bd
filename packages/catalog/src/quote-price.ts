import { type MicroUsd, timesCount } from '@aigateway/contract';
import type { CatalogModel } from './define-model.ts';

/** What a call will cost at most, and for each delivered picture. */
export interface Quote {
  readonly pictureMicroUsd: MicroUsd;
  readonly totalMicroUsd: MicroUsd;
}

/** The price of `count` pictures of `model`. */
export function quotePrice(model: CatalogModel, count: number): Quote {
  const pictureMicroUsd = model.listPriceMicroUsd;
  return { pictureMicroUsd, totalMicroUsd: timesCount(pictureMicroUsd, count) };
}
