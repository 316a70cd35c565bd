import type { PatchGraph } from './patch-graph.ts';
import type { Superpixels } from './superpixels.ts';

/** Colour distance within which patches count as one region. */
const REGION_SIGMA = 10;
/** Share of the picture's side over which contrast acts. */
const CONTRAST_REACH = 0.25;

/** What the border says about each patch. */
export interface Saliency {
  /** 0..1, how likely the patch is background: its region runs along the picture's border. */
  readonly background: Float32Array;
  /** 0..1, how much the patch stands out from likely background. */
  readonly saliency: Float32Array;
}

/** Saliency from boundary connectivity: robust background detection (Zhu and others 2014). */
export function measureSaliency(patches: Superpixels, graph: PatchGraph): Saliency {
  const links = linkPatches(patches, graph);
  const background = backgroundLikelihood(patches, links);
  const contrast = weighContrast(patches, background);
  return { background, saliency: smoothSaliency(patches, graph, { background, contrast }) };
}

interface Links {
  /** Neighbours of patch i are `other[start[i]] .. other[start[i + 1] - 1]`. */
  readonly start: Int32Array;
  readonly other: Int32Array;
  readonly cost: Float32Array;
  readonly border: Uint8Array;
}

/** Neighbour lists; patches on the border are joined to each other, as the method asks. */
function linkPatches(patches: Superpixels, graph: PatchGraph): Links {
  const contact = measureContact(patches);
  const border = Uint8Array.from(contact.sides, (v, i) =>
    v + (contact.bottom[i] as number) > 0 ? 1 : 0,
  );
  const degree = new Int32Array(patches.count + 1);
  for (let e = 0; e < graph.count; e++) {
    degree[(graph.from[e] as number) + 1] = (degree[(graph.from[e] as number) + 1] as number) + 1;
    degree[(graph.to[e] as number) + 1] = (degree[(graph.to[e] as number) + 1] as number) + 1;
  }
  for (let i = 0; i < patches.count; i++)
    degree[i + 1] = (degree[i + 1] as number) + (degree[i] as number);
  const start = degree.slice();
  const fill = degree.slice();
  const other = new Int32Array(2 * graph.count);
  const cost = new Float32Array(2 * graph.count);
  for (let e = 0; e < graph.count; e++) {
    const c = graph.from[e] as number;
    const d = graph.to[e] as number;
    const step = Math.max(0, (graph.step[e] as number) - 2);
    other[fill[c] as number] = d;
    cost[fill[c] as number] = step;
    fill[c] = (fill[c] as number) + 1;
    other[fill[d] as number] = c;
    cost[fill[d] as number] = step;
    fill[d] = (fill[d] as number) + 1;
  }
  return { start, other, cost, border };
}

/** Length of picture border each patch holds: the lower edge apart, where busts are cut. */
export interface BorderContact {
  readonly sides: Float32Array;
  readonly bottom: Float32Array;
}

/** Border pixels of every patch. */
export function measureContact(patches: Superpixels): BorderContact {
  const { width, height, labels } = patches;
  const sides = new Float32Array(patches.count);
  const bottom = new Float32Array(patches.count);
  for (let x = 0; x < width; x++) {
    sides[labels[x] as number] = (sides[labels[x] as number] as number) + 1;
    bottom[labels[(height - 1) * width + x] as number] =
      (bottom[labels[(height - 1) * width + x] as number] as number) + 1;
  }
  for (let y = 0; y < height; y++) {
    sides[labels[y * width] as number] = (sides[labels[y * width] as number] as number) + 1;
    sides[labels[y * width + width - 1] as number] =
      (sides[labels[y * width + width - 1] as number] as number) + 1;
  }
  return { sides, bottom };
}

function backgroundLikelihood(patches: Superpixels, links: Links): Float32Array {
  const { count } = patches;
  const background = new Float32Array(count);
  const distance = new Float32Array(count);
  const heap = new Int32Array(links.other.length + 1);
  for (let i = 0; i < count; i++) {
    spread(i, { links, distance, heap });
    let area = 0;
    let length = 0;
    for (let j = 0; j < count; j++) {
      const share = Math.exp(-((distance[j] as number) ** 2) / (2 * REGION_SIGMA ** 2));
      area += share;
      if (links.border[j] === 1) length += share;
    }
    const connectivity = length / Math.sqrt(area);
    background[i] = 1 - Math.exp(-(connectivity ** 2) / 2);
  }
  return background;
}

/** Least accumulated colour step from one patch to all others within three sigmas. */
function spread(
  from: number,
  state: { links: Links; distance: Float32Array; heap: Int32Array },
): void {
  const { links, distance, heap } = state;
  distance.fill(Number.POSITIVE_INFINITY);
  distance[from] = 0;
  // A plain queue with re-insertion (Bellman-Ford by queue) beats a heap on graphs this small.
  let size = 0;
  heap[size++] = from;
  const waiting = new Uint8Array(distance.length);
  for (let k = 0; k < size; k++) {
    const node = heap[k % heap.length] as number;
    waiting[node] = 0;
    const end = links.start[node + 1] as number;
    for (let e = links.start[node] as number; e < end; e++) {
      const reach = (distance[node] as number) + (links.cost[e] as number);
      const other = links.other[e] as number;
      if (reach >= (distance[other] as number) || reach > 3 * REGION_SIGMA) continue;
      distance[other] = reach;
      if (waiting[other] === 1) continue;
      waiting[other] = 1;
      heap[size++ % heap.length] = other;
    }
  }
}

/** Colour contrast against likely background, near patches first; scaled to 0..1. */
function weighContrast(patches: Superpixels, background: Float32Array): Float32Array {
  const { count, width, height, l, a, b, x, y } = patches;
  const reach = 2 * (CONTRAST_REACH * Math.max(width, height)) ** 2;
  const contrast = new Float32Array(count);
  let top = 1e-6;
  for (let i = 0; i < count; i++) {
    let sum = 0;
    for (let j = 0; j < count; j++) {
      const near = Math.exp(
        -(((x[i] as number) - (x[j] as number)) ** 2 + ((y[i] as number) - (y[j] as number)) ** 2) /
          reach,
      );
      const gap = Math.hypot(
        (l[i] as number) - (l[j] as number),
        (a[i] as number) - (a[j] as number),
        (b[i] as number) - (b[j] as number),
      );
      sum += gap * near * (background[j] as number) * (patches.size[j] as number);
    }
    contrast[i] = sum;
    top = Math.max(top, sum);
  }
  for (let i = 0; i < count; i++) contrast[i] = (contrast[i] as number) / top;
  return contrast;
}

/** Least-squares blend of both cues with agreement between like neighbours, by relaxation. */
function smoothSaliency(
  patches: Superpixels,
  graph: PatchGraph,
  cues: { background: Float32Array; contrast: Float32Array },
): Float32Array {
  const saliency = cues.contrast.slice();
  const sum = new Float32Array(patches.count);
  const weight = new Float32Array(patches.count);
  for (let round = 0; round < 40; round++) {
    sum.fill(0);
    weight.fill(0);
    for (let e = 0; e < graph.count; e++) {
      const c = graph.from[e] as number;
      const d = graph.to[e] as number;
      const like = Math.exp(-((graph.step[e] as number) ** 2) / (2 * REGION_SIGMA ** 2)) + 0.1;
      sum[c] = (sum[c] as number) + like * (saliency[d] as number);
      sum[d] = (sum[d] as number) + like * (saliency[c] as number);
      weight[c] = (weight[c] as number) + like;
      weight[d] = (weight[d] as number) + like;
    }
    for (let i = 0; i < patches.count; i++) {
      const pull = cues.contrast[i] as number;
      const total = (weight[i] as number) + pull + (cues.background[i] as number);
      saliency[i] = ((sum[i] as number) + pull) / Math.max(1e-6, total);
    }
  }
  let top = 1e-6;
  for (const value of saliency) top = Math.max(top, value);
  return saliency.map((value) => value / top);
}
