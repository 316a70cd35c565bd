import type { Mask } from './band.ts';

const DIRECTIONS = [
  [1, 0],
  [1, 1],
  [0, 1],
  [-1, 1],
  [-1, 0],
  [-1, -1],
  [0, -1],
  [1, -1],
] as const;

/**
 * In how many of eight directions each pixel sees the mask within `reach` pixels: 8 in a hole or
 * in the mask, 5 or 6 between legs, 4 or fewer outside. Eyes, muzzles and shirts enclosed by the
 * subject belong to it even when their colour is the ground's.
 */
export function measureEnclosure(mask: Mask, reach: number): Uint8Array {
  const seen = new Uint8Array(mask.data.length);
  for (const [dx, dy] of DIRECTIONS) addDirection(seen, { mask, reach, dx, dy });
  return seen;
}

function addDirection(
  seen: Uint8Array,
  scan: { mask: Mask; reach: number; dx: number; dy: number },
): void {
  const { mask, reach, dx, dy } = scan;
  const { width, height, data } = mask;
  const left = new Int16Array(data.length);
  const forward = dy > 0 || (dy === 0 && dx > 0);
  for (let k = 0; k < data.length; k++) {
    const p = forward ? k : data.length - 1 - k;
    const x = p % width;
    const px = x - dx;
    const py = (p - x) / width - dy;
    let remaining = 0;
    if (px >= 0 && py >= 0 && px < width && py < height) {
      remaining = (left[py * width + px] as number) - 1;
    }
    if (data[p] === 1) remaining = reach;
    left[p] = remaining;
    if (remaining > 0) seen[p] = (seen[p] as number) + 1;
  }
}
