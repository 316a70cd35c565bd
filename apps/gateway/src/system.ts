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

/** Ids that one draw of randomness is enough for: a draw costs more than an id. */
const IDS_A_DRAW = 128;

/** The machine's own clock and randomness. */
export function createSystem(): System {
  let drawn: Uint8Array = new Uint8Array();
  const drawIdBytes = () => {
    if (drawn.length === 0) drawn = randomBytes(ID_RANDOM_BYTES * IDS_A_DRAW);
    const bytes = drawn.subarray(0, ID_RANDOM_BYTES);
    drawn = drawn.subarray(ID_RANDOM_BYTES);
    return bytes;
  };
  return {
    now: Date.now,
    randomBytes,
    randomInt: (limit) => randomInt(limit),
    newId: (kind) => formatId(kind, Date.now(), drawIdBytes()),
  };
}
