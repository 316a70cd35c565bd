import { measureCandidate } from './candidate-features.ts';
import { WEIGHTS } from './candidate-weights.ts';
import { agreement, type Candidate, type Scenery } from './candidates.ts';

/** A guess with the overlap it is expected to have with the true subject, 0..1. */
export interface Ranked {
  readonly candidate: Candidate;
  readonly features: Float32Array;
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
    .map((candidate) => {
      const features = measureCandidate(scenery, candidate);
      const score = scoreFeatures(features) + boxScore(scenery, candidate);
      return { candidate, features, score };
    })
    .sort((p, q) => q.score - p.score)
    .slice(0, VOTERS);
  const top = scored[0]?.score ?? 0;
  const belief = scored.map(({ score }) => Math.exp((score - top) / TEMPERATURE));
  const total = belief.reduce((sum, value) => sum + value, 0);
  return scored
    .map(({ candidate, features, score }) => {
      let overlap = 0;
      for (let k = 0; k < scored.length; k++) {
        const other = scored[k]?.candidate.inside ?? candidate.inside;
        const share = (belief[k] ?? 0) / total;
        overlap += share * agreement(candidate.inside, other, scenery.patches.size);
      }
      return { candidate, features, score, overlap };
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

/** How much a guess that does not fill the caller's box loses. */
const BOX_WEIGHT = 3;
/** A box drawn by hand agrees with the subject's own by no more than this. */
const ROUGH_FIT = 0.65;

/** Up to `BOX_WEIGHT` off for a guess whose extent disagrees with the caller's box. */
function boxScore(scenery: Scenery, candidate: Candidate): number {
  const { box, patches } = scenery;
  if (box === null) return 0;
  const extent = { left: patches.width, top: patches.height, right: 0, bottom: 0 };
  for (let i = 0; i < patches.count; i++) {
    if (candidate.inside[i] === 0) continue;
    const half = Math.sqrt(patches.size[i] as number) / 2;
    extent.left = Math.min(extent.left, (patches.x[i] as number) - half);
    extent.right = Math.max(extent.right, (patches.x[i] as number) + half);
    extent.top = Math.min(extent.top, (patches.y[i] as number) - half);
    extent.bottom = Math.max(extent.bottom, (patches.y[i] as number) + half);
  }
  const right = box.x + box.width;
  const bottom = box.y + box.height;
  const wide = Math.min(right, extent.right) - Math.max(box.x, extent.left);
  const high = Math.min(bottom, extent.bottom) - Math.max(box.y, extent.top);
  const both = Math.max(0, wide) * Math.max(0, high);
  const own = (extent.right - extent.left) * (extent.bottom - extent.top);
  const fit = both / Math.max(1, own + box.width * box.height - both);
  return BOX_WEIGHT * Math.min(0, fit - ROUGH_FIT);
}
