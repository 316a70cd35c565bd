import type { Box, RasterA } from '../../raster/raster.ts';

/** A small copy of the picture in a perceptual space, on which the subject is looked for. */
export interface WorkingPicture {
  readonly width: number;
  readonly height: number;
  /** Working pixels per full-size pixel, across and down (both <= 1). */
  readonly scaleX: number;
  readonly scaleY: number;
  /** Lightness and the two colour axes, in units in which 2.5 is about one just-noticeable step. */
  readonly l: Float32Array;
  readonly a: Float32Array;
  readonly b: Float32Array;
}

/** Working size: long side 300 px keeps limbs a few pixels wide and a search under a second. */
const LONG_SIDE = 300;

/** The picture at working size by area averages, in OKLab (Ottosson 2020). */
export function createWorkingPicture(picture: RasterA, longSide = LONG_SIDE): WorkingPicture {
  const shrink = Math.min(1, longSide / Math.max(picture.width, picture.height));
  const width = Math.max(1, Math.round(picture.width * shrink));
  const height = Math.max(1, Math.round(picture.height * shrink));
  const size = { width, height };
  const l = shrinkPlane(picture.r, picture, size);
  const a = shrinkPlane(picture.g, picture, size);
  const b = shrinkPlane(picture.b, picture, size);
  toLab(l, a, b);
  const scaleX = width / picture.width;
  const scaleY = height / picture.height;
  return { width, height, scaleX, scaleY, l, a, b };
}

/** The box in working pixels, clipped to the picture. */
export function boxInWorking(box: Box, work: WorkingPicture): Box {
  const x0 = Math.max(0, Math.min(work.width - 1, box.x * work.scaleX));
  const y0 = Math.max(0, Math.min(work.height - 1, box.y * work.scaleY));
  const x1 = Math.max(x0 + 1, Math.min(work.width, (box.x + box.width) * work.scaleX));
  const y1 = Math.max(y0 + 1, Math.min(work.height, (box.y + box.height) * work.scaleY));
  return { x: x0, y: y0, width: x1 - x0, height: y1 - y0 };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Area average of a plane: every source pixel counts by the share that falls into the target's. */
function shrinkPlane(source: Float32Array, from: Size, to: Size): Float32Array {
  const across = new Float32Array(to.width * from.height);
  const columns = overlaps(from.width, to.width);
  for (let y = 0; y < from.height; y++) {
    for (let x = 0; x < to.width; x++) {
      let sum = 0;
      const { first, weights } = columns[x] as Overlap;
      for (let k = 0; k < weights.length; k++)
        sum += (source[y * from.width + first + k] as number) * (weights[k] as number);
      across[y * to.width + x] = sum;
    }
  }
  const out = new Float32Array(to.width * to.height);
  const rows = overlaps(from.height, to.height);
  for (let y = 0; y < to.height; y++) {
    const { first, weights } = rows[y] as Overlap;
    for (let k = 0; k < weights.length; k++) {
      const row = (first + k) * to.width;
      for (let x = 0; x < to.width; x++)
        out[y * to.width + x] =
          (out[y * to.width + x] as number) + (across[row + x] as number) * (weights[k] as number);
    }
  }
  return out;
}

interface Overlap {
  readonly first: number;
  readonly weights: Float32Array;
}

function overlaps(from: number, to: number): Overlap[] {
  const step = from / to;
  return Array.from({ length: to }, (_, i) => {
    const start = i * step;
    const end = Math.min(from, start + step);
    const first = Math.min(from - 1, Math.floor(start));
    const last = Math.min(from - 1, Math.max(first, Math.ceil(end - 1e-6) - 1));
    const weights = new Float32Array(last - first + 1);
    for (let k = first; k <= last; k++) {
      weights[k - first] = (Math.min(end, k + 1) - Math.max(start, k)) / (end - start);
    }
    return { first, weights };
  });
}

const toLinear = (v: number) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);

/** Replaces gamma-encoded red, green, blue by scaled OKLab in place. */
export function toLab(r: Float32Array, g: Float32Array, b: Float32Array): void {
  for (let i = 0; i < r.length; i++) {
    const lr = toLinear(Math.min(1, Math.max(0, r[i] as number)));
    const lg = toLinear(Math.min(1, Math.max(0, g[i] as number)));
    const lb = toLinear(Math.min(1, Math.max(0, b[i] as number)));
    const long = Math.cbrt(0.4122214708 * lr + 0.5363325363 * lg + 0.0514459929 * lb);
    const middle = Math.cbrt(0.2119034982 * lr + 0.6806995451 * lg + 0.1073969566 * lb);
    const short = Math.cbrt(0.0883024619 * lr + 0.2817188376 * lg + 0.6299787005 * lb);
    r[i] = 100 * (0.2104542553 * long + 0.793617785 * middle - 0.0040720468 * short);
    g[i] = 220 * (1.9779984951 * long - 2.428592205 * middle + 0.4505937099 * short);
    b[i] = 220 * (0.0259040371 * long + 0.7827717662 * middle - 0.808675766 * short);
  }
}
