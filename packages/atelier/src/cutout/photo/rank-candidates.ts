import { measureCandidate } from './candidate-features.ts';
import { WEIGHTS } from './candidate-weights.ts';
import type { Candidate, Scenery } from './candidates.ts';

/** A guess with the overlap it is expected to have with the true subject, about 0..1. */
export interface Ranked {
  readonly candidate: Candidate;
  readonly overlap: number;
}

/** The guesses, best first. */
export function rankCandidates(scenery: Scenery, candidates: readonly Candidate[]): Ranked[] {
  return candidates
    .map((candidate) => ({
      candidate,
      overlap: expectOverlap(measureCandidate(scenery, candidate)),
    }))
    .sort((p, q) => q.overlap - p.overlap);
}

function expectOverlap(features: Float32Array): number {
  let sum = WEIGHTS.constant;
  for (let k = 0; k < features.length; k++) {
    const z = Math.max(
      -3,
      Math.min(
        3,
        ((features[k] as number) - (WEIGHTS.mean[k] as number)) / (WEIGHTS.deviation[k] as number),
      ),
    );
    sum += (WEIGHTS.linear[k] as number) * z + (WEIGHTS.square[k] as number) * z * z;
  }
  return sum;
}
