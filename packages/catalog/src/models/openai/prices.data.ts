import { microUsd } from '@aigateway/contract';
import type { PriceBySpeed, PriceList } from '../../define-model.ts';

// A picture at low, medium and high quality. The square is cheaper than the maker's other sizes,
// which is also what a call without a size is quoted at. Pictures and words that are sent in cost
// a little more, by the token.

/** developers.openai.com, model page of gpt-image-1-mini. */
export const MINI_COST: PriceList = {
  ...byQuality(6_000n, 15_000n, 52_000n),
  bySize: { '1024x1024': byQuality(5_000n, 11_000n, 36_000n) },
};

/** The maker's prices for gpt-image-1.5, as resellers' price pages quote them. */
export const V1_5_COST: PriceList = {
  ...byQuality(13_000n, 50_000n, 200_000n),
  bySize: { '1024x1024': byQuality(9_000n, 34_000n, 133_000n) },
};

function byQuality(low: bigint, medium: bigint, high: bigint): PriceBySpeed {
  return { turbo: microUsd(low), default: microUsd(medium), quality: microUsd(high) };
}
