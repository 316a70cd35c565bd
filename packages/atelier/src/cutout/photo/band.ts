/** A mask on a grid of pixels: 1 inside. */
export interface Mask {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/**
 * Pixels within `reach` steps of the mask's outline, in reading order. Steps alternate between
 * four and eight neighbours, which makes the band's own outline an octagon, close to a circle.
 */
export function outlineBand(mask: Mask, reach: number): Int32Array {
  const { width, height, data } = mask;
  const steps = new Uint8Array(data.length);
  let front: number[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const p = y * width + x;
      const edge =
        (x + 1 < width && data[p + 1] !== data[p]) ||
        (x > 0 && data[p - 1] !== data[p]) ||
        (y + 1 < height && data[p + width] !== data[p]) ||
        (y > 0 && data[p - width] !== data[p]);
      if (edge) {
        steps[p] = 1;
        front.push(p);
      }
    }
  }
  for (let step = 1; step < reach; step++) front = growFront(front, { mask, steps, step });
  let count = 0;
  for (const value of steps) if (value > 0) count++;
  const band = new Int32Array(count);
  let k = 0;
  for (let p = 0; p < steps.length; p++) if ((steps[p] as number) > 0) band[k++] = p;
  return band;
}

function growFront(
  front: readonly number[],
  state: { mask: Mask; steps: Uint8Array; step: number },
): number[] {
  const { width, height } = state.mask;
  const grown: number[] = [];
  const diagonal = state.step % 2 === 0;
  for (const p of front) {
    const x = p % width;
    const y = (p - x) / width;
    for (let dy = -1; dy <= 1; dy++) {
      for (let dx = -1; dx <= 1; dx++) {
        if (!diagonal && dx !== 0 && dy !== 0) continue;
        const qx = x + dx;
        const qy = y + dy;
        if (qx < 0 || qy < 0 || qx >= width || qy >= height) continue;
        const q = qy * width + qx;
        if ((state.steps[q] as number) > 0) continue;
        state.steps[q] = state.step + 1;
        grown.push(q);
      }
    }
  }
  return grown;
}
