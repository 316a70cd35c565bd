import type { Size } from './choose-size.ts';

/** The 69 sizes of every Ideogram 3.0 operation (`ResolutionV3`, Ideogram's OpenAPI document). */
export const RESOLUTIONS_V3 = split(`
  512x1536 576x1408 576x1472 576x1536 640x1344 640x1408 640x1472 640x1536 704x1152 704x1216
  704x1280 704x1344 704x1408 704x1472 736x1312 768x1088 768x1216 768x1280 768x1344 800x1280
  832x960 832x1024 832x1088 832x1152 832x1216 832x1248 864x1152 896x960 896x1024 896x1088
  896x1120 896x1152 960x832 960x896 960x1024 960x1088 1024x832 1024x896 1024x960 1024x1024
  1088x768 1088x832 1088x896 1088x960 1120x896 1152x704 1152x832 1152x864 1152x896 1216x704
  1216x768 1216x832 1248x832 1280x704 1280x768 1280x800 1312x736 1344x640 1344x704 1344x768
  1408x576 1408x640 1408x704 1472x576 1472x640 1472x704 1536x512 1536x576 1536x640
`);

/** The 36 sizes of Ideogram 4.0, 1K and 2K (`ResolutionV4`, document of 2026-07-02). */
export const RESOLUTIONS_V4 = split(`
  2048x2048 1440x2880 2880x1440 1664x2496 2496x1664 1792x2240 2240x1792 1440x2560 2560x1440
  1600x2560 2560x1600 1728x2304 2304x1728 1296x3168 3168x1296 1152x2944 2944x1152 1248x3328
  3328x1248 1280x3072 3072x1280 1024x3072 3072x1024 1024x1024 896x1120 1120x896 864x1152
  1152x864 832x1248 1248x832 800x1280 1280x800 720x1280 1280x720 720x1440 1440x720
`);

/** The 15 ratios of Ideogram 3.0, width x height (`AspectRatioV3`). */
export const RATIOS_V3 = split('1x3 3x1 1x2 2x1 9x16 16x9 10x16 16x10 2x3 3x2 3x4 4x3 4x5 5x4 1x1');

/** The same, as callers write them: `16:9`. */
export const WIRE_RATIOS_V3 = RATIOS_V3.map((ratio) => ratio.replace('x', ':'));

function split(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

/** Reads `1024x768` or `16:9`. Throws a RangeError on anything else. */
export function parsePair(text: string): Size {
  const match = /^(\d+)[x:](\d+)$/.exec(text);
  if (match === null) throw new RangeError(`"${text}" is no pair of numbers`);
  return { width: Number(match[1]), height: Number(match[2]) };
}

/**
 * The member of `allowed` whose shape is nearest to `wanted`; among equal shapes the one nearest
 * in area. An exact member is returned as it is. `allowed` is not empty.
 */
export function findNearest(wanted: Size, allowed: readonly string[]): string {
  const distances = allowed.map((name) => ({ name, ...measure(wanted, parsePair(name)) }));
  distances.sort((a, b) => a.shape - b.shape || a.area - b.area);
  return distances[0]?.name ?? '';
}

/** Distances on a logarithmic scale; shapes closer than a thousandth count as equal. */
function measure(one: Size, other: Size): { shape: number; area: number } {
  const shape = Math.abs(Math.log((one.width * other.height) / (one.height * other.width)));
  const area = Math.abs(Math.log((one.width * one.height) / (other.width * other.height)));
  return { shape: Math.round(shape * 1000), area };
}

/** A ratio as pixels of about one megapixel, so that the nearest size is one of that class. */
export function scaleToMegapixel({ width, height }: Size): Size {
  const factor = Math.sqrt((1024 * 1024) / (width * height));
  return { width: width * factor, height: height * factor };
}
