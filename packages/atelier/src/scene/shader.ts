import { type Bands, defineKernel, type Kernel } from '../raster/kernel.ts';
import { randomCell } from '../raster/noise.ts';
import { linearToSrgb } from '../raster/oklab.ts';
import { createPlane, createRaster, type Plane, type Raster } from '../raster/raster.ts';

/** What a shader says about one point: linear light and distance (0 nearest .. 1 farthest). */
export interface Pixel {
  r: number;
  g: number;
  b: number;
  depth: number;
}

/** Colour at a point: `x` -aspect..aspect to the right, `y` -1..1 upwards. */
export type Shade = (x: number, y: number, out: Pixel) => void;

/** Colour and depth of a rendered view. */
export interface Rendered {
  readonly image: Raster;
  readonly depth: Plane;
}

/** Size of the view and who computes it. */
export interface View {
  readonly width: number;
  readonly height: number;
  readonly bands: Bands;
}

/** Moves a pixel's light towards a colour. */
export function mixColor(out: Pixel, color: readonly [number, number, number], t: number): void {
  out.r += (color[0] - out.r) * t;
  out.g += (color[1] - out.g) * t;
  out.b += (color[2] - out.b) * t;
}

/** Moves a pixel's light towards another pixel's. */
export function mixPixel(out: Pixel, other: Pixel, t: number): void {
  out.r += (other.r - out.r) * t;
  out.g += (other.g - out.g) * t;
  out.b += (other.b - out.b) * t;
}

/** Adds light of a colour. */
export function addColor(out: Pixel, color: readonly [number, number, number], t: number): void {
  out.r += color[0] * t;
  out.g += color[1] * t;
  out.b += color[2] * t;
}

interface ShaderArgs<Uniforms> {
  readonly image: Raster;
  readonly depth: Float32Array;
  readonly uniforms: Uniforms;
}

/**
 * A picture given as a function of position. Pixels that differ from a neighbour are taken again
 * as the mean of four samples on a rotated grid, so edges are smooth and flat parts stay cheap.
 */
export function defineShader<Uniforms>(
  id: string,
  prepare: (uniforms: Uniforms) => Shade,
): (view: View, uniforms: Uniforms) => Rendered {
  const kernel: Kernel<ShaderArgs<Uniforms>> = defineKernel(id, (args, y0, y1) => {
    renderRows(args, { shade: prepare(args.uniforms), y0, y1 });
  });
  return ({ width, height, bands }, uniforms) => {
    const image = createRaster(width, height);
    const depth = createPlane(width, height);
    bands.run(kernel, { image, depth: depth.data, uniforms }, height);
    return { image, depth };
  };
}

interface Rows {
  readonly shade: Shade;
  readonly y0: number;
  readonly y1: number;
}

const EDGE = 0.1;
/** Four samples on a rotated grid, in pixels from the centre. */
const GRID = [-0.125, -0.375, 0.375, -0.125, -0.375, 0.125, 0.125, 0.375] as const;

function renderRows<U>({ image, depth }: ShaderArgs<U>, { shade, y0, y1 }: Rows): void {
  const { width, height } = image;
  const pixel: Pixel = { r: 0, g: 0, b: 0, depth: 0 };
  const toX = (px: number) => (2 * px - width) / height;
  const toY = (py: number) => 1 - (2 * py) / height;
  const row = (y: number) => {
    const out = new Float32Array(width * 4);
    for (let x = 0; x < width; x++) {
      shade(toX(x + 0.5), toY(y + 0.5), pixel);
      store(out, x * 4, pixel);
    }
    return out;
  };
  let above = row(Math.max(0, y0 - 1));
  let here = row(y0);
  const mean = new Float32Array(4);
  const one = new Float32Array(4);
  for (let y = y0; y < y1; y++) {
    const below = row(Math.min(height - 1, y + 1));
    for (let x = 0; x < width; x++) {
      let from = here;
      let at = x * 4;
      if (isEdge({ above, here, below }, x, width)) {
        mean.fill(0);
        for (let k = 0; k < 8; k += 2) {
          const sx = x + 0.5 + (GRID[k] as number);
          shade(toX(sx), toY(y + 0.5 + (GRID[k + 1] as number)), pixel);
          store(one, 0, pixel);
          for (let c = 0; c < 4; c++) mean[c] = (mean[c] as number) + (one[c] as number) / 4;
        }
        from = mean;
        at = 0;
      }
      writePixel(image, depth, { from, at, x, y });
    }
    above = here;
    here = below;
  }
}

interface Source {
  readonly from: Float32Array;
  readonly at: number;
  readonly x: number;
  readonly y: number;
}

function writePixel(image: Raster, depth: Float32Array, { from, at, x, y }: Source): void {
  const i = y * image.width + x;
  // Half a step of noise, or wide skies would show bands once they are rounded to bytes.
  const dither = (randomCell(x, y, 77) - 0.5) / 255;
  image.r[i] = (from[at] as number) + dither;
  image.g[i] = (from[at + 1] as number) + dither;
  image.b[i] = (from[at + 2] as number) + dither;
  depth[i] = from[at + 3] as number;
}

function store(out: Float32Array, at: number, pixel: Pixel): void {
  out[at] = linearToSrgb(softKnee(pixel.r));
  out[at + 1] = linearToSrgb(softKnee(pixel.g));
  out[at + 2] = linearToSrgb(softKnee(pixel.b));
  out[at + 3] = pixel.depth;
}

/** Light above 0.7 bends towards 1 instead of clipping; below it nothing changes. */
export function softKnee(v: number): number {
  if (v <= 0.7) return Math.max(v, 0);
  return 0.7 + 0.3 * (1 - Math.exp((0.7 - v) / 0.3));
}

interface ThreeRows {
  readonly above: Float32Array;
  readonly here: Float32Array;
  readonly below: Float32Array;
}

function isEdge({ above, here, below }: ThreeRows, x: number, width: number): boolean {
  const at = x * 4;
  return (
    differs(here, at, above, at) ||
    differs(here, at, below, at) ||
    (x > 0 && differs(here, at, here, at - 4)) ||
    (x < width - 1 && differs(here, at, here, at + 4))
  );
}

function differs(...[one, i, two, j]: [Float32Array, number, Float32Array, number]): boolean {
  for (let c = 0; c < 4; c++) {
    const d = (one[i + c] as number) - (two[j + c] as number);
    if (d > EDGE || d < -EDGE) return true;
  }
  return false;
}
