import type { Skin } from './solids.ts';

/** A place on a face, 0..1 each way, and the face's size in metres. */
export interface FacePlace {
  readonly a: number;
  readonly b: number;
  readonly w: number;
  readonly h: number;
}

/** 1 where a window is glass, 0 at its frame and bars; a `size` above 1 rounds its top. */
export function glassAt(skin: Skin, { a, b, w, h }: FacePlace): number {
  const frame = 0.07;
  const x = a * w;
  const y = b * h;
  if (x < frame || x > w - frame || y < frame || y > h - frame) return 0;
  if (skin.size > 1) {
    const middle = w / 2;
    const spring = h - middle * skin.size;
    if (y > spring) {
      const up = (y - spring) / (h - frame - spring);
      const side = Math.abs(x - middle) / (middle - frame);
      if (up * up + side * side > 1) return 0;
    }
  }
  const columns = Math.max(2, Math.round(w / 0.62));
  const rows = Math.max(2, Math.round(h / 0.62));
  const u = (a * columns) % 1;
  const v = (b * rows) % 1;
  const bar = 0.022;
  const du = (Math.min(u, 1 - u) * w) / columns;
  const dv = (Math.min(v, 1 - v) * h) / rows;
  return du < bar || dv < bar ? 0 : 1;
}
