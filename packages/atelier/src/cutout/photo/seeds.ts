import type { Box } from '../../raster/raster.ts';
import type { Seed } from './candidates.ts';
import type { Saliency } from './saliency.ts';
import type { Superpixels } from './superpixels.ts';

type Window = readonly [number, number, number, number];

/** Where subjects are looked for: centres and half sizes as shares of the frame. */
const WINDOWS: readonly Window[] = [
  [0.5, 0.55, 0.42, 0.45],
  [0.5, 0.72, 0.36, 0.4],
  [0.5, 0.54, 0.3, 0.34],
  [0.5, 0.55, 0.18, 0.24],
  [0.34, 0.55, 0.18, 0.24],
  [0.66, 0.55, 0.18, 0.24],
  [0.5, 0.72, 0.2, 0.2],
  [0.5, 0.4, 0.2, 0.2],
  [0.3, 0.7, 0.16, 0.18],
  [0.7, 0.7, 0.16, 0.18],
  [0.3, 0.4, 0.16, 0.18],
  [0.7, 0.4, 0.16, 0.18],
  ...[0.35, 0.55, 0.75].flatMap((y) => [0.2, 0.4, 0.6, 0.8].map((x): Window => [x, y, 0.12, 0.13])),
];

/** Soft guesses from which the cuts start: windows over the frame, and the saliency map. */
export function seedGuesses(patches: Superpixels, saliency: Saliency): Seed[] {
  const seeds: Seed[] = [];
  for (const window of WINDOWS) {
    const prior = windowPrior(patches, window);
    for (const bias of [-0.5, 0, 0.5]) seeds.push({ prior, bias });
    const mixed = prior.map((value, i) => value * (0.15 + 0.85 * (saliency.saliency[i] as number)));
    seeds.push({ prior: mixed, bias: 0.15 });
  }
  for (const bias of [-0.4, 0, 0.4]) seeds.push({ prior: saliency.saliency, bias });
  return seeds;
}

/** Guesses that start from the caller's box, in working pixels. */
export function seedFromBox(patches: Superpixels, saliency: Saliency, box: Box): Seed[] {
  const seeds: Seed[] = [];
  const centreX = (box.x + box.width / 2) / patches.width;
  const centreY = (box.y + box.height / 2) / patches.height;
  for (const spread of [0.3, 0.42, 0.54]) {
    const rx = (spread * box.width) / patches.width;
    const ry = (spread * box.height) / patches.height;
    const prior = windowPrior(patches, [centreX, centreY, rx, ry]);
    for (const bias of [-0.6, -0.2, 0.2, 0.6, 1]) seeds.push({ prior, bias });
    const mixed = prior.map((v, i) => v * (0.3 + 0.7 * (saliency.saliency[i] as number)));
    for (const bias of [-0.2, 0.2, 0.6]) seeds.push({ prior: mixed, bias });
  }
  return seeds;
}

function windowPrior(patches: Superpixels, [cx, cy, rx, ry]: Window): Float32Array {
  return patches.x.map((x, i) => {
    const dx = (x / patches.width - cx) / rx;
    const dy = ((patches.y[i] as number) / patches.height - cy) / ry;
    return Math.exp(-0.5 * (dx * dx + dy * dy) ** 1.5);
  });
}
