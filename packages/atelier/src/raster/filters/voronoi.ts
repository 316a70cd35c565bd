import { type Bands, defineKernel } from '../kernel.ts';
import type { Random } from '../random.ts';
import { createFloats, type Plane } from '../raster.ts';
import type { Flow } from './structure-tensor.ts';

/** How sites are scattered; lengths in pixels. */
export interface SiteSpec {
  readonly character: Plane;
  /** Wanted distance between sites at a pixel. */
  readonly spacing: (i: number, inside: number) => number;
  /** Smallest distance `spacing` ever returns. */
  readonly least: number;
  readonly random: Random;
}

/** Sites on shared memory: x, y, spacing, inside (0 or 1), cosine and sine of the direction. */
export const SITE = 6;

/** Scattered sites and, for quick search, the sites of every square bin. */
export interface Sites {
  readonly data: Float32Array;
  readonly count: number;
}

/** Which site owns each pixel, which comes second, and how far the border between them is. */
export interface Cells {
  readonly owner: Int32Array;
  /** Distance to the border with the nearest other cell, in pixels. */
  readonly border: Plane;
}

/** Random sites no closer than their spacing: dart throwing with a varying radius (Cook 1986). */
export function scatterSites(spec: SiteSpec): Sites {
  const { character, random } = spec;
  const { width, height } = character;
  const cell = spec.least;
  const columns = Math.ceil(width / cell);
  const rows = Math.ceil(height / cell);
  const taken = new Float32Array(columns * rows * 3);
  const list: number[] = [];
  const tries = Math.min(90000, columns * rows * 4);
  for (let t = 0; t < tries; t++) {
    const x = random.next() * width;
    const y = random.next() * height;
    const i = Math.floor(y) * width + Math.floor(x);
    const inside = (character.data[i] as number) > 0.5 ? 1 : 0;
    const gap = Math.max(spec.least, spec.spacing(i, inside));
    if (!isFree(taken, { columns, rows, cell }, { x, y, gap })) continue;
    const slot = (Math.floor(y / cell) * columns + Math.floor(x / cell)) * 3;
    if (taken[slot + 2]) continue;
    taken[slot] = x;
    taken[slot + 1] = y;
    taken[slot + 2] = gap;
    list.push(x, y, gap, inside, 1, 0);
  }
  if (list.length === 0) list.push(width / 2, height / 2, spec.least, 0, 1, 0);
  const data = createFloats(list.length);
  data.set(list);
  return { data, count: list.length / SITE };
}

interface Lattice {
  readonly columns: number;
  readonly rows: number;
  readonly cell: number;
}

function isFree(
  taken: Float32Array,
  lattice: Lattice,
  at: { x: number; y: number; gap: number },
): boolean {
  const reach = Math.ceil(at.gap / lattice.cell);
  const cx = Math.floor(at.x / lattice.cell);
  const cy = Math.floor(at.y / lattice.cell);
  for (let j = Math.max(0, cy - reach); j <= Math.min(lattice.rows - 1, cy + reach); j++) {
    for (let i = Math.max(0, cx - reach); i <= Math.min(lattice.columns - 1, cx + reach); i++) {
      const slot = (j * lattice.columns + i) * 3;
      const gap = taken[slot + 2] as number;
      if (gap === 0) continue;
      const dx = (taken[slot] as number) - at.x;
      const dy = (taken[slot + 1] as number) - at.y;
      const least = Math.min(gap, at.gap);
      if (dx * dx + dy * dy < least * least) return false;
    }
  }
  return true;
}

/** How cells are grown. */
export interface CellSpec {
  readonly character: Plane;
  /** Squares turned along the flow (tiles), or round neighbourhoods (glass). */
  readonly shape: 'round' | 'square';
  readonly flow: Flow;
  /** Rounds of moving every site to the middle of its cell. */
  readonly rounds: number;
}

/**
 * Voronoi cells of the sites, evened out by Lloyd's method; square cells turn with the picture's
 * edges (Hausner 2001, "Simulating Decorative Mosaics"). No cell crosses the character's outline.
 */
export function growCells(sites: Sites, spec: CellSpec, bands: Bands): Cells {
  const { width, height } = spec.character;
  const owner = new Int32Array(new SharedArrayBuffer(width * height * 4));
  const border = { width, height, data: createFloats(width * height) };
  for (let round = 0; round <= spec.rounds; round++) {
    turnSites(sites, spec);
    const last = round === spec.rounds;
    const bins = binSites(sites, width, height);
    bands.run(
      ownerKernel,
      {
        sites: sites.data,
        ...bins,
        mask: spec.character.data,
        owner,
        border: border.data,
        width,
        height,
        square: spec.shape === 'square',
        stride: last ? 1 : 2,
      },
      height,
    );
    if (!last) centreSites(sites, owner, spec.character);
  }
  return { owner, border };
}

function turnSites(sites: Sites, spec: CellSpec): void {
  const { flow } = spec;
  for (let s = 0; s < sites.count; s++) {
    const at = s * SITE;
    const x = Math.min(flow.width - 1, Math.max(0, Math.floor(sites.data[at] as number)));
    const y = Math.min(flow.height - 1, Math.max(0, Math.floor(sites.data[at + 1] as number)));
    sites.data[at + 4] = flow.tx[y * flow.width + x] as number;
    sites.data[at + 5] = flow.ty[y * flow.width + x] as number;
  }
}

function centreSites(sites: Sites, owner: Int32Array, character: Plane): void {
  const { width, height } = character;
  const sums = new Float64Array(sites.count * 3);
  for (let y = 0; y < height; y += 2) {
    for (let x = 0; x < width; x += 2) {
      const k = (owner[y * width + x] as number) * 3;
      sums[k] = (sums[k] as number) + x;
      sums[k + 1] = (sums[k + 1] as number) + y;
      sums[k + 2] = (sums[k + 2] as number) + 1;
    }
  }
  for (let s = 0; s < sites.count; s++) {
    const n = sums[s * 3 + 2] as number;
    if (n === 0) continue;
    sites.data[s * SITE] = (sums[s * 3] as number) / n;
    sites.data[s * SITE + 1] = (sums[s * 3 + 1] as number) / n;
  }
}

interface Bins {
  readonly first: Int32Array;
  readonly order: Int32Array;
  readonly columns: number;
  readonly rows: number;
  readonly bin: number;
}

function binSites(sites: Sites, width: number, height: number): Bins {
  const bin = Math.max(2, Math.sqrt((width * height) / sites.count));
  const columns = Math.ceil(width / bin);
  const rows = Math.ceil(height / bin);
  const first = new Int32Array(new SharedArrayBuffer((columns * rows + 1) * 4));
  const order = new Int32Array(new SharedArrayBuffer(sites.count * 4));
  const slots = Array.from({ length: sites.count }, (_, s) => {
    const x = Math.min(columns - 1, Math.max(0, Math.floor((sites.data[s * SITE] ?? 0) / bin)));
    const y = Math.min(rows - 1, Math.max(0, Math.floor((sites.data[s * SITE + 1] ?? 0) / bin)));
    return y * columns + x;
  });
  for (const slot of slots) first[slot + 1] = (first[slot + 1] as number) + 1;
  for (let k = 0; k < columns * rows; k++) {
    first[k + 1] = (first[k + 1] as number) + (first[k] as number);
  }
  const next = Int32Array.from(first);
  slots.forEach((slot, s) => {
    order[next[slot] as number] = s;
    next[slot] = (next[slot] as number) + 1;
  });
  return { first, order, columns, rows, bin };
}

interface OwnerArgs extends Bins {
  readonly sites: Float32Array;
  readonly mask: Float32Array;
  readonly owner: Int32Array;
  readonly border: Float32Array;
  readonly width: number;
  readonly height: number;
  readonly square: boolean;
  readonly stride: number;
}

const ownerKernel = defineKernel<OwnerArgs>('filter/cells', (args, y0, y1) => {
  const { width, owner, border, mask, stride } = args;
  const found: Found = { best: -1, second: -1, near: 0, next: 0 };
  for (let y = y0; y < y1; y++) {
    if (y % stride !== 0) continue;
    for (let x = 0; x < width; x += stride) {
      const i = y * width + x;
      const inside = (mask[i] as number) > 0.5 ? 1 : 0;
      search(args, { x, y, inside }, found);
      owner[i] = Math.max(0, found.best);
      border[i] = found.second < 0 ? 99 : borderDistance(args, found);
    }
  }
});

interface Found {
  best: number;
  second: number;
  near: number;
  next: number;
}

// A site across the outline counts as this much farther away, in squared pixels.
const ACROSS = 4e6;

function search(args: OwnerArgs, at: { x: number; y: number; inside: number }, found: Found): void {
  const { sites, first, order, columns, rows, bin, square } = args;
  found.best = -1;
  found.second = -1;
  found.near = Number.POSITIVE_INFINITY;
  found.next = Number.POSITIVE_INFINITY;
  const cx = Math.min(columns - 1, Math.floor(at.x / bin));
  const cy = Math.min(rows - 1, Math.floor(at.y / bin));
  for (let ring = 0; ring < 12; ring++) {
    // Everything in this ring is at least (ring - 1) bins away (less for the turned squares).
    const least = Math.max(0, ring - 1) * bin * (square ? 0.7 : 1);
    if (found.second >= 0 && least * least > found.next) break;
    for (let j = cy - ring; j <= cy + ring; j++) {
      if (j < 0 || j >= rows) continue;
      const whole = j === cy - ring || j === cy + ring;
      for (let i = cx - ring; i <= cx + ring; i += whole ? 1 : Math.max(1, 2 * ring)) {
        if (i < 0 || i >= columns) continue;
        const slot = j * columns + i;
        for (let k = first[slot] as number; k < (first[slot + 1] as number); k++) {
          const s = order[k] as number;
          const o = s * SITE;
          const dx = at.x - (sites[o] as number);
          const dy = at.y - (sites[o + 1] as number);
          let d = dx * dx + dy * dy;
          if (square) {
            const u = Math.abs(dx * (sites[o + 4] as number) + dy * (sites[o + 5] as number));
            const v = Math.abs(dy * (sites[o + 4] as number) - dx * (sites[o + 5] as number));
            const m = Math.max(u, v);
            d = m * m;
          }
          if ((sites[o + 3] as number) !== at.inside) d += ACROSS;
          if (d < found.near) {
            found.second = found.best;
            found.next = found.near;
            found.best = s;
            found.near = d;
          } else if (d < found.next) {
            found.second = s;
            found.next = d;
          }
        }
      }
    }
  }
}

function borderDistance(args: OwnerArgs, found: Found): number {
  const { sites, square } = args;
  const a = found.best * SITE;
  const b = found.second * SITE;
  if (found.next >= ACROSS && found.near < ACROSS) return 99;
  if (square) return (Math.sqrt(found.next) - Math.sqrt(found.near)) / 2;
  const dx = (sites[a] as number) - (sites[b] as number);
  const dy = (sites[a + 1] as number) - (sites[b + 1] as number);
  return (found.next - found.near) / (2 * Math.max(1e-3, Math.sqrt(dx * dx + dy * dy)));
}

/** Mean colour of every cell as r,g,b triples. */
export function cellColours(
  image: { readonly r: Float32Array; readonly g: Float32Array; readonly b: Float32Array },
  cells: Cells,
  count: number,
): Float32Array {
  const sums = new Float64Array(count * 4);
  for (let i = 0; i < cells.owner.length; i++) {
    const k = (cells.owner[i] as number) * 4;
    sums[k] = (sums[k] as number) + (image.r[i] as number);
    sums[k + 1] = (sums[k + 1] as number) + (image.g[i] as number);
    sums[k + 2] = (sums[k + 2] as number) + (image.b[i] as number);
    sums[k + 3] = (sums[k + 3] as number) + 1;
  }
  const colours = createFloats(count * 3);
  for (let s = 0; s < count; s++) {
    const n = Math.max(1, sums[s * 4 + 3] as number);
    for (let c = 0; c < 3; c++) colours[s * 3 + c] = (sums[s * 4 + c] as number) / n;
  }
  return colours;
}
