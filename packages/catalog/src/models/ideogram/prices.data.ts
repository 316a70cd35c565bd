import { microUsd } from '@aigateway/contract';
import type { PriceBySpeed } from '../../define-model.ts';

// Ideogram's price page and its announcement of 2026-11-16, US dollars a picture.

/** Ideogram 3.0 with a character reference: generate, remix, inpaint. */
export const CHARACTER_COST = bySpeed(100_000n, 150_000n, 200_000n);

/** Ideogram 3.0 without one: generate, remix, edit, reframe, replace background. */
export const V3_COST = bySpeed(30_000n, 60_000n, 90_000n);

/** Ideogram 3.0 with a transparent background. */
export const TRANSPARENT_COST = bySpeed(40_000n, 70_000n, 100_000n);

/** Ideogram 4.0. */
export const V4_COST = bySpeed(30_000n, 60_000n, 100_000n);

function bySpeed(turbo: bigint, standard: bigint, quality: bigint): PriceBySpeed {
  return { turbo: microUsd(turbo), default: microUsd(standard), quality: microUsd(quality) };
}
