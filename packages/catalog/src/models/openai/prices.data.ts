import { microUsd } from '@aigateway/contract';
import type { PriceBySpeed } from '../../define-model.ts';

// Dollars a picture at low, medium and high quality, of the dearer of the maker's sizes; pictures
// and words that are sent in cost a little more, by the token.

/** developers.openai.com, model page of gpt-image-1-mini. */
export const MINI_COST = byQuality(6_000n, 15_000n, 52_000n);

/** The maker's prices for gpt-image-1.5, as resellers' price pages quote them. */
export const V1_5_COST = byQuality(13_000n, 50_000n, 200_000n);

function byQuality(low: bigint, medium: bigint, high: bigint): PriceBySpeed {
  return { turbo: microUsd(low), default: microUsd(medium), quality: microUsd(high) };
}
