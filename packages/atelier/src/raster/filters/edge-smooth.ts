import { type Bands, defineKernel } from '../kernel.ts';
import { createFloats, type Raster } from '../raster.ts';
import { copyRaster, planesOf } from './tone.ts';

/** Reach in space and in colour of the edge-preserving smoothing. */
export interface EdgeSmoothOptions {
  /** Pixels. */
  readonly space: number;
  /** Summed colour difference that counts as an edge, about .1 .. 1. */
  readonly range: number;
  readonly passes?: number;
}

/**
 * Edge-preserving smoothing by the recursive domain transform (Gastal, Oliveira 2011): flat colour
 * inside edges, at a cost that does not grow with the radius.
 */
export function edgeSmooth(image: Raster, options: EdgeSmoothOptions, bands: Bands): Raster {
  const out = copyRaster(image);
  const passes = options.passes ?? 3;
  const size = image.width * image.height;
  const across = createFloats(size);
  const down = createFloats(size);
  const first = (options.space * Math.sqrt(3) * 2 ** (passes - 1)) / Math.sqrt(4 ** passes - 1);
  const decay = -Math.SQRT2 / first;
  const slope = options.space / options.range;
  bands.run(feedbackKernel, { image: planesOf(image), across, down, decay, slope }, image.height);
  for (let pass = 0; pass < passes; pass++) {
    // Each pass halves sigma, which squares the feedback.
    const squares = pass;
    bands.run(rowsKernel, { out, feedback: across, squares }, image.height);
    bands.run(columnsKernel, { out, feedback: down, squares }, Math.ceil(image.width / STRIP));
  }
  return out;
}

const STRIP = 16;

interface FeedbackArgs {
  readonly image: Raster;
  readonly across: Float32Array;
  readonly down: Float32Array;
  readonly decay: number;
  readonly slope: number;
}

const feedbackKernel = defineKernel<FeedbackArgs>('filter/domain', (args, y0, y1) => {
  const { image, across, down, decay, slope } = args;
  const { r, g, b, width } = image;
  const step = (i: number, j: number) =>
    Math.abs((r[i] as number) - (r[j] as number)) +
    Math.abs((g[i] as number) - (g[j] as number)) +
    Math.abs((b[i] as number) - (b[j] as number));
  for (let y = y0; y < y1; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      across[i] = x === 0 ? 0 : Math.exp(decay * (1 + slope * step(i, i - 1)));
      down[i] = y === 0 ? 0 : Math.exp(decay * (1 + slope * step(i, i - width)));
    }
  }
});

interface SweepArgs {
  readonly out: Raster;
  readonly feedback: Float32Array;
  readonly squares: number;
}

const rowsKernel = defineKernel<SweepArgs>('filter/domain-rows', (args, y0, y1) => {
  const { out, feedback, squares } = args;
  const { width } = out;
  for (let y = y0; y < y1; y++) {
    const start = y * width;
    const end = start + width;
    for (let i = start + 1; i < end; i++) blend(out, [i, i - 1], raised(feedback, i, squares));
    for (let i = end - 2; i >= start; i--) {
      blend(out, [i, i + 1], raised(feedback, i + 1, squares));
    }
  }
});

// A "row" of this kernel is a strip of columns, so that whole columns stay with one worker.
const columnsKernel = defineKernel<SweepArgs>('filter/domain-columns', (args, s0, s1) => {
  const { out, feedback, squares } = args;
  const { width, height } = out;
  const x0 = s0 * STRIP;
  const x1 = Math.min(width, s1 * STRIP);
  for (let y = 1; y < height; y++) {
    for (let i = y * width + x0; i < y * width + x1; i++) {
      blend(out, [i, i - width], raised(feedback, i, squares));
    }
  }
  for (let y = height - 2; y >= 0; y--) {
    for (let i = y * width + x0; i < y * width + x1; i++) {
      blend(out, [i, i + width], raised(feedback, i + width, squares));
    }
  }
});

function raised(feedback: Float32Array, i: number, squares: number): number {
  let k = feedback[i] as number;
  for (let s = 0; s < squares; s++) k *= k;
  return k;
}

function blend(out: Raster, pair: readonly [number, number], k: number): void {
  const [i, from] = pair;
  const { r, g, b } = out;
  r[i] = (r[i] as number) + k * ((r[from] as number) - (r[i] as number));
  g[i] = (g[i] as number) + k * ((g[from] as number) - (g[i] as number));
  b[i] = (b[i] as number) + k * ((b[from] as number) - (b[i] as number));
}
