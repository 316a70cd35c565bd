import { describe, enter, type SolidRay, type SolidTable, type Trace } from './solid-trace.ts';
import { cornersOf, type Solid } from './solids.ts';

/** Solids in nested boxes: a ray asks only those whose boxes it passes. */
export interface SolidTree {
  readonly table: SolidTable;
  /** Six limits a node: low x, y, z, then high x, y, z. */
  readonly limits: Float64Array;
  /** A node's second child (the first follows it), or -1 - its first place in `order`. */
  readonly next: Int32Array;
  /** How many solids a leaf holds; 0 for a node with children. */
  readonly count: Int32Array;
  readonly order: Int32Array;
  /** The axis along which a node is halved. */
  readonly axis: Int32Array;
  /** What stood in the last ray's way: it often stands in the next one's too. */
  lastBlocker: number;
}

const LEAF = 3;
/** Boxes are a little too large, so that rounding loses no solid lying in a box's side. */
const MARGIN = 1e-5;

interface Growth {
  readonly limits: number[];
  readonly next: number[];
  readonly count: number[];
  readonly order: number[];
  readonly axis: number[];
  readonly spans: readonly Float64Array[];
}

/** Sorts the listed solids into a tree by halving them along their longest side. */
export function growTree(table: SolidTable, list: readonly number[]): SolidTree {
  const spans = table.solids.map(limitsOf);
  const growth: Growth = { limits: [], next: [], count: [], order: [], axis: [], spans };
  if (list.length > 0) growNode(growth, [...list]);
  return {
    table,
    limits: Float64Array.from(growth.limits),
    next: Int32Array.from(growth.next),
    count: Int32Array.from(growth.count),
    order: Int32Array.from(growth.order),
    axis: Int32Array.from(growth.axis),
    lastBlocker: -1,
  };
}

function limitsOf(solid: Solid): Float64Array {
  const out = new Float64Array(6);
  for (let c = 0; c < 3; c++) {
    const along = cornersOf(solid).map((corner) => corner[c] as number);
    out[c] = Math.min(...along) - MARGIN;
    out[c + 3] = Math.max(...along) + MARGIN;
  }
  return out;
}

function growNode(growth: Growth, list: number[]): void {
  const node = growth.next.length;
  const span = (index: number) => growth.spans[index] as Float64Array;
  for (let c = 0; c < 6; c++) {
    const pick = c < 3 ? Math.min : Math.max;
    growth.limits.push(
      list.reduce((far, i) => pick(far, span(i)[c] as number), NOWHERE[c < 3 ? 0 : 1]),
    );
  }
  growth.next.push(-1 - growth.order.length);
  growth.count.push(list.length);
  growth.axis.push(0);
  if (list.length <= LEAF) {
    growth.order.push(...list);
    return;
  }
  const middle = (i: number, c: number) => (span(i)[c] as number) + (span(i)[c + 3] as number);
  const axis = widest(list.map((i) => [0, 1, 2].map((c) => middle(i, c))));
  list.sort((one, two) => middle(one, axis) - middle(two, axis) || one - two);
  const half = list.length >> 1;
  growth.count[node] = 0;
  growth.axis[node] = axis;
  growNode(growth, list.slice(0, half));
  growth.next[node] = growth.next.length;
  growNode(growth, list.slice(half));
}

const NOWHERE = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY] as const;

/** The axis along which points lie farthest apart. */
function widest(points: readonly (readonly number[])[]): number {
  const reach = [0, 1, 2].map((c) => {
    const along = points.map((point) => point[c] as number);
    return Math.max(...along) - Math.min(...along);
  });
  return reach.indexOf(Math.max(...reach));
}

const stack = new Int32Array(64);

/** True when the ray passes a node's box before `reach`. */
function passes(limits: Float64Array, node: number, way: Way): boolean {
  const at = node * 6;
  const { ray } = way;
  const x0 = ((limits[at] as number) - ray.ox) * way.ix;
  const x1 = ((limits[at + 3] as number) - ray.ox) * way.ix;
  const y0 = ((limits[at + 1] as number) - ray.oy) * way.iy;
  const y1 = ((limits[at + 4] as number) - ray.oy) * way.iy;
  const z0 = ((limits[at + 2] as number) - ray.oz) * way.iz;
  const z1 = ((limits[at + 5] as number) - ray.oz) * way.iz;
  // biome-ignore lint/complexity/useMathMinMax: every ray asks every box, and calls cost more
  const near = Math.max(x0 < x1 ? x0 : x1, y0 < y1 ? y0 : y1, z0 < z1 ? z0 : z1, 0);
  // biome-ignore lint/complexity/useMathMinMax: every ray asks every box, and calls cost more
  const far = Math.min(x0 < x1 ? x1 : x0, y0 < y1 ? y1 : y0, z0 < z1 ? z1 : z0, way.reach);
  return near <= far;
}

/** A ray made ready for the boxes: one over its direction, and how far it goes. */
interface Way {
  ray: SolidRay;
  ix: number;
  iy: number;
  iz: number;
  reach: number;
}

const way: Way = {
  ray: { ox: 0, oy: 0, oz: 0, dx: 0, dy: 0, dz: 1 },
  ix: 0,
  iy: 0,
  iz: 0,
  reach: 0,
};

function setOut(ray: SolidRay, reach: number): void {
  way.ray = ray;
  way.ix = 1 / (ray.dx || 1e-9);
  way.iy = 1 / (ray.dy || 1e-9);
  way.iz = 1 / (ray.dz || 1e-9);
  way.reach = reach;
}

/** The nearest solid along a ray; `hit.index` is -1 when there is none. */
export function nearestIn(tree: SolidTree, { ray, hit }: Trace): void {
  const { table, limits, next, count, order, axis } = tree;
  hit.t = 1e9;
  hit.index = -1;
  setOut(ray, 1e9);
  let top = next.length > 0 ? 1 : 0;
  stack[0] = 0;
  while (top > 0) {
    const node = stack[--top] as number;
    if (!passes(limits, node, way)) continue;
    const held = count[node] as number;
    if (held === 0) {
      // The half that is met first is asked first; what lies behind its solids is then left out.
      const along = axis[node] === 0 ? ray.dx : axis[node] === 1 ? ray.dy : ray.dz;
      stack[top++] = along > 0 ? (next[node] as number) : node + 1;
      stack[top++] = along > 0 ? node + 1 : (next[node] as number);
      continue;
    }
    const from = -1 - (next[node] as number);
    for (let k = from; k < from + held; k++) {
      const index = order[k] as number;
      const t = enter(table, index, ray);
      // Of two at one distance the first of the set counts, whatever the tree's order.
      if (t < hit.t || (t === hit.t && t < 1e9 && index < hit.index)) {
        hit.t = t;
        hit.index = index;
        way.reach = t;
      }
    }
  }
  if (hit.index >= 0) describe(table, ray, hit);
}

/** True when any solid stands in a ray's way before `reach`. */
export function isBlocked(tree: SolidTree, ray: SolidRay, reach: number): boolean {
  const { table, limits, next, count, order, lastBlocker } = tree;
  if (lastBlocker >= 0 && enter(table, lastBlocker, ray) < reach) return true;
  setOut(ray, reach);
  let top = next.length > 0 ? 1 : 0;
  stack[0] = 0;
  while (top > 0) {
    const node = stack[--top] as number;
    if (!passes(limits, node, way)) continue;
    const held = count[node] as number;
    if (held === 0) {
      stack[top++] = next[node] as number;
      stack[top++] = node + 1;
      continue;
    }
    const from = -1 - (next[node] as number);
    for (let k = from; k < from + held; k++) {
      const index = order[k] as number;
      if (enter(table, index, ray) >= reach) continue;
      tree.lastBlocker = index;
      return true;
    }
  }
  return false;
}
