import { gaussianBlur } from '../raster/blur.ts';
import { cropFloats, pasteFloats, widenBox } from '../raster/crop.ts';
import type { Bands } from '../raster/kernel.ts';
import { clamp01 } from '../raster/noise.ts';
import {
  type Box,
  createFloats,
  type Plane,
  type RasterA,
  releaseFloats,
} from '../raster/raster.ts';

/** Smallest rectangle around coverage of at least 0.5, or null when there is none. */
export function boxOf(alpha: Plane): Box | null {
  const { width, height, data } = alpha;
  let left = width;
  let right = -1;
  let top = height;
  let bottom = -1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if ((data[y * width + x] as number) < 0.5) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      bottom = y;
    }
  }
  if (right < 0) return null;
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/** True when the character runs out of the picture at its lower edge: a bust, not a figure. */
export function reachesBottom(alpha: Plane, box: Box): boolean {
  const { width, height, data } = alpha;
  const row = height - 1 - Math.round(height * 0.006);
  let covered = 0;
  for (let x = 0; x < width; x++) if ((data[row * width + x] as number) >= 0.5) covered++;
  return covered > box.width * 0.22;
}

/**
 * The picture with the character's own colour in its soft pixels: there the background shines
 * through, so the colour is taken from the nearest opaque neighbours instead. `box` holds the
 * character; farther from it nothing is seen, so nothing is changed.
 */
export function decontaminate(
  picture: RasterA,
  { alpha, box }: { readonly alpha: Plane; readonly box: Box },
  bands: Bands,
): RasterA {
  const reach = Math.max(1.5, Math.max(picture.width, picture.height) / 260);
  const area = widenBox(box, Math.ceil(reach * 4) + 4, picture);
  const size = area.width * area.height;
  const weight = cropFloats(alpha.data, picture.width, area);
  for (let i = 0; i < size; i++) weight[i] = clamp01(((weight[i] as number) - 0.9) * 12);
  const blur = (data: Float32Array) => gaussianBlur({ ...area, data }, reach, bands).data;
  const total = blur(weight);
  const channel = (whole: Float32Array) => {
    const from = cropFloats(whole, picture.width, area);
    const weighted = createFloats(size);
    for (let i = 0; i < size; i++) weighted[i] = (from[i] as number) * (weight[i] as number);
    const blurred = blur(weighted);
    for (let i = 0; i < size; i++) {
      const sum = total[i] as number;
      const trust = clamp01(sum * 40) * (1 - (weight[i] as number));
      const near = sum > 1e-5 ? (blurred[i] as number) / sum : 0;
      from[i] = (from[i] as number) * (1 - trust) + near * trust;
    }
    const changed = createFloats(whole.length);
    changed.set(whole);
    pasteFloats(from, changed, { width: picture.width, area });
    releaseFloats(from, weighted, blurred);
    return changed;
  };
  const { width, height, r, g, b } = picture;
  const cleaned = { width, height, r: channel(r), g: channel(g), b: channel(b), a: alpha.data };
  releaseFloats(weight, total);
  return cleaned;
}
