import { type Box, createFloats } from './raster.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The box with `margin` pixels more on each side, on whole pixels, as far as the picture goes. */
export function widenBox(box: Box, margin: number, { width, height }: Size): Box {
  const x = Math.max(0, Math.floor(box.x - margin));
  const y = Math.max(0, Math.floor(box.y - margin));
  const right = Math.min(width, Math.ceil(box.x + box.width + margin));
  const bottom = Math.min(height, Math.ceil(box.y + box.height + margin));
  return { x, y, width: Math.max(1, right - x), height: Math.max(1, bottom - y) };
}

/** The values within `area` of a plane that is `width` wide. */
export function cropFloats(from: Float32Array, width: number, area: Box): Float32Array {
  const out = createFloats(area.width * area.height);
  for (let y = 0; y < area.height; y++) {
    const start = (area.y + y) * width + area.x;
    out.set(from.subarray(start, start + area.width), y * area.width);
  }
  return out;
}

/** Writes cropped values back to their place in a plane that is `width` wide. */
export function pasteFloats(
  part: Float32Array,
  into: Float32Array,
  { width, area }: { readonly width: number; readonly area: Box },
): void {
  for (let y = 0; y < area.height; y++) {
    const row = part.subarray(y * area.width, (y + 1) * area.width);
    into.set(row, (area.y + y) * width + area.x);
  }
}
