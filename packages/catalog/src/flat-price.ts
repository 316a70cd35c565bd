import { microUsd } from '@aigateway/contract';
import type { PriceBySpeed } from './define-model.ts';

/** One price in micro-dollars for all speeds, where an upstream knows none. */
export function flatPrice(amount: bigint): PriceBySpeed {
  const price = microUsd(amount);
  return { turbo: price, default: price, quality: price };
}
