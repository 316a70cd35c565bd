import { type Bands, defineKernel } from '../kernel.ts';
import type { Plane, Raster } from '../raster.ts';

/** A ground darker than wanted is not lifted all the way: night stays night. */
const STRONGEST = 0.72;

/**
 * Lightens the middle tones of everything but the character until the ground's mean is `middle`,
 * in place: pigments and clay turn a dim room to mud.
 */
export function liftGround(
  image: Raster,
  { character, middle }: { readonly character: Plane; readonly middle: number },
  bands: Bands,
): void {
  const mean = groundMean(image, character);
  if (mean >= middle) return;
  const gamma = Math.max(STRONGEST, Math.log(middle) / Math.log(Math.max(0.02, mean)));
  bands.run(liftKernel, { image, mask: character.data, gamma }, image.height);
}

// One pixel in thirteen is plenty for a mean.
function groundMean({ r, g, b }: Raster, character: Plane): number {
  let sum = 0;
  let weight = 1e-6;
  for (let i = 0; i < r.length; i += 13) {
    const outside = 1 - (character.data[i] as number);
    const luma = 0.3 * (r[i] as number) + 0.59 * (g[i] as number) + 0.11 * (b[i] as number);
    sum += outside * luma;
    weight += outside;
  }
  return sum / weight;
}

interface LiftArgs {
  readonly image: Raster;
  readonly mask: Float32Array;
  readonly gamma: number;
}

const liftKernel = defineKernel<LiftArgs>(
  'filter/lift-ground',
  ({ image, mask, gamma }, y0, y1) => {
    const { width } = image;
    for (const plane of [image.r, image.g, image.b]) {
      for (let i = y0 * width; i < y1 * width; i++) {
        const outside = 1 - (mask[i] as number);
        if (outside <= 0) continue;
        const value = plane[i] as number;
        plane[i] = value + (Math.max(0, value) ** gamma - value) * outside;
      }
    }
  },
);
