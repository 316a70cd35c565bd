/** A seeded stream of numbers: the engine's only source of chance. */
export interface Random {
  /** The next number, 0 <= x < 1. */
  next(): number;
  /** The next number between `low` (included) and `high` (excluded). */
  between(low: number, high: number): number;
  /** An independent stream for a named purpose: a new draw in one stage moves no other. */
  fork(label: string): Random;
}

/** The stream for `seed` (any 32-bit integer): mulberry32, Tommy Ettinger, public domain. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    next,
    between: (low, high) => low + (high - low) * next(),
    fork: (label) => createRandom(hashLabel(label, seed)),
  };
}

/** FNV-1a over the label, started from the seed. */
function hashLabel(label: string, seed: number): number {
  let hash = (2166136261 ^ seed) >>> 0;
  for (let i = 0; i < label.length; i++) {
    hash = Math.imul(hash ^ label.charCodeAt(i), 16777619) >>> 0;
  }
  return hash;
}
