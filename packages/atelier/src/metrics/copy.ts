import { type Bands, serialBands } from '../raster/kernel.ts';
import { toOklab } from '../raster/oklab.ts';
import type { Raster } from '../raster/raster.ts';
import { resizeRaster } from '../raster/resample.ts';

/** Whether the result is the source picture handed back. */
export interface CopyCheck {
  /** Correlation of the two whole pictures at 48 pixels a side, 0..1. */
  readonly likeness: number;
  /** True when likeness and colours are those of the source picture itself. */
  readonly copied: boolean;
}

const SIDE = 48;
const COPY_LIKENESS = 0.95;
const COPY_DISTANCE = 0.05;

/** Compares the whole source picture, stretched or cropped to the result's shape, to the result. */
export function checkCopy(source: Raster, result: Raster, bands: Bands): CopyCheck {
  const size = { width: SIDE, height: SIDE };
  const two = resizeRaster(result, size, bands);
  let best: CopyCheck = { likeness: 0, copied: false };
  for (const view of [source, cropToShape(source, result.width / result.height)]) {
    const one = resizeRaster(view, size, bands);
    const { correlation, distance } = compare(one, two);
    const copied = correlation >= COPY_LIKENESS && distance <= COPY_DISTANCE;
    const likeness = Math.max(0, Math.round(correlation * 1e3) / 1e3);
    if (likeness > best.likeness || (copied && !best.copied)) best = { likeness, copied };
  }
  return best;
}

/** The middle of the picture in another shape. */
function cropToShape(image: Raster, aspect: number): Raster {
  const width = Math.max(1, Math.min(image.width, Math.round(image.height * aspect)));
  const height = Math.max(1, Math.min(image.height, Math.round(image.width / aspect)));
  const x0 = (image.width - width) >> 1;
  const y0 = (image.height - height) >> 1;
  const cut = (plane: Float32Array) => {
    const out = new Float32Array(width * height);
    for (let y = 0; y < height; y++) {
      const start = (y + y0) * image.width + x0;
      out.set(plane.subarray(start, start + width), y * width);
    }
    return out;
  };
  return { width, height, r: cut(image.r), g: cut(image.g), b: cut(image.b) };
}

function compare(one: Raster, two: Raster): { correlation: number; distance: number } {
  const [a, b] = [toOklab(one, serialBands), toOklab(two, serialBands)];
  const n = a.l.length;
  const meanA = a.l.reduce((sum, v) => sum + v, 0) / n;
  const meanB = b.l.reduce((sum, v) => sum + v, 0) / n;
  let [ab, aa, bb, distance] = [0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const light = (a.l[i] as number) - meanA;
    const other = (b.l[i] as number) - meanB;
    ab += light * other;
    aa += light * light;
    bb += other * other;
    const away = [a.l, a.a, a.b].map((plane, k) => {
      return (plane[i] as number) - ([b.l, b.a, b.b][k]?.[i] as number);
    });
    distance += Math.hypot(...away) / n;
  }
  const flat = aa < 1e-9 || bb < 1e-9;
  const correlation = flat ? (distance < 0.01 ? 1 : 0) : ab / Math.sqrt(aa * bb);
  return { correlation, distance };
}
