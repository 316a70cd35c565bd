import { type Bands, defineKernel } from './kernel.ts';
import { createFloats, createPlane, type Plane, type Raster, releaseFloats } from './raster.ts';

/** A size in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * A plane at another size. Pixel centres map to pixel centres, so nothing shifts; enlarging is
 * bilinear, reducing averages with a triangle as wide as the reduction, so nothing aliases.
 */
export function resizePlane(plane: Plane, size: Size, bands: Bands): Plane {
  const half = createFloats(size.width * plane.height);
  const out = createPlane(size.width, size.height);
  const across = resampleTaps(plane.width, size.width);
  const down = resampleTaps(plane.height, size.height);
  bands.run(
    resizeRows,
    { from: plane.data, to: half, fromWidth: plane.width, toWidth: size.width, taps: across },
    plane.height,
  );
  bands.run(
    resizeColumns,
    { from: half, to: out.data, width: size.width, taps: down },
    size.height,
  );
  releaseFloats(half);
  return out;
}

/** `resizePlane` of the three colour planes. */
export function resizeRaster(image: Raster, size: Size, bands: Bands): Raster {
  const { width, height } = image;
  const plane = (data: Float32Array) => resizePlane({ width, height, data }, size, bands).data;
  return { ...size, r: plane(image.r), g: plane(image.g), b: plane(image.b) };
}

/** The plane's value between pixels; `x`,`y` in pixel centres (0 = the first), edges repeated. */
export function sampleBilinear(plane: Plane, x: number, y: number): number {
  const { width, height, data } = plane;
  const cx = x < 0 ? 0 : Math.min(x, width - 1);
  const cy = y < 0 ? 0 : Math.min(y, height - 1);
  const x0 = cx | 0;
  const y0 = cy | 0;
  const fx = cx - x0;
  const fy = cy - y0;
  const right = x0 + 1 < width ? 1 : 0;
  const below = y0 + 1 < height ? width : 0;
  const i = y0 * width + x0;
  const a = data[i] as number;
  const b = data[i + right] as number;
  const c = data[i + below] as number;
  const d = data[i + below + right] as number;
  const top = a + (b - a) * fx;
  return top + (c + (d - c) * fx - top) * fy;
}

interface Taps {
  /** First source index and weights of every output index, `count` of them each. */
  readonly first: Int32Array;
  readonly weights: Float32Array;
  readonly count: number;
  readonly last: number;
}

function resampleTaps(from: number, to: number): Taps {
  const ratio = from / to;
  const support = Math.max(1, ratio);
  const count = Math.ceil(support * 2) + 1;
  const first = new Int32Array(new SharedArrayBuffer(to * 4));
  const weights = createFloats(to * count);
  for (let i = 0; i < to; i++) {
    const centre = (i + 0.5) * ratio - 0.5;
    const start = Math.ceil(centre - support);
    first[i] = start;
    let sum = 0;
    for (let k = 0; k < count; k++) {
      const weight = Math.max(0, 1 - Math.abs(start + k - centre) / support);
      weights[i * count + k] = weight;
      sum += weight;
    }
    for (let k = 0; k < count; k++) {
      weights[i * count + k] = (weights[i * count + k] as number) / sum;
    }
  }
  return { first, weights, count, last: from - 1 };
}

interface ResizeRowsArgs {
  readonly from: Float32Array;
  readonly to: Float32Array;
  readonly fromWidth: number;
  readonly toWidth: number;
  readonly taps: Taps;
}

const resizeRows = defineKernel<ResizeRowsArgs>('raster/resize-rows', (args, y0, y1) => {
  const { from, to, fromWidth, toWidth, taps } = args;
  const { first, weights, count, last } = taps;
  for (let y = y0; y < y1; y++) {
    const row = y * fromWidth;
    for (let x = 0; x < toWidth; x++) {
      let sum = 0;
      const start = first[x] as number;
      for (let k = 0; k < count; k++) {
        const i = start + k;
        const at = i < 0 ? 0 : Math.min(i, last);
        sum += (from[row + at] as number) * (weights[x * count + k] as number);
      }
      to[y * toWidth + x] = sum;
    }
  }
});

interface ResizeColumnsArgs {
  readonly from: Float32Array;
  readonly to: Float32Array;
  readonly width: number;
  readonly taps: Taps;
}

const resizeColumns = defineKernel<ResizeColumnsArgs>('raster/resize-columns', (args, y0, y1) => {
  const { from, to, width, taps } = args;
  const { first, weights, count, last } = taps;
  for (let y = y0; y < y1; y++) {
    const out = y * width;
    const start = first[y] as number;
    for (let k = 0; k < count; k++) {
      const weight = weights[y * count + k] as number;
      if (weight === 0) continue;
      const row = Math.min(last, Math.max(0, start + k)) * width;
      for (let x = 0; x < width; x++) {
        to[out + x] = (to[out + x] as number) + (from[row + x] as number) * weight;
      }
    }
  }
});
