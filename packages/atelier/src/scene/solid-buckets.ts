import { cornersOf, type Solid } from './solids.ts';

type Place = readonly [x: number, y: number, z: number];

/** Lists of solids by the cell of a plane they can be seen in. */
export interface Buckets {
  /** The solids of a cell, the closest first. */
  readonly at: (x: number, y: number) => readonly number[];
  /** Least distance of each solid from where the rays start. */
  readonly closest: Float64Array;
}

/** Where rays start, and where a corner lies on the plane they pass; null = it cannot be told. */
export interface Viewpoint {
  readonly eye: Place;
  readonly flatten: (corner: readonly number[]) => readonly [x: number, y: number] | null;
}

const CELLS = 64;
/** How far beyond the picture the cells may reach. */
const FAR = 3;

/** Sorts solids into the cells they cover, so that a ray asks only a few. */
export function bucket(
  solids: readonly Solid[],
  list: readonly number[],
  { eye, flatten }: Viewpoint,
): Buckets {
  const closest = Float64Array.from(solids, (solid) => distanceTo(solid, eye));
  const sorted = [...list].sort(
    (one, two) => (closest[one] as number) - (closest[two] as number) || one - two,
  );
  const spans = sorted.map((index) => spanOf(solids[index] as Solid, flatten));
  const known = spans.filter((s) => Number.isFinite(s[0]));
  const low = (c: 0 | 1) => known.reduce((far, s) => Math.min(far, s[c]), known.length ? FAR : 0);
  const high = (c: 2 | 3) => known.reduce((far, s) => Math.max(far, s[c]), known.length ? -FAR : 0);
  const x0 = Math.max(-FAR, low(0));
  const y0 = Math.max(-FAR, low(1));
  const sx = CELLS / Math.max(0.01, Math.min(FAR, high(2)) - x0);
  const sy = CELLS / Math.max(0.01, Math.min(FAR, high(3)) - y0);
  const cells: number[][] = Array.from({ length: CELLS * CELLS }, () => []);
  const cell = (v: number) => Math.max(0, Math.min(CELLS - 1, Math.floor(v)));
  sorted.forEach((index, i) => {
    const [ax, ay, bx, by] = spans[i] as Span;
    for (let y = cell((ay - y0) * sy); y <= cell((by - y0) * sy); y++) {
      for (let x = cell((ax - x0) * sx); x <= cell((bx - x0) * sx); x++) {
        (cells[y * CELLS + x] as number[]).push(index);
      }
    }
  });
  const at = (x: number, y: number) =>
    cells[cell((y - y0) * sy) * CELLS + cell((x - x0) * sx)] as number[];
  return { at, closest };
}

/** No point of the solid is nearer than this, by the box around it. */
function distanceTo(solid: Solid, eye: Place): number {
  const corners = cornersOf(solid);
  let sum = 0;
  for (let c = 0; c < 3; c++) {
    const along = corners.map((corner) => corner[c] as number);
    const from = eye[c] as number;
    const gap = Math.max(Math.min(...along) - from, from - Math.max(...along), 0);
    sum += gap * gap;
  }
  return Math.sqrt(sum) - 1e-6;
}

type Span = readonly [x0: number, y0: number, x1: number, y1: number];

function spanOf(solid: Solid, flatten: Viewpoint['flatten']): Span {
  let x0 = 1e9;
  let y0 = 1e9;
  let x1 = -1e9;
  let y1 = -1e9;
  for (const corner of cornersOf(solid)) {
    const at = flatten(corner);
    if (at === null) return [-Infinity, -Infinity, Infinity, Infinity];
    x0 = Math.min(x0, at[0]);
    y0 = Math.min(y0, at[1]);
    x1 = Math.max(x1, at[0]);
    y1 = Math.max(y1, at[1]);
  }
  return [x0, y0, x1, y1];
}
