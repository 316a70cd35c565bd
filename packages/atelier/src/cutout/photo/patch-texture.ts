import type { Superpixels } from './superpixels.ts';
import type { WorkingPicture } from './working-picture.ts';

/**
 * How grainy each patch is: the log of its mean local lightness step, in units of about one
 * colour step. A subject in focus differs from ground out of focus by it.
 */
export function measureTexture(work: WorkingPicture, patches: Superpixels): Float32Array {
  const { width, height, l } = work;
  const sum = new Float32Array(patches.count);
  const count = new Float32Array(patches.count);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const p = y * width + x;
      const patch = patches.labels[p] as number;
      // Pixels on a patch's outline see the neighbour's colour, not the patch's own grain.
      if (patches.labels[p + 1] !== patch || patches.labels[p - 1] !== patch) continue;
      if (patches.labels[p + width] !== patch || patches.labels[p - width] !== patch) continue;
      const mean =
        ((l[p - 1] as number) +
          (l[p + 1] as number) +
          (l[p - width] as number) +
          (l[p + width] as number)) /
        4;
      sum[patch] = (sum[patch] as number) + Math.abs((l[p] as number) - mean);
      count[patch] = (count[patch] as number) + 1;
    }
  }
  return sum.map((value, i) => 8 * Math.log(0.3 + value / Math.max(1, count[i] as number)));
}
