import type { WorkingPicture } from './working-picture.ts';

/** A picture cut into small even patches that keep to colour edges. */
export interface Superpixels {
  readonly count: number;
  readonly width: number;
  readonly height: number;
  /** Patch number of every working pixel. */
  readonly labels: Int32Array;
  /** Pixels in each patch. */
  readonly size: Float32Array;
  /** Mean colour and mean place of each patch, in working units. */
  readonly l: Float32Array;
  readonly a: Float32Array;
  readonly b: Float32Array;
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/** Colour units that weigh as much as one patch width of distance. */
const COMPACTNESS = 9;
const ROUNDS = 6;

interface Centres {
  readonly count: number;
  readonly step: number;
  readonly l: Float32Array;
  readonly a: Float32Array;
  readonly b: Float32Array;
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/** About `wanted` patches by SLIC (Achanta and others 2012), each made one connected piece. */
export function createSuperpixels(work: WorkingPicture, wanted: number): Superpixels {
  const centres = gridCentres(work, wanted);
  const labels = new Int32Array(work.width * work.height);
  for (let round = 0; round < ROUNDS; round++) {
    assign(work, centres, labels);
    recentre(work, centres, labels);
  }
  const count = connect(work, centres.step, labels);
  return describe(work, labels, count);
}

function gridCentres(work: WorkingPicture, wanted: number): Centres {
  const { width, height } = work;
  const step = Math.max(2, Math.sqrt((width * height) / wanted));
  const columns = Math.max(1, Math.round(width / step));
  const rows = Math.max(1, Math.round(height / step));
  const count = columns * rows;
  const make = () => new Float32Array(count);
  const centres = { count, step, l: make(), a: make(), b: make(), x: make(), y: make() };
  for (let i = 0; i < count; i++) {
    const x = Math.floor((((i % columns) + 0.5) * width) / columns);
    const y = Math.floor(((Math.floor(i / columns) + 0.5) * height) / rows);
    const p = y * width + x;
    centres.x[i] = x;
    centres.y[i] = y;
    centres.l[i] = work.l[p] as number;
    centres.a[i] = work.a[p] as number;
    centres.b[i] = work.b[p] as number;
  }
  return centres;
}

function assign(work: WorkingPicture, centres: Centres, labels: Int32Array): void {
  const { width, height, l, a, b } = work;
  const best = new Float32Array(width * height).fill(Number.POSITIVE_INFINITY);
  const reach = Math.ceil(centres.step * 1.5);
  const spatial = (COMPACTNESS / centres.step) ** 2;
  for (let c = 0; c < centres.count; c++) {
    const cx = centres.x[c] as number;
    const cy = centres.y[c] as number;
    const cl = centres.l[c] as number;
    const ca = centres.a[c] as number;
    const cb = centres.b[c] as number;
    const x0 = Math.max(0, Math.floor(cx - reach));
    const x1 = Math.min(width - 1, Math.ceil(cx + reach));
    const y1 = Math.min(height - 1, Math.ceil(cy + reach));
    for (let y = Math.max(0, Math.floor(cy - reach)); y <= y1; y++) {
      const dy = (y - cy) * (y - cy);
      for (let x = x0; x <= x1; x++) {
        const p = y * width + x;
        const dl = (l[p] as number) - cl;
        const da = (a[p] as number) - ca;
        const db = (b[p] as number) - cb;
        const distance = dl * dl + da * da + db * db + spatial * ((x - cx) * (x - cx) + dy);
        if (distance < (best[p] as number)) {
          best[p] = distance;
          labels[p] = c;
        }
      }
    }
  }
}

function recentre(work: WorkingPicture, centres: Centres, labels: Int32Array): void {
  const next = describe(work, labels, centres.count);
  for (let c = 0; c < centres.count; c++) {
    if (next.size[c] === 0) continue;
    centres.x[c] = next.x[c] as number;
    centres.y[c] = next.y[c] as number;
    centres.l[c] = next.l[c] as number;
    centres.a[c] = next.a[c] as number;
    centres.b[c] = next.b[c] as number;
  }
}

/** Means of every patch. */
function describe(work: WorkingPicture, labels: Int32Array, count: number): Superpixels {
  const { width, height } = work;
  const make = () => new Float32Array(count);
  const sums = { size: make(), l: make(), a: make(), b: make(), x: make(), y: make() };
  for (let p = 0; p < labels.length; p++) {
    const c = labels[p] as number;
    sums.size[c] = (sums.size[c] as number) + 1;
    sums.l[c] = (sums.l[c] as number) + (work.l[p] as number);
    sums.a[c] = (sums.a[c] as number) + (work.a[p] as number);
    sums.b[c] = (sums.b[c] as number) + (work.b[p] as number);
    sums.x[c] = (sums.x[c] as number) + (p % width);
    sums.y[c] = (sums.y[c] as number) + Math.floor(p / width);
  }
  for (const sum of [sums.l, sums.a, sums.b, sums.x, sums.y]) {
    for (let c = 0; c < count; c++)
      sum[c] = (sum[c] as number) / Math.max(1, sums.size[c] as number);
  }
  return { count, width, height, labels, ...sums };
}

/** Gives stray pieces of a patch to a neighbour and numbers the patches anew; returns how many. */
function connect(work: WorkingPicture, step: number, labels: Int32Array): number {
  const { width, height } = work;
  const fresh = new Int32Array(labels.length).fill(-1);
  const stack = new Int32Array(labels.length);
  const least = (step * step) / 4;
  let count = 0;
  for (let start = 0; start < labels.length; start++) {
    if ((fresh[start] as number) >= 0) continue;
    let neighbour = -1;
    let filled = 0;
    stack[filled++] = start;
    fresh[start] = count;
    for (let k = 0; k < filled; k++) {
      const p = stack[k] as number;
      const x = p % width;
      const y = (p - x) / width;
      for (let side = 0; side < 4; side++) {
        const qx = x + (side === 0 ? -1 : side === 1 ? 1 : 0);
        const qy = y + (side === 2 ? -1 : side === 3 ? 1 : 0);
        if (qx < 0 || qy < 0 || qx >= width || qy >= height) continue;
        const q = qy * width + qx;
        if (fresh[q] === -1 && labels[q] === labels[p]) {
          fresh[q] = count;
          stack[filled++] = q;
        } else if ((fresh[q] as number) >= 0 && fresh[q] !== count) neighbour = fresh[q] as number;
      }
    }
    if (filled < least && neighbour >= 0) {
      for (let k = 0; k < filled; k++) fresh[stack[k] as number] = neighbour;
    } else count++;
  }
  labels.set(fresh);
  return count;
}
