import { gaussianBlur } from '../raster/blur.ts';
import type { Bands } from '../raster/kernel.ts';
import { length2 } from '../raster/length.ts';
import { createPlane, type Plane } from '../raster/raster.ts';
import { INSIDE } from './interior.ts';

/** Two lightness planes of one size and where to compare them. */
export interface Pair {
  readonly source: Plane;
  readonly result: Plane;
  readonly mask: Plane;
  readonly bands: Bands;
}

/** Correlation (-1..1) of the smoothed gradient magnitudes inside the mask. */
export function edgeCorrelation({ source, result, mask, bands }: Pair): number {
  const one = edgeStrength(source, bands);
  const two = edgeStrength(result, bands);
  return correlationInside(one, two, mask);
}

function edgeStrength(light: Plane, bands: Bands): Plane {
  const { width, height } = light;
  const side = Math.max(width, height);
  const smooth = gaussianBlur(light, side / 220, bands).data;
  const out = createPlane(width, height);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x;
      const dx = (smooth[i + 1] as number) - (smooth[i - 1] as number);
      const dy = (smooth[i + width] as number) - (smooth[i - width] as number);
      out.data[i] = length2(dx, dy);
    }
  }
  return gaussianBlur(out, side / 140, bands);
}

/** Pearson correlation of two planes over the pixels inside the mask; 0 when either is flat. */
export function correlationInside(one: Plane, two: Plane, mask: Plane): number {
  let n = 0;
  let sumA = 0;
  let sumB = 0;
  for (let i = 0; i < mask.data.length; i++) {
    if ((mask.data[i] as number) < INSIDE) continue;
    sumA += one.data[i] as number;
    sumB += two.data[i] as number;
    n++;
  }
  if (n === 0) return 0;
  let ab = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < mask.data.length; i++) {
    if ((mask.data[i] as number) < INSIDE) continue;
    const a = (one.data[i] as number) - sumA / n;
    const b = (two.data[i] as number) - sumB / n;
    ab += a * b;
    aa += a * a;
    bb += b * b;
  }
  return aa < 1e-12 || bb < 1e-12 ? 0 : ab / Math.sqrt(aa * bb);
}
