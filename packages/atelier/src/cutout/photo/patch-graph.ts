import type { Superpixels } from './superpixels.ts';
import type { WorkingPicture } from './working-picture.ts';

/** Which patches touch, and what it costs to part them. */
export interface PatchGraph {
  readonly count: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Length of the common outline in pixels. */
  readonly length: Float32Array;
  /** Mean contrast term along it: 1 where colours agree, 0 across a strong edge. */
  readonly likeness: Float32Array;
  /** Distance of the two mean colours. */
  readonly step: Float32Array;
}

/** Exponent of the contrast term: one over twice the mean squared step (Boykov and Jolly 2001). */
export function contrastExponent(work: WorkingPicture): number {
  const { width, height, l, a, b } = work;
  let sum = 0;
  let count = 0;
  for (let y = 0; y < height - 1; y++) {
    for (let x = 0; x < width - 1; x++) {
      const p = y * width + x;
      for (const q of [p + 1, p + width]) {
        sum +=
          ((l[p] as number) - (l[q] as number)) ** 2 +
          ((a[p] as number) - (a[q] as number)) ** 2 +
          ((b[p] as number) - (b[q] as number)) ** 2;
        count++;
      }
    }
  }
  return count / Math.max(2 * sum, 2 * count);
}

/** The patches' neighbourhood, each outline summed over the pixel pairs that cross it. */
export function createPatchGraph(
  work: WorkingPicture,
  patches: Superpixels,
  exponent: number,
): PatchGraph {
  const { width, height, l, a, b } = work;
  const { labels, count } = patches;
  const found = new Map<number, { length: number; likeness: number }>();
  const cross = (p: number, q: number) => {
    const c = labels[p] as number;
    const d = labels[q] as number;
    if (c === d) return;
    const key = c < d ? c * count + d : d * count + c;
    const pair = found.get(key) ?? { length: 0, likeness: 0 };
    const gap =
      ((l[p] as number) - (l[q] as number)) ** 2 +
      ((a[p] as number) - (a[q] as number)) ** 2 +
      ((b[p] as number) - (b[q] as number)) ** 2;
    pair.length += 1;
    pair.likeness += Math.exp(-exponent * gap);
    found.set(key, pair);
  };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const p = y * width + x;
      if (x + 1 < width) cross(p, p + 1);
      if (y + 1 < height) cross(p, p + width);
    }
  }
  return tabulate(found, patches);
}

function tabulate(
  found: Map<number, { length: number; likeness: number }>,
  patches: Superpixels,
): PatchGraph {
  const count = found.size;
  const graph = {
    count,
    from: new Int32Array(count),
    to: new Int32Array(count),
    length: new Float32Array(count),
    likeness: new Float32Array(count),
    step: new Float32Array(count),
  };
  let e = 0;
  for (const [key, pair] of found) {
    const d = key % patches.count;
    const c = (key - d) / patches.count;
    graph.from[e] = c;
    graph.to[e] = d;
    graph.length[e] = pair.length;
    graph.likeness[e] = pair.likeness / pair.length;
    graph.step[e] = Math.hypot(
      (patches.l[c] as number) - (patches.l[d] as number),
      (patches.a[c] as number) - (patches.a[d] as number),
      (patches.b[c] as number) - (patches.b[d] as number),
    );
    e++;
  }
  return graph;
}
