import { measureCandidate } from './candidate-features.ts';
import { WEIGHTS } from './candidate-weights.ts';
import { agreement, type Candidate, type Scenery } from './candidates.ts';

/** A guess with the overlap it is expected to have with the true subject, 0..1. */
export interface Ranked {
  readonly candidate: Candidate;
  readonly score: number;
  readonly overlap: number;
}

/** Score difference over which belief in a guess falls by e. */
const TEMPERATURE = 0.15;
/** Guesses kept for the vote. */
const VOTERS = 24;

/**
 * The guesses, best first: not the one with the highest score but the one that overlaps most, in
 * expectation, with whatever the right one is (minimum Bayes risk).
 */
export function rankCandidates(scenery: Scenery, candidates: readonly Candidate[]): Ranked[] {
  const scored = candidates
    .map((candidate) => ({ candidate, score: scoreFeatures(measureCandidate(scenery, candidate)) }))
    .sort((p, q) => q.score - p.score)
    .slice(0, VOTERS);
  const top = scored[0]?.score ?? 0;
  const belief = scored.map(({ score }) => Math.exp((score - top) / TEMPERATURE));
  const total = belief.reduce((sum, value) => sum + value, 0);
  return scored
    .map(({ candidate, score }) => {
      let overlap = 0;
      for (let k = 0; k < scored.length; k++) {
        const other = scored[k]?.candidate.inside ?? candidate.inside;
        const share = (belief[k] ?? 0) / total;
        overlap += share * agreement(candidate.inside, other, scenery.patches.size);
      }
      return { candidate, score, overlap };
    })
    .sort((p, q) => q.overlap - p.overlap);
}

function scoreFeatures(features: Float32Array): number {
  let sum = WEIGHTS.constant;
  for (let k = 0; k < features.length; k++) {
    const centred = (features[k] as number) - (WEIGHTS.mean[k] as number);
    const z = Math.max(-3, Math.min(3, centred / (WEIGHTS.deviation[k] as number)));
    sum += (WEIGHTS.linear[k] as number) * z + (WEIGHTS.square[k] as number) * z * z;
  }
  return sum;
}
