import type { Bands } from '../kernel.ts';
import { defineKernel } from '../kernel.ts';
import { createPlane, type Plane, type Raster } from '../raster.ts';
import { lumaPlane } from './tone.ts';

/**
 * Luminance spread over the paper's range: the darkest hundredth at 0, the lightest at 1, and the
 * median moved towards `middle`, so that a night scene still leaves paper to draw on.
 */
export function levelledLuma(image: Raster, middle: number, bands: Bands): Plane {
  const luma = lumaPlane(image, bands);
  const [low, median, high] = quantiles(luma.data);
  const span = Math.max(high - low, 0.05);
  const centre = Math.min(0.98, Math.max(0.02, (median - low) / span));
  // A dark picture stays a little darker than a light one.
  const target = middle * 0.72 + 0.28 * Math.min(0.9, Math.max(0.2, median));
  const gamma = Math.min(1.9, Math.max(0.38, Math.log(target) / Math.log(centre)));
  const out = createPlane(image.width, image.height);
  const args = { from: luma.data, to: out.data, width: image.width, low, span, gamma };
  bands.run(levelKernel, args, image.height);
  return out;
}

// One value in sixteen is plenty for three quantiles.
function quantiles(values: Float32Array): [number, number, number] {
  const bins = new Uint32Array(512);
  let count = 0;
  for (let i = 0; i < values.length; i += 13) {
    const bin = Math.min(511, Math.max(0, ((values[i] as number) * 511) | 0));
    bins[bin] = (bins[bin] as number) + 1;
    count++;
  }
  const at = (share: number) => {
    let seen = 0;
    for (let bin = 0; bin < 512; bin++) {
      seen += bins[bin] as number;
      if (seen >= count * share) return bin / 511;
    }
    return 1;
  };
  return [at(0.01), at(0.5), at(0.985)];
}

interface LevelArgs {
  readonly from: Float32Array;
  readonly to: Float32Array;
  readonly width: number;
  readonly low: number;
  readonly span: number;
  readonly gamma: number;
}

const levelKernel = defineKernel<LevelArgs>('filter/levels', (args, y0, y1) => {
  const { from, to, width, low, span, gamma } = args;
  for (let i = y0 * width; i < y1 * width; i++) {
    const v = ((from[i] as number) - low) / span;
    to[i] = v <= 0 ? 0 : v >= 1 ? 1 : v ** gamma;
  }
});
