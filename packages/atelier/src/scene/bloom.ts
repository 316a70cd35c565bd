import { broadBlur } from '../raster/broad-blur.ts';
import type { Bands } from '../raster/kernel.ts';
import { createPlane, type Raster, releaseFloats } from '../raster/raster.ts';

/** How light spills over from bright places. */
export interface BloomOptions {
  /** Values above this spill. */
  readonly threshold: number;
  readonly amount: number;
  /** Reach of the spill, as a share of the height. */
  readonly reach: number;
  readonly bands: Bands;
}

/** Adds a soft glow around bright places, in place: lamps and signs at night. */
export function addBloom(image: Raster, options: BloomOptions): void {
  const { threshold, amount, reach, bands } = options;
  const { width, height } = image;
  for (const data of [image.r, image.g, image.b]) {
    const bright = createPlane(width, height);
    for (let i = 0; i < data.length; i++) {
      const over = (data[i] as number) - threshold;
      bright.data[i] = Math.max(over, 0);
    }
    const near = broadBlur(bright, Math.max(1, reach * 0.3 * height), bands).data;
    const wide = broadBlur(bright, Math.max(1, reach * height), bands).data;
    for (let i = 0; i < data.length; i++) {
      const glow = ((near[i] as number) * 0.7 + (wide[i] as number) * 1.3) * amount;
      // Screen, not sum: what is bright already does not burn out.
      data[i] = 1 - (1 - Math.min(1, data[i] as number)) * (1 - Math.min(0.9, glow));
    }
    releaseFloats(bright.data, near, wide);
  }
}
