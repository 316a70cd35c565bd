import { randomBytes, randomInt } from 'node:crypto';
import { formatId, ID_RANDOM_BYTES, type IdKind } from '@aigateway/contract';

/** The clock and the dice, injected so that tests decide both. */
export interface System {
  /** Unix milliseconds. */
  now(): number;
  randomBytes(count: number): Uint8Array;
  /** An integer, 0 <= x < `limit`. */
  randomInt(limit: number): number;
  newId(kind: IdKind): string;
}

/** The machine's own clock and randomness. */
export function createSystem(): System {
  return {
    now: Date.now,
    randomBytes,
    randomInt: (limit) => randomInt(limit),
    newId: (kind) => formatId(kind, Date.now(), randomBytes(ID_RANDOM_BYTES)),
  };
}
