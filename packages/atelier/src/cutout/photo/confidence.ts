import { FEATURES } from './candidate-features.ts';
import { CONFIDENCE_WEIGHTS } from './confidence-weights.ts';
import type { Ranked } from './rank-candidates.ts';

/** The features that, beside the vote, tell a failed guess from a good one. */
const CONFIDENCE_FEATURES: readonly (typeof FEATURES)[number][] = [
  'contrast',
  'innerStep',
  'ringLikeness',
  'solidity',
  'oneComponent',
  'saliency',
  'background',
  'votes',
  'borderLikeness',
  'roughness',
];

/** Probability that the guess overlaps the true subject by 0.7 or more. */
export function judgeConfidence(ranked: Ranked): number {
  const picked = CONFIDENCE_FEATURES.map((name) => ranked.features[FEATURES.indexOf(name)] ?? 0);
  const { mean, deviation, linear, constant } = CONFIDENCE_WEIGHTS;
  const sum = [ranked.overlap, ranked.score, ...picked].reduce((total, value, k) => {
    const z = (value - (mean[k] ?? 0)) / (deviation[k] ?? 1);
    return total + (linear[k] ?? 0) * Math.max(-4, Math.min(4, z));
  }, constant);
  return 1 / (1 + Math.exp(-sum));
}
