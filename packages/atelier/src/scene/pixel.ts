import type { Bands } from '../raster/kernel.ts';
import type { Plane, Raster } from '../raster/raster.ts';

/** What a shader says about one point: linear light and distance (0 nearest .. 1 farthest). */
export interface Pixel {
  r: number;
  g: number;
  b: number;
  depth: number;
  /** Strength of a grain put on every pixel afterwards, 0 = none. */
  grain?: number;
  /** How far stars are seen here, 0..1; they are put on afterwards, pixel by pixel. */
  stars?: number;
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

/** Light above 0.7 bends towards 1 instead of clipping; below it nothing changes. */
export function softKnee(v: number): number {
  if (v <= 0.7) return Math.max(v, 0);
  return 0.7 + 0.3 * (1 - Math.exp((0.7 - v) / 0.3));
}

/** What a shader may say about itself besides its colours. */
export interface ShaderTraits<Uniforms> {
  /** True when nothing it shows is thinner than four pixels, apart from edges. */
  readonly soft?: boolean;
  /** Where the stars stand; needed by shaders that show any. */
  readonly starSeed?: (uniforms: Uniforms) => number;
}
