import type { Box } from '../../raster/raster.ts';
import type { Mask } from './band.ts';

/** The box is rough: this share of its size is allowed around it. */
const BOX_SLACK = 0.08;
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
