import { gaussianBlur } from '../raster/blur.ts';
import type { Bands } from '../raster/kernel.ts';
import { oklabLightness } from '../raster/oklab.ts';
import { createPlane, type Plane, type Raster } from '../raster/raster.ts';

/** Pixels covered at least this much count as the character's inside. */
export const INSIDE = 0.6;

/**
 * Lightness of a picture inside a mask, continued smoothly outside it: neither the background nor
 * the silhouette itself then takes part in a comparison of what is inside.
 */
export function insideLightness(image: Raster, mask: Plane, bands: Bands): Plane {
  const { width, height } = mask;
  const weight = createPlane(width, height);
  const value = createPlane(width, height);
  const out = createPlane(width, height);
  let sum = 0;
  let count = 0;
  for (let i = 0; i < out.data.length; i++) {
    if ((mask.data[i] as number) < INSIDE) continue;
    const light = oklabLightness(image.r[i] as number, image.g[i] as number, image.b[i] as number);
    out.data[i] = light;
    weight.data[i] = 1;
    value.data[i] = light;
    sum += light;
    count++;
  }
  const mean = count > 0 ? sum / count : 0;
  const sigma = Math.max(2, Math.max(width, height) / 60);
  const near = gaussianBlur(weight, sigma, bands);
  const spread = gaussianBlur(value, sigma, bands);
  for (let i = 0; i < out.data.length; i++) {
    if (weight.data[i] === 1) continue;
    const share = near.data[i] as number;
    out.data[i] = ((spread.data[i] as number) + 0.01 * mean) / (share + 0.01);
  }
  return out;
}
