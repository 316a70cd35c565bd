import { z } from 'zod';
import { type MicroUsd, microUsd } from './micro-usd.ts';

const MICRO_USD_A_CENT = 10_000;
const MOST_CENTS = 100_000_000_000;

/** An amount of the wire: US cents, at most four decimals. */
export const centsSchema = z
  .number()
  .min(0)
  .max(MOST_CENTS)
  .refine(isWholeMicroUsd, 'must have at most four decimals');

/** Cents of the wire as micro-dollars; the nearest one. */
export function fromCents(cents: number): MicroUsd {
  return microUsd(BigInt(Math.round(cents * MICRO_USD_A_CENT)));
}

/** Micro-dollars as cents of the wire. */
export function toCents(amount: bigint): number {
  return Number(amount) / MICRO_USD_A_CENT;
}

/** Whether cents of the wire name an exact amount: at most four decimals. */
export function isWholeMicroUsd(cents: number): boolean {
  const scaled = cents * MICRO_USD_A_CENT;
  return Math.abs(scaled - Math.round(scaled)) < 1e-3;
}
