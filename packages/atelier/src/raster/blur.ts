import { type Bands, defineKernel } from './kernel.ts';
import { createFloats, createPlane, type Plane, type Raster, releaseFloats } from './raster.ts';

/** Columns a vertical pass works on together: one strip fills whole cache lines. */
const STRIP = 32;
/** Below this the box approximation is poor and the exact kernel is short anyway. */
const SMALL_SIGMA = 1.2;

/**
 * Gaussian blur with `sigma` in pixels, edges repeated: three extended box passes (Gwosdek,
 * Grewenig, Bruhn, Weickert 2011, "Theoretical foundations of Gaussian convolution by extended box
 * filtering"), whose cost does not grow with sigma; exact below 1.2 pixels.
 */
export function gaussianBlur(plane: Plane, sigma: number, bands: Bands): Plane {
  if (sigma < SMALL_SIGMA) return gaussianBlurExact(plane, sigma, bands);
  const { width, height } = plane;
  const half = createFloats(width * height);
  const out = createPlane(width, height);
  const box = extendedBox(sigma);
  bands.run(boxRows, { from: plane.data, to: half, width, box }, height);
  const strips = Math.ceil(width / STRIP);
  bands.run(boxColumns, { from: half, to: out.data, width, height, box }, strips);
  releaseFloats(half);
  return out;
}

/** Gaussian blur by the sampled kernel, cut at 3 sigma, edges repeated. For small sigma. */
export function gaussianBlurExact(plane: Plane, sigma: number, bands: Bands): Plane {
  const { width, height } = plane;
  const half = createFloats(width * height);
  const out = createPlane(width, height);
  const taps = gaussianTaps(sigma);
  bands.run(tapRows, { from: plane.data, to: half, width, taps }, height);
  bands.run(tapColumns, { from: half, to: out.data, width, height, taps }, height);
  releaseFloats(half);
  return out;
}

/** `gaussianBlur` of the three colour planes. */
export function blurRaster(image: Raster, sigma: number, bands: Bands): Raster {
  const { width, height } = image;
  const plane = (data: Float32Array) => gaussianBlur({ width, height, data }, sigma, bands).data;
  return { width, height, r: plane(image.r), g: plane(image.g), b: plane(image.b) };
}

/** Right half of a sampled Gaussian, centre first, whole kernel summing to 1. */
export function gaussianTaps(sigma: number): Float32Array {
  const radius = Math.max(1, Math.ceil(sigma * 3));
  const taps = createFloats(radius + 1);
  let sum = 0;
  for (let i = 0; i <= radius; i++) {
    const tap = sigma <= 0 ? (i === 0 ? 1 : 0) : Math.exp((-i * i) / (2 * sigma * sigma));
    taps[i] = tap;
    sum += i === 0 ? tap : 2 * tap;
  }
  for (let i = 0; i <= radius; i++) taps[i] = (taps[i] as number) / sum;
  return taps;
}

interface ExtendedBox {
  /** Whole pixels each side of the centre. */
  readonly radius: number;
  /** Weight of the next pixel outwards. */
  readonly edge: number;
}

function extendedBox(sigma: number): ExtendedBox {
  const variance = (sigma * sigma) / 3;
  const radius = Math.floor((Math.sqrt(12 * variance + 1) - 1) / 2);
  const edge =
    ((2 * radius + 1) * (radius * (radius + 1) - 3 * variance)) /
    (6 * (variance - (radius + 1) ** 2));
  return { radius, edge };
}

interface RowArgs {
  readonly from: Float32Array;
  readonly to: Float32Array;
  readonly width: number;
}

const boxRows = defineKernel<RowArgs & { box: ExtendedBox }>(
  'raster/blur-box-rows',
  ({ from, to, width, box }, y0, y1) => {
    const one = new Float32Array(width);
    const two = new Float32Array(width);
    for (let y = y0; y < y1; y++) {
      const start = y * width;
      boxLine(from.subarray(start, start + width), one, box);
      boxLine(one, two, box);
      boxLine(two, to.subarray(start, start + width), box);
    }
  },
);

function boxLine(from: Float32Array, to: Float32Array, box: ExtendedBox): void {
  const { radius, edge } = box;
  const last = from.length - 1;
  const scale = 1 / (2 * radius + 1 + 2 * edge);
  let sum = 0;
  for (let i = -radius; i <= radius; i++) sum += from[i < 0 ? 0 : Math.min(i, last)] as number;
  for (let x = 0; x <= last; x++) {
    const before = x - radius;
    const after = x + radius + 1;
    const right = from[Math.min(after, last)] as number;
    const left = from[before <= 0 ? 0 : before - 1] as number;
    to[x] = (sum + edge * (left + right)) * scale;
    sum += right - (from[Math.max(before, 0)] as number);
  }
}

interface ColumnArgs extends RowArgs {
  readonly height: number;
  readonly box: ExtendedBox;
}

// A "row" of this kernel is a strip of columns: running sums over whole columns make every value
// independent of how the strips were shared out.
const boxColumns = defineKernel<ColumnArgs>('raster/blur-box-columns', (args, s0, s1) => {
  const { from, to, width, height, box } = args;
  const one = new Float32Array(STRIP * height);
  const two = new Float32Array(STRIP * height);
  for (let strip = s0; strip < s1; strip++) {
    const x0 = strip * STRIP;
    const columns = Math.min(STRIP, width - x0);
    for (let y = 0; y < height; y++) {
      one.set(from.subarray(y * width + x0, y * width + x0 + columns), y * STRIP);
    }
    boxStrip(one, two, { height, columns, box });
    boxStrip(two, one, { height, columns, box });
    boxStrip(one, two, { height, columns, box });
    for (let y = 0; y < height; y++) {
      to.set(two.subarray(y * STRIP, y * STRIP + columns), y * width + x0);
    }
  }
});

interface StripSize {
  readonly height: number;
  readonly columns: number;
  readonly box: ExtendedBox;
}

function boxStrip(from: Float32Array, to: Float32Array, size: StripSize): void {
  const { height, columns, box } = size;
  const { radius, edge } = box;
  const last = height - 1;
  const scale = 1 / (2 * radius + 1 + 2 * edge);
  const sums = new Float64Array(STRIP);
  const rowOf = (y: number) => (y < 0 ? 0 : Math.min(y, last)) * STRIP;
  for (let y = -radius; y <= radius; y++) {
    const row = rowOf(y);
    for (let c = 0; c < columns; c++) sums[c] = (sums[c] as number) + (from[row + c] as number);
  }
  for (let y = 0; y <= last; y++) {
    const above = rowOf(y - radius - 1);
    const below = rowOf(y + radius + 1);
    const leaving = rowOf(y - radius);
    const out = y * STRIP;
    for (let c = 0; c < columns; c++) {
      const sum = sums[c] as number;
      const enters = from[below + c] as number;
      to[out + c] = (sum + edge * ((from[above + c] as number) + enters)) * scale;
      sums[c] = sum + enters - (from[leaving + c] as number);
    }
  }
}

const tapRows = defineKernel<RowArgs & { taps: Float32Array }>(
  'raster/blur-tap-rows',
  ({ from, to, width, taps }, y0, y1) => {
    const last = width - 1;
    for (let y = y0; y < y1; y++) {
      const start = y * width;
      for (let x = 0; x < width; x++) {
        let sum = (from[start + x] as number) * (taps[0] as number);
        for (let k = 1; k < taps.length; k++) {
          const left = from[start + Math.max(x - k, 0)] as number;
          const right = from[start + Math.min(x + k, last)] as number;
          sum += (left + right) * (taps[k] as number);
        }
        to[start + x] = sum;
      }
    }
  },
);

const tapColumns = defineKernel<RowArgs & { taps: Float32Array; height: number }>(
  'raster/blur-tap-columns',
  ({ from, to, width, height, taps }, y0, y1) => {
    for (let y = y0; y < y1; y++) {
      const out = y * width;
      const centre = taps[0] as number;
      for (let x = 0; x < width; x++) to[out + x] = (from[out + x] as number) * centre;
      for (let k = 1; k < taps.length; k++) {
        const up = Math.max(0, y - k) * width;
        const down = Math.min(height - 1, y + k) * width;
        const tap = taps[k] as number;
        for (let x = 0; x < width; x++) {
          const pair = (from[up + x] as number) + (from[down + x] as number);
          to[out + x] = (to[out + x] as number) + pair * tap;
        }
      }
    }
  },
);
