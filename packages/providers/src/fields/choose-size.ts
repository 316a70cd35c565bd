import type { DeliveredPicture, ImageOrder } from '../define-provider.ts';
import { readPicture } from '../http/read-picture.ts';

/** Width and height in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What a route can make. */
export interface SizeBounds {
  /** Pixels of the whole picture where only a ratio is given. */
  readonly areaPixels: number;
  /** Sides are multiples of this many pixels. */
  readonly step: number;
}

/** The size to ask for: the caller's, or one of the given area in the caller's ratio, or null. */
export function chooseSize(order: ImageOrder, bounds: SizeBounds): Size | null {
  if (order.size) return order.size;
  const ratio = readRatio(order.options.aspect_ratio);
  if (ratio === null) return null;
  const width = Math.sqrt(bounds.areaPixels * ratio);
  return { width: toStep(width, bounds.step), height: toStep(width / ratio, bounds.step) };
}

/** The next multiple of `step`, at least one. */
export function toStep(pixels: number, step: number): number {
  return Math.max(1, Math.round(pixels / step)) * step;
}

/** Width over height of `16:9` or `16x9`; null when absent. */
export function readRatio(text: string | undefined): number | null {
  const [width, height] = (text ?? '').split(/[:x]/).map(Number);
  return width && height ? width / height : null;
}

/** A sentence where the pictures that came have another size than was asked for. */
export function warnAboutSize(asked: Size | null, pictures: readonly DeliveredPicture[]): string[] {
  if (asked === null) return [];
  const others = pictures.flatMap(({ bytes }) => {
    const made = readPicture(bytes);
    const same = made?.width === asked.width && made.height === asked.height;
    return made === null || same ? [] : [`${made.width}x${made.height}`];
  });
  if (others.length === 0) return [];
  const sizes = [...new Set(others)].join(', ');
  return [`size ${asked.width}x${asked.height} was asked for and ${sizes} was made`];
}

/** The nearest of a maker's ratios (`16:9`) to a size or ratio, on a logarithmic scale. */
export function nearestRatio(ratio: number, ratios: readonly string[]): string {
  const gap = (text: string) => Math.abs(Math.log((readRatio(text) ?? 1) / ratio));
  return ratios.reduce((best, one) => (gap(one) < gap(best) ? one : best));
}

/** The ratio that the caller asked for in either way; null when in none. */
export function askedRatio({ size, options }: ImageOrder): number | null {
  return size ? size.width / size.height : readRatio(options.aspect_ratio);
}
