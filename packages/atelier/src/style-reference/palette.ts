import { srgbToOklab } from '../raster/oklab.ts';
import { createRandom } from '../raster/random.ts';
import type { Raster } from '../raster/raster.ts';

/** Colours picked evenly from a picture: OKLab, three numbers each. */
export type Palette = Float32Array;

/** Colours kept of a picture, at most. */
const SAMPLES = 6000;
/** Steps at which two distributions are compared along a direction. */
const QUANTILES = 64;

/** About 6000 colours of a picture; where it is see-through nothing is picked. */
export function samplePalette(image: Raster & { readonly a?: Float32Array }): Palette {
  const size = image.width * image.height;
  const random = createRandom(size);
  const stride = Math.max(1, size / SAMPLES);
  const picked: number[] = [];
  for (let at = random.next() * stride; at < size; at += stride) {
    const i = Math.floor(Math.min(size - 1, at + (random.next() - 0.5) * stride * 0.9));
    if (i < 0 || (image.a && (image.a[i] as number) < 0.5)) continue;
    picked.push(...srgbToOklab(image.r[i] as number, image.g[i] as number, image.b[i] as number));
  }
  return Float32Array.from(picked);
}

/** The values of the colours along a direction, ascending. */
export function project(palette: Palette, [x, y, z]: Direction): Float32Array {
  const values = new Float32Array(palette.length / 3);
  for (let k = 0; k < values.length; k++) {
    values[k] =
      (palette[3 * k] as number) * x +
      (palette[3 * k + 1] as number) * y +
      (palette[3 * k + 2] as number) * z;
  }
  return values.sort();
}

/** A unit vector in OKLab. */
export type Direction = readonly [number, number, number];

/** The value below which a share of the ascending values lies. */
export function quantile(sorted: Float32Array, share: number): number {
  const at = share * (sorted.length - 1);
  const low = Math.floor(at);
  const high = Math.min(sorted.length - 1, low + 1);
  const start = sorted[low] as number;
  return start + ((sorted[high] as number) - start) * (at - low);
}

/**
 * How far one picture's colours must be moved to become the other's: the sliced Wasserstein
 * distance (Rabin, Peyré, Delon, Bernot 2011), in OKLab units. 0 = the same colours in the same
 * shares.
 */
export function paletteDistance(one: Palette, two: Palette): number {
  const frames = turnedFrames(8);
  let sum = 0;
  for (const frame of frames) {
    for (const direction of frame) {
      const a = project(one, direction);
      const b = project(two, direction);
      for (let q = 0; q < QUANTILES; q++) {
        const share = (q + 0.5) / QUANTILES;
        sum += Math.abs(quantile(a, share) - quantile(b, share));
      }
    }
  }
  return sum / (frames.length * 3 * QUANTILES);
}

/** Sets of three perpendicular directions: lightness and the two colour axes first. */
export function turnedFrames(count: number): (readonly [Direction, Direction, Direction])[] {
  const random = createRandom(count);
  const frames: [Direction, Direction, Direction][] = [
    [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
  ];
  while (frames.length < count) {
    const first = unit([random.next() - 0.5, random.next() - 0.5, random.next() - 0.5]);
    const second = unit(cross(first, [random.next() - 0.5, random.next() - 0.5, 0.7]));
    frames.push([first, second, cross(first, second)]);
  }
  return frames;
}

function unit([x, y, z]: Direction): Direction {
  const length = Math.hypot(x, y, z);
  return length > 1e-6 ? [x / length, y / length, z / length] : [1, 0, 0];
}

function cross(a: Direction, b: Direction): Direction {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}
