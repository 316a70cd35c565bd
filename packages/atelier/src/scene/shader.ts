import { defineKernel } from '../raster/kernel.ts';
import { hashCell, randomCell } from '../raster/noise.ts';
import { linearToSrgb, srgbToLinear } from '../raster/oklab.ts';
import { createPlane, createRaster, type Raster } from '../raster/raster.ts';

export {
  addColor,
  mixColor,
  mixPixel,
  type Pixel,
  type Rendered,
  type Shade,
  type ShaderTraits,
  softKnee,
  type View,
} from './pixel.ts';

import {
  type Pixel,
  type Rendered,
  type Shade,
  type ShaderTraits,
  softKnee,
  type View,
} from './pixel.ts';

/** Red, green, blue, depth, grain, stars. */
const CHANNELS = 6;
/** Corners of a cell of four or two pixels that differ by more are not bridged. */
const SMOOTH_WIDE = 0.05;
const SMOOTH_NARROW = 0.06;
/** Neighbours that differ by more share an edge. */
const EDGE = 0.1;
/** Two samples beside the pixel's own, and two more where they differ: a rotated grid. */
const PAIRS = [
  [-0.375, -0.25, 0.375, 0.25],
  [0.25, -0.375, -0.25, 0.375],
] as const;
/** Side of the cells the picture is filled by. */
const CELL = 4;

interface ShaderArgs<Uniforms> {
  readonly image: Raster;
  readonly depth: Float32Array;
  /** 1 = differs from a neighbour. */
  readonly edges: Uint8Array;
  readonly uniforms: Uniforms;
  readonly soft: boolean;
  readonly starSeed: number;
}

/**
 * A picture given as a function of position. Cells of four, then two pixels whose corners agree are
 * bridged; all others are taken pixel by pixel, and pixels that differ from a neighbour once more
 * as the mean of three or five samples. What is given depends on the position alone, so
 * the bytes are the same however the rows were shared out.
 */
export function defineShader<Uniforms>(
  id: string,
  prepare: (uniforms: Uniforms) => Shade,
  traits: ShaderTraits<Uniforms> = {},
): (view: View, uniforms: Uniforms) => Rendered {
  // What is prepared serves all bands of a picture.
  const prepared = new WeakMap<ShaderArgs<Uniforms>, Shade>();
  const shadeOf = (args: ShaderArgs<Uniforms>): Shade => {
    const shade = prepared.get(args) ?? prepare(args.uniforms);
    prepared.set(args, shade);
    return shade;
  };
  const fill = defineKernel<ShaderArgs<Uniforms>>(id, (args, c0, c1) => {
    fillCells(samplerOf(args, shadeOf(args)), c0, c1);
  });
  const refine = defineKernel<ShaderArgs<Uniforms>>(`${id}/edges`, (args, y0, y1) => {
    refineEdges(samplerOf(args, shadeOf(args)), y0, y1);
  });
  return ({ width, height, bands }, uniforms) => {
    const image = createRaster(width, height);
    const depth = createPlane(width, height);
    const edges = new Uint8Array(new SharedArrayBuffer(width * height));
    const starSeed = traits.starSeed?.(uniforms) ?? 0;
    const soft = traits.soft ?? false;
    const args = { image, depth: depth.data, edges, uniforms, soft, starSeed };
    bands.run(fill, args, Math.max(1, Math.ceil((height - 1) / CELL)));
    bands.run(markEdges, { image, depth: depth.data, edges }, height);
    bands.run(refine, args, height);
    return { image, depth };
  };
}

/** Takes samples of one shader and writes them. */
interface Sampler {
  readonly args: ShaderArgs<unknown>;
  readonly sample: (out: Float32Array, at: number, spot: readonly [number, number]) => void;
}

function samplerOf<U>(args: ShaderArgs<U>, shade: Shade): Sampler {
  const { width, height } = args.image;
  const pixel: Pixel = { r: 0, g: 0, b: 0, depth: 0, grain: 0, stars: 0 };
  const sample = (out: Float32Array, at: number, spot: readonly [number, number]) => {
    pixel.grain = 0;
    pixel.stars = 0;
    shade((2 * spot[0] + 1 - width) / height, 1 - (2 * spot[1] + 1) / height, pixel);
    out[at] = linearToSrgb(softKnee(pixel.r));
    out[at + 1] = linearToSrgb(softKnee(pixel.g));
    out[at + 2] = linearToSrgb(softKnee(pixel.b));
    out[at + 3] = pixel.depth;
    out[at + 4] = pixel.grain ?? 0;
    out[at + 5] = pixel.stars ?? 0;
  };
  return { args, sample };
}

// A row of cells is filled between two rows of samples, of which the lower serves the next cells.
function fillCells(sampler: Sampler, c0: number, c1: number): void {
  const { width, height } = sampler.args.image;
  const cells = Math.max(1, Math.ceil((width - 1) / CELL));
  const rowAt = (y: number) => {
    const row = new Float32Array((cells + 1) * CHANNELS);
    spot[1] = y;
    for (let i = 0; i <= cells; i++) {
      spot[0] = Math.min(i * CELL, width - 1);
      sampler.sample(row, i * CHANNELS, spot);
    }
    return row;
  };
  const grid = new Float32Array(9 * CHANNELS);
  let top = rowAt(c0 * CELL);
  for (let c = c0; c < c1; c++) {
    const y0 = c * CELL;
    const y1 = Math.min(y0 + CELL, height - 1);
    const low = rowAt(y1);
    for (let i = 0; i < cells; i++) {
      const x0 = i * CELL;
      const x1 = Math.min(x0 + CELL, width - 1);
      grid.set(top.subarray(i * CHANNELS, (i + 1) * CHANNELS), 0);
      grid.set(top.subarray((i + 1) * CHANNELS, (i + 2) * CHANNELS), 2 * CHANNELS);
      grid.set(low.subarray(i * CHANNELS, (i + 1) * CHANNELS), 6 * CHANNELS);
      grid.set(low.subarray((i + 1) * CHANNELS, (i + 2) * CHANNELS), 8 * CHANNELS);
      fillCell(sampler, grid, { x0, y0, x1, y1 });
    }
    top = low;
  }
}

/** Corners in a grid of three by three samples, row by row. */
const WHOLE: Corners = [0, 2, 6, 8];
const QUARTERS: readonly Corners[] = [
  [0, 1, 3, 4],
  [1, 2, 4, 5],
  [3, 4, 6, 7],
  [4, 5, 7, 8],
];
/** The samples a whole cell does not have. */
const MIDDLES = [1, 3, 4, 5, 7] as const;
const spot: [number, number] = [0, 0];

interface Cell {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

function fillCell(sampler: Sampler, grid: Float32Array, cell: Cell): void {
  const { soft } = sampler.args;
  const sky = grid[3] === 1 && grid[CHANNELS * 2 + 3] === 1 && grid[CHANNELS * 8 + 3] === 1;
  if ((soft || sky) && spread(grid, WHOLE) <= SMOOTH_WIDE) {
    bridge(sampler.args, { grid, corners: WHOLE, cell });
    return;
  }
  const { x0, y0, x1, y1 } = cell;
  if (x1 - x0 < CELL || y1 - y0 < CELL) {
    takeAll(sampler, cell, grid);
    return;
  }
  for (const k of MIDDLES) {
    spot[0] = x0 + (k % 3) * 2;
    spot[1] = y0 + Math.floor(k / 3) * 2;
    sampler.sample(grid, k * CHANNELS, spot);
  }
  for (const corners of QUARTERS) {
    const k = corners[0];
    const left = x0 + (k % 3) * 2;
    const up = y0 + (k > 1 ? 2 : 0);
    const quarter = { x0: left, y0: up, x1: left + 2, y1: up + 2 };
    if (spread(grid, corners) <= SMOOTH_NARROW)
      bridge(sampler.args, { grid, corners, cell: quarter });
    else takeAll(sampler, quarter, grid.subarray(k * CHANNELS));
  }
}

type Corners = readonly [number, number, number, number];

function spread(grid: Float32Array, corners: Corners): number {
  let most = 0;
  for (let c = 0; c < 4; c++) {
    const one = grid[corners[0] * CHANNELS + c] as number;
    const two = grid[corners[1] * CHANNELS + c] as number;
    const three = grid[corners[2] * CHANNELS + c] as number;
    const four = grid[corners[3] * CHANNELS + c] as number;
    const gap = Math.max(one, two, three, four) - Math.min(one, two, three, four);
    if (gap > most) most = gap;
  }
  return most;
}

interface Bridge {
  readonly grid: Float32Array;
  readonly corners: Corners;
  readonly cell: Cell;
}

const between = new Float32Array(CHANNELS);

/** Every pixel of a cell as the mean of its corners, the nearer the more. */
function bridge(args: ShaderArgs<unknown>, { grid, corners, cell }: Bridge): void {
  const { x0, y0, x1, y1 } = cell;
  const { width, height } = args.image;
  const [a, b, c, d] = corners;
  const right = x1 === width - 1 ? x1 : x1 - 1;
  const bottom = y1 === height - 1 ? y1 : y1 - 1;
  for (let y = y0; y <= bottom; y++) {
    const v = (y - y0) / Math.max(1, y1 - y0);
    for (let x = x0; x <= right; x++) {
      const u = (x - x0) / Math.max(1, x1 - x0);
      for (let k = 0; k < CHANNELS; k++) {
        const one = grid[a * CHANNELS + k] as number;
        const two = grid[b * CHANNELS + k] as number;
        const three = grid[c * CHANNELS + k] as number;
        const four = grid[d * CHANNELS + k] as number;
        const top = one + (two - one) * u;
        between[k] = top + (three + (four - three) * u - top) * v;
      }
      write(args, between, { x, y });
    }
  }
}

const single = new Float32Array(CHANNELS);

/** Every pixel of a cell on its own; the first is known. */
function takeAll(sampler: Sampler, { x0, y0, x1, y1 }: Cell, first: Float32Array): void {
  const { args } = sampler;
  const { width, height } = args.image;
  const right = x1 === width - 1 ? x1 : x1 - 1;
  const bottom = y1 === height - 1 ? y1 : y1 - 1;
  write(args, first, { x: x0, y: y0 });
  for (let y = y0; y <= bottom; y++) {
    for (let x = y === y0 ? x0 + 1 : x0; x <= right; x++) {
      spot[0] = x;
      spot[1] = y;
      sampler.sample(single, 0, spot);
      write(args, single, { x, y });
    }
  }
}

function write(
  args: ShaderArgs<unknown>,
  from: Float32Array,
  { x, y }: { readonly x: number; readonly y: number },
): void {
  const { image, depth } = args;
  const i = y * image.width + x;
  // Half a step of noise, or wide skies would show bands once they are rounded to bytes.
  const noise = randomCell(x, y, 77) - 0.5;
  const light = 1 + noise * (from[4] as number);
  const dither = noise / 255;
  image.r[i] = (from[0] as number) * light + dither;
  image.g[i] = (from[1] as number) * light + dither;
  image.b[i] = (from[2] as number) * light + dither;
  depth[i] = from[3] as number;
  if ((from[5] as number) > 0) addStar(args, from[5] as number, { x, y });
}

/** At most one star in a cell of the sky, few of them bright. */
function addStar(
  { image, starSeed }: ShaderArgs<unknown>,
  seen: number,
  { x, y }: { readonly x: number; readonly y: number },
): void {
  const cell = image.height / 126;
  const u = x / cell;
  const v = y / cell;
  const hash = hashCell(Math.floor(u), Math.floor(v), starSeed);
  if ((hash & 63) > 5) return;
  const du = u - Math.floor(u) - 0.25 - (((hash >> 8) & 255) / 255) * 0.5;
  const dv = v - Math.floor(v) - 0.25 - (((hash >> 16) & 255) / 255) * 0.5;
  const size = 0.05 + (((hash >> 24) & 15) / 15) ** 3 * 0.1;
  const shine = Math.exp(-(du * du + dv * dv) / (size * size)) * seen * (0.25 + size * 7);
  if (shine < 0.001) return;
  const i = y * image.width + x;
  image.r[i] = linearToSrgb(softKnee(srgbToLinear(image.r[i] as number) + shine * 0.95));
  image.g[i] = linearToSrgb(softKnee(srgbToLinear(image.g[i] as number) + shine));
  image.b[i] = linearToSrgb(softKnee(srgbToLinear(image.b[i] as number) + shine * 1.1));
}

type EdgeArgs = Pick<ShaderArgs<unknown>, 'image' | 'depth' | 'edges'>;

const markEdges = defineKernel<EdgeArgs>('scene/mark-edges', (args, y0, y1) => {
  const { image, edges } = args;
  const { width, height } = image;
  // Whether the pixels of a row differ from those above; the row below asks the same again.
  let above = new Uint8Array(width);
  let below = new Uint8Array(width);
  const compareRows = (y: number, out: Uint8Array) => {
    if (y <= 0 || y >= height) out.fill(0);
    else for (let x = 0; x < width; x++) out[x] = differ(args, y * width + x, width);
  };
  compareRows(y0, above);
  for (let y = y0; y < y1; y++) {
    const row = y * width;
    compareRows(y + 1, below);
    let left = 0;
    for (let x = 0; x < width; x++) {
      const right = x + 1 < width ? differ(args, row + x + 1, 1) : 0;
      edges[row + x] = left | right | (above[x] as number) | (below[x] as number);
      left = right;
    }
    [above, below] = [below, above];
  }
});

/** 1 when a pixel differs from the one `back` before it. */
function differ({ image: { r, g, b }, depth }: EdgeArgs, i: number, back: number): number {
  const j = i - back;
  return Math.abs((g[i] as number) - (g[j] as number)) > EDGE ||
    Math.abs((r[i] as number) - (r[j] as number)) > EDGE ||
    Math.abs((b[i] as number) - (b[j] as number)) > EDGE ||
    Math.abs((depth[i] as number) - (depth[j] as number)) > EDGE
    ? 1
    : 0;
}

function refineEdges(sampler: Sampler, y0: number, y1: number): void {
  const { image, edges } = sampler.args;
  const { width, r, g, b } = image;
  const mean = new Float32Array(CHANNELS);
  const one = new Float32Array(CHANNELS);
  for (let y = y0; y < y1; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      if (edges[i] === 0) continue;
      const own = [r[i] as number, g[i] as number, b[i] as number] as const;
      mean.fill(0);
      let taken = 0;
      for (const pair of PAIRS) {
        let farthest = 0;
        for (let k = 0; k < 4; k += 2) {
          spot[0] = x + (pair[k] as number);
          spot[1] = y + (pair[k + 1] as number);
          sampler.sample(one, 0, spot);
          for (let c = 0; c < CHANNELS; c++) mean[c] = (mean[c] as number) + (one[c] as number);
          for (let c = 0; c < 3; c++) {
            const gap = Math.abs((one[c] as number) - (own[c] as number));
            if (gap > farthest) farthest = gap;
          }
        }
        taken += 2;
        if (farthest <= EDGE) break;
      }
      for (let c = 0; c < CHANNELS; c++) mean[c] = (mean[c] as number) / taken;
      write(sampler.args, mean, { x, y });
      // The pixel's own sample, grain and all, counts as one of them.
      const share = 1 / (taken + 1);
      r[i] = (r[i] as number) + (own[0] - (r[i] as number)) * share;
      g[i] = (g[i] as number) + (own[1] - (g[i] as number)) * share;
      b[i] = (b[i] as number) + (own[2] - (b[i] as number)) * share;
    }
  }
}
