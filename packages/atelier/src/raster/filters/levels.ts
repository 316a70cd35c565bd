import type { Bands } from '../kernel.ts';
import { defineKernel } from '../kernel.ts';
import { srgbToOklab } from '../oklab.ts';
import { createPlane, type Plane, type Raster } from '../raster.ts';
import { lumaPlane } from './tone.ts';

/** Where the middle of the range is moved to. */
export interface LevelOptions {
  /** Wanted median of the whole picture, 0..1. */
  readonly middle: number;
  readonly character: Plane;
  /** Wanted median of the character on its own; .56 by default. */
  readonly insideMiddle?: number;
}

/**
 * Luminance spread over the paper's range: the darkest hundredth at 0, the lightest at 1, and the
 * median moved towards `middle`, so that a night scene still leaves paper to draw on. The
 * character is levelled by its own range, so that a dark one in a bright scene keeps its face.
 */
export function levelledLuma(image: Raster, options: LevelOptions, bands: Bands): Plane {
  const luma = lumaPlane(image, bands);
  const mask = options.character.data;
  const whole = curveFor(luma.data, null, options.middle);
  const own = curveFor(luma.data, mask, options.insideMiddle ?? 0.56);
  const out = createPlane(image.width, image.height);
  const args = { from: luma.data, to: out.data, mask, width: image.width, whole, own };
  bands.run(levelKernel, args, image.height);
  return out;
}

interface Curve {
  readonly low: number;
  readonly span: number;
  readonly gamma: number;
}

function curveFor(values: Float32Array, mask: Float32Array | null, middle: number): Curve {
  const [low, median, high] = quantiles(values, mask);
  const span = Math.max(high - low, 0.05);
  const centre = Math.min(0.98, Math.max(0.02, (median - low) / span));
  // A dark picture stays a little darker than a light one.
  const target = middle * 0.72 + 0.28 * Math.min(0.9, Math.max(0.2, median));
  const gamma = Math.min(1.9, Math.max(0.38, Math.log(target) / Math.log(centre)));
  return { low, span, gamma };
}

// One value in thirteen is plenty for three quantiles.
function quantiles(values: Float32Array, mask: Float32Array | null): [number, number, number] {
  const bins = new Uint32Array(512);
  let count = 0;
  for (let i = 0; i < values.length; i += 13) {
    if (mask !== null && (mask[i] as number) < 0.5) continue;
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

/**
 * By how much OKLab colours of the character are to be multiplied for its lightest parts to reach
 * `wanted`, as a longer exposure would; 1 where they are as light already, `most` at the most.
 */
export function exposureOf(
  image: Raster,
  options: { readonly character: Plane; readonly wanted: number; readonly most: number },
): number {
  const { character, wanted, most } = options;
  const values = new Float32Array(character.data.length);
  for (let i = 0; i < values.length; i += 13) {
    const rgb = [image.r[i] as number, image.g[i] as number, image.b[i] as number] as const;
    values[i] = srgbToOklab(...rgb)[0];
  }
  const high = quantiles(values, character.data)[2];
  return Math.min(most, Math.max(1, wanted / Math.max(0.05, high)));
}

interface LevelArgs {
  readonly from: Float32Array;
  readonly to: Float32Array;
  readonly mask: Float32Array;
  readonly width: number;
  readonly whole: Curve;
  readonly own: Curve;
}

const levelKernel = defineKernel<LevelArgs>('filter/levels', (args, y0, y1) => {
  const { from, to, mask, width, whole, own } = args;
  for (let i = y0 * width; i < y1 * width; i++) {
    const v = from[i] as number;
    const m = mask[i] as number;
    const outside = m < 1 ? curved(v, whole) : 0;
    to[i] = m > 0 ? outside + (curved(v, own) - outside) * m : outside;
  }
});

function curved(value: number, { low, span, gamma }: Curve): number {
  const v = (value - low) / span;
  return v <= 0 ? 0 : v >= 1 ? 1 : v ** gamma;
}
