import { broadBlurRaster } from '../raster/broad-blur.ts';
import { type Bands, defineKernel } from '../raster/kernel.ts';
import { clamp01 } from '../raster/noise.ts';
import { createRaster, type Plane, type Raster, releaseRaster } from '../raster/raster.ts';

/** Where the lens is focused and how much it blurs what is far from there. */
export interface FocusOptions {
  readonly depth: Plane;
  /** Depth that is sharp, 0..1. */
  readonly focus: number;
  /** Blur of the farthest distance, in pixels. */
  readonly sigma: number;
  readonly bands: Bands;
}

/** The picture as a lens sees it, sharp at one distance. The given picture is used up. */
export function focusBlur(image: Raster, options: FocusOptions): Raster {
  const { sigma, bands, depth, focus } = options;
  if (sigma < 0.4) return image;
  const out = createRaster(image.width, image.height);
  const half = broadBlurRaster(image, sigma * 0.5, bands);
  const full = broadBlurRaster(image, sigma, bands);
  bands.run(focusRows, { image: rgb(image), half, full, out, depth, focus }, image.height);
  for (const done of [image, half, full]) releaseRaster(done);
  return out;
}

function rgb({ width, height, r, g, b }: Raster): Raster {
  return { width, height, r, g, b };
}

interface FocusArgs {
  readonly image: Raster;
  readonly half: Raster;
  readonly full: Raster;
  readonly out: Raster;
  readonly depth: Plane;
  readonly focus: number;
}

const focusRows = defineKernel<FocusArgs>('place/focus', (args, y0, y1) => {
  const { image, half, full, out, depth, focus } = args;
  for (let i = y0 * image.width; i < y1 * image.width; i++) {
    const away = clamp01(Math.abs((depth.data[i] as number) - focus) * 1.5 - 0.06);
    const low = away < 0.5 ? image : half;
    const high = away < 0.5 ? half : full;
    const t = away < 0.5 ? away * 2 : away * 2 - 1;
    out.r[i] = (low.r[i] as number) * (1 - t) + (high.r[i] as number) * t;
    out.g[i] = (low.g[i] as number) * (1 - t) + (high.g[i] as number) * t;
    out.b[i] = (low.b[i] as number) * (1 - t) + (high.b[i] as number) * t;
  }
});
