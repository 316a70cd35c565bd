import { gaussianBlur } from '../raster/blur.ts';
import { type Bands, defineKernel } from '../raster/kernel.ts';
import { length2 } from '../raster/length.ts';
import { toOklab } from '../raster/oklab.ts';
import {
  createFloats,
  createPlane,
  type Plane,
  type Raster,
  releaseFloats,
} from '../raster/raster.ts';

/** Sizes of the texture that is looked at, in pixels of a picture 1024 long. */
const SIGMAS = [0.8, 1.6, 3.2, 6.4, 12.8] as const;
/** Sizes of lines that are looked for. */
const LINE_SIGMAS = [0.8, 1.13, 1.6, 2.26, 3.2] as const;
/** Steps of lightness that nobody sees. */
const FLAT_STEP = 0.0015;
/** Sizes below this many pixels cannot be told from the pixels themselves. */
const FINEST = 0.36;
/** Lightness a line must be darker than what is on both its sides. */
const LINE_STEP = 0.1;
/** Steps of lightness beyond this are outlines of things and not their texture. */
const OUTLINE_STEP = 0.035;

/** How a picture's surface looks, apart from its colours. Lengths for a long side of 1024. */
export interface Texture {
  /**
   * Contrast (standard deviation of OKLab lightness) of the texture by its size, finest first;
   * null where the picture is too small to hold such texture.
   */
  readonly contrast: readonly (number | null)[];
  /** Share of the picture that has no texture at all; null where that cannot be told. */
  readonly flat: number | null;
  /** Size of the strokes or grains that stand out most, in pixels. */
  readonly strokeScale: number;
  /** Mean width of dark lines, in pixels; 0 where there are none. */
  readonly lineWeight: number;
  /** Share of the picture that is dark line; null where it is too small to hold fine lines. */
  readonly lines: number | null;
}

/** Measures a picture's surface. */
export function measureTexture(image: Raster, bands: Bands): Texture {
  const { width, height } = image;
  const scale = Math.max(width, height) / 1024;
  const lab = toOklab(image, bands);
  releaseFloats(lab.a, lab.b);
  const light: Plane = { width, height, data: lab.l };
  const levels = SIGMAS.map((sigma) => gaussianBlur(light, Math.max(0.5, sigma * scale), bands));
  const weight = surfaceWeight(levels.at(-2) as Plane, levels.at(-1) as Plane);
  const contrast = [light, ...levels.slice(0, -1)].map((fine, k) => {
    const seen = (SIGMAS[k] as number) * scale >= FINEST;
    return seen ? contrastBetween(fine, levels[k] as Plane, weight) : null;
  });
  const flat = contrast[0] === null ? null : flatShare(light, levels[0] as Plane);
  const seen = LINE_SIGMAS[0] * scale >= FINEST;
  const lines = seen ? measureLines(light, scale, bands) : { lines: null, lineWeight: 0 };
  releaseFloats(...levels.map((level) => level.data), light.data, weight);
  return { contrast, flat, strokeScale: strokeScaleOf(contrast), ...lines };
}

/** 1 on surfaces, towards 0 where things meet. */
function surfaceWeight(fine: Plane, coarse: Plane): Float32Array {
  const weight = createFloats(fine.data.length);
  for (let i = 0; i < weight.length; i++) {
    const step = ((fine.data[i] as number) - (coarse.data[i] as number)) / OUTLINE_STEP;
    weight[i] = 1 / (1 + step * step);
  }
  return weight;
}

function contrastBetween(fine: Plane, coarse: Plane, weight: Float32Array): number {
  let sum = 0;
  let total = 1e-6;
  for (let i = 0; i < weight.length; i++) {
    const difference = (fine.data[i] as number) - (coarse.data[i] as number);
    sum += (weight[i] as number) * difference * difference;
    total += weight[i] as number;
  }
  return Math.sqrt(sum / total);
}

function flatShare(light: Plane, fine: Plane): number {
  let flat = 0;
  for (let i = 0; i < light.data.length; i++) {
    if (Math.abs((light.data[i] as number) - (fine.data[i] as number)) < FLAT_STEP) flat++;
  }
  return flat / light.data.length;
}

function strokeScaleOf(contrast: readonly (number | null)[]): number {
  let sum = 0;
  let total = 0;
  contrast.forEach((value, k) => {
    if (value === null) return;
    const size = Math.log2(SIGMAS[k] ?? 1);
    sum += size * value * value;
    total += value * value;
  });
  return total > 1e-9 ? 2 ** (sum / total) : 1;
}

/**
 * Dark lines by scale-normalised ridges: light on both sides across, alike along (Lindeberg 1998,
 * "Edge detection and ridge detection with automatic scale selection").
 */
function measureLines(light: Plane, scale: number, bands: Bands) {
  const { width, height } = light;
  const best = createPlane(width, height);
  const which = createPlane(width, height);
  for (const sigma of LINE_SIGMAS) {
    const real = Math.max(0.5, sigma * scale);
    const soft = gaussianBlur(light, real, bands);
    const args = { soft: soft.data, best: best.data, which: which.data, width, height };
    bands.run(ridgeRows, { ...args, factor: real * real, sigma }, height);
    releaseFloats(soft.data);
  }
  let count = 0;
  let widths = 0;
  for (let i = 0; i < best.data.length; i++) {
    if ((best.data[i] as number) < LINE_STEP) continue;
    count++;
    widths += which.data[i] as number;
  }
  releaseFloats(best.data, which.data);
  const lines = count / (width * height);
  return { lines, lineWeight: lines > 0.002 ? (2 * widths) / count : 0 };
}

interface RidgeArgs {
  readonly soft: Float32Array;
  readonly best: Float32Array;
  readonly which: Float32Array;
  readonly width: number;
  readonly height: number;
  readonly factor: number;
  readonly sigma: number;
}

const ridgeRows = defineKernel<RidgeArgs>('style-reference/ridges', (args, y0, y1) => {
  const { soft, best, which, width, height, factor, sigma } = args;
  for (let y = Math.max(1, y0); y < Math.min(height - 1, y1); y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x;
      const here = soft[i] as number;
      const xx = (soft[i - 1] as number) + (soft[i + 1] as number) - 2 * here;
      const yy = (soft[i - width] as number) + (soft[i + width] as number) - 2 * here;
      const xy =
        ((soft[i + width + 1] as number) +
          (soft[i - width - 1] as number) -
          (soft[i + width - 1] as number) -
          (soft[i - width + 1] as number)) /
        4;
      const half = length2((xx - yy) / 2, xy);
      const middle = (xx + yy) / 2;
      const ridge = factor * (middle + half - Math.abs(middle - half));
      if (ridge <= (best[i] as number)) continue;
      best[i] = ridge;
      which[i] = sigma;
    }
  }
});

/** How far the texture of one size may be raised or lowered. */
const LEAST_GAIN = 0.5;
const MOST_GAIN = 2;
/** Share of the change that is made, and how much of it inside the character. */
const ZEAL = 0.75;
const INSIDE_ZEAL = 0.4;

/**
 * Gives a painted picture the contrast of the reference at every size of texture, in place (after
 * Heeger, Bergen 1995, "Pyramid-based texture analysis/synthesis", with the shares of its bands
 * only).
 */
export function matchTexture(
  image: Raster,
  { target, character, bands }: { target: Texture; character: Plane; bands: Bands },
): void {
  const { width, height } = image;
  const scale = Math.max(width, height) / 1024;
  const own = measureTexture(image, bands);
  const light = meanPlane(image);
  let fine = light;
  const change = createPlane(width, height);
  own.contrast.forEach((value, k) => {
    const coarse = gaussianBlur(light, Math.max(0.5, (SIGMAS[k] as number) * scale), bands);
    const gain = gainOf(target.contrast[k], value) - 1;
    for (let i = 0; i < change.data.length; i++) {
      const band = (fine.data[i] as number) - (coarse.data[i] as number);
      change.data[i] = (change.data[i] as number) + band * gain;
    }
    if (fine !== light) releaseFloats(fine.data);
    fine = coarse;
  });
  for (let i = 0; i < change.data.length; i++) {
    const zeal = ZEAL + (INSIDE_ZEAL - ZEAL) * (character.data[i] as number);
    const by = (change.data[i] as number) * zeal;
    for (const plane of [image.r, image.g, image.b]) {
      plane[i] = Math.max(0, Math.min(1, (plane[i] as number) + by));
    }
  }
  releaseFloats(fine.data, light.data, change.data);
}

function gainOf(wanted: number | null | undefined, own: number | null): number {
  if (wanted == null || own === null) return 1;
  return Math.max(LEAST_GAIN, Math.min(MOST_GAIN, (wanted + 1e-4) / (own + 1e-4)));
}

function meanPlane({ width, height, r, g, b }: Raster): Plane {
  const out = createPlane(width, height);
  for (let i = 0; i < out.data.length; i++) {
    out.data[i] = 0.25 * (r[i] as number) + 0.6 * (g[i] as number) + 0.15 * (b[i] as number);
  }
  return out;
}
