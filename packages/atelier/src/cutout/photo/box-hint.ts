import { cropFloats, pasteFloats, widenBox } from '../../raster/crop.ts';
import { type Box, createFloats, type Plane, type RasterA } from '../../raster/raster.ts';
import type { Mask } from './band.ts';

/** The box is rough: this share of its size is allowed around it. */
const BOX_SLACK = 0.13;
/** Log odds against the subject outside the box. */
const OUTSIDE_LEAN = 2.5;

/** True when the place lies in the box or within its slack. */
export function inRoughBox(box: Box, x: number, y: number): boolean {
  const slackX = BOX_SLACK * box.width;
  const slackY = BOX_SLACK * box.height;
  const inX = x > box.x - slackX && x < box.x + box.width + slackX;
  return inX && y > box.y - slackY && y < box.y + box.height + slackY;
}

/** Leans every pixel outside the rough box towards the ground. */
export function leanIntoBox(lean: Float32Array, { mask, box }: { mask: Mask; box: Box }): void {
  for (let p = 0; p < lean.length; p++) {
    const x = p % mask.width;
    const y = (p - x) / mask.width;
    if (!inRoughBox(box, x, y)) lean[p] = (lean[p] as number) - OUTSIDE_LEAN;
  }
}

/** Ground to be seen around the box, as a share of its longer side. */
const SURROUNDINGS = 0.25;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The part of the picture that is looked at: the box and some ground around it. */
export function frameAround(box: Box, size: Size): Box {
  return widenBox(box, SURROUNDINGS * Math.max(box.width, box.height), size);
}

/** The framed part of a picture. */
export function cropPicture({ width, r, g, b, a }: RasterA, frame: Box): RasterA {
  const part = (plane: Float32Array) => cropFloats(plane, width, frame);
  return {
    width: frame.width,
    height: frame.height,
    r: part(r),
    g: part(g),
    b: part(b),
    a: part(a),
  };
}

/** The framed coverage at its place in the whole picture; nothing outside. */
export function placeInFrame(alpha: Plane, { frame, size }: { frame: Box; size: Size }): Plane {
  const { width, height } = size;
  const data = createFloats(width * height);
  pasteFloats(alpha.data, data, { width, area: frame });
  return { width, height, data };
}
