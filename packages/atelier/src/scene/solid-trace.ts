import type { Solid } from './solids.ts';

/** A ray: origin and direction. */
export interface SolidRay {
  ox: number;
  oy: number;
  oz: number;
  dx: number;
  dy: number;
  dz: number;
}

/** What a ray met: distance, which solid, and the place on its surface. */
export interface SolidHit {
  t: number;
  /** Number of the solid, -1 when the ray met nothing. */
  index: number;
  face: number;
  /** Normal of the surface, towards the ray's origin. */
  nx: number;
  ny: number;
  nz: number;
  /** Place on the face, 0..1 each way. */
  a: number;
  b: number;
  /** Size of the face in metres. */
  w: number;
  h: number;
}

/** An empty hit to be filled. */
export function noHit(): SolidHit {
  return { t: 1e9, index: -1, face: 0, nx: 0, ny: 1, nz: 0, a: 0, b: 0, w: 1, h: 1 };
}

const MISS = 1e9;
const NEAR = 1e-4;
/** Numbers a solid in a table. */
const STRIDE = 14;
const BOX = 0;
const PANEL = 1;
const DRUM = 2;
const BALL = 3;
const KINDS = { box: BOX, panel: PANEL, drum: DRUM, ball: BALL } as const;

/** Solids made ready for rays: their numbers side by side, with what every ray would work out. */
export interface SolidTable {
  readonly solids: readonly Solid[];
  readonly kinds: Uint8Array;
  /**
   * `STRIDE` each. box, drum: as the solid's own. ball: centre, one over the radii. panel: normal,
   * its distance from the origin, then the same for the slopes of `a` and `b`, then both lengths.
   */
  readonly numbers: Float64Array;
}

/** The solids' numbers for `enter`, `describe` and all that asks them. */
export function tabulate(solids: readonly Solid[]): SolidTable {
  const numbers = new Float64Array(solids.length * STRIDE);
  solids.forEach(({ kind, p }, i) => {
    const ball = (v: number, c: number) => (c < 3 ? v : 1 / v);
    const own = kind === 'panel' ? panelNumbers(p) : kind === 'ball' ? p.map(ball) : p;
    numbers.set(own, i * STRIDE);
  });
  return { solids, kinds: Uint8Array.from(solids, ({ kind }) => KINDS[kind]), numbers };
}

type Vector = readonly [x: number, y: number, z: number];

function panelNumbers(p: readonly number[]): number[] {
  const part = (k: number): Vector => [p[k] as number, p[k + 1] as number, p[k + 2] as number];
  const [corner, u, v] = [part(0), part(3), part(6)];
  const n = cross(u, v);
  const area = dot(n, n);
  const slope = (w: Vector): Vector => [w[0] / area, w[1] / area, w[2] / area];
  const a = slope(cross(v, n));
  const b = slope(cross(n, u));
  const lengths = [Math.hypot(...u), Math.hypot(...v)];
  return [...n, dot(n, corner), ...a, dot(a, corner), ...b, dot(b, corner), ...lengths];
}

function cross(p: Vector, q: Vector): Vector {
  return [p[1] * q[2] - p[2] * q[1], p[2] * q[0] - p[0] * q[2], p[0] * q[1] - p[1] * q[0]];
}

function dot(p: Vector, q: Vector): number {
  return p[0] * q[0] + p[1] * q[1] + p[2] * q[2];
}

/** Distance at which a ray enters a solid, or 1e9. */
export function enter({ kinds, numbers }: SolidTable, index: number, ray: SolidRay): number {
  const kind = kinds[index];
  const at = index * STRIDE;
  if (kind === BOX) return enterBox(numbers, at, ray);
  if (kind === PANEL) return enterPanel(numbers, at, ray);
  return kind === DRUM ? enterDrum(numbers, at, ray) : enterBall(numbers, at, ray);
}

function enterBox(p: Float64Array, at: number, ray: SolidRay): number {
  const ix = 1 / (ray.dx || 1e-9);
  const iy = 1 / (ray.dy || 1e-9);
  const iz = 1 / (ray.dz || 1e-9);
  const x0 = ((p[at] as number) - ray.ox) * ix;
  const x1 = ((p[at + 3] as number) - ray.ox) * ix;
  const y0 = ((p[at + 1] as number) - ray.oy) * iy;
  const y1 = ((p[at + 4] as number) - ray.oy) * iy;
  const z0 = ((p[at + 2] as number) - ray.oz) * iz;
  const z1 = ((p[at + 5] as number) - ray.oz) * iz;
  const near = Math.max(Math.min(x0, x1), Math.min(y0, y1), Math.min(z0, z1));
  const far = Math.min(Math.max(x0, x1), Math.max(y0, y1), Math.max(z0, z1));
  return near > NEAR && near < far ? near : MISS;
}

function enterPanel(p: Float64Array, at: number, ray: SolidRay): number {
  const { ox, oy, oz, dx, dy, dz } = ray;
  const nx = p[at] as number;
  const ny = p[at + 1] as number;
  const nz = p[at + 2] as number;
  const down = dx * nx + dy * ny + dz * nz;
  if (down === 0) return MISS;
  const t = ((p[at + 3] as number) - ox * nx - oy * ny - oz * nz) / down;
  if (t <= NEAR) return MISS;
  const a = alongPanel(p, at + 4, { x: ox + dx * t, y: oy + dy * t, z: oz + dz * t });
  if (a < 0 || a > 1) return MISS;
  const b = alongPanel(p, at + 8, { x: ox + dx * t, y: oy + dy * t, z: oz + dz * t });
  return b < 0 || b > 1 ? MISS : t;
}

interface Point {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** How far a point lies along one edge of a panel, 0..1 within it. */
function alongPanel(p: Float64Array, at: number, { x, y, z }: Point): number {
  const slope = (p[at] as number) * x + (p[at + 1] as number) * y + (p[at + 2] as number) * z;
  return slope - (p[at + 3] as number);
}

function enterDrum(p: Float64Array, at: number, ray: SolidRay): number {
  const low = p[at + 2] as number;
  const high = p[at + 3] as number;
  const r0 = p[at + 4] as number;
  const r1 = p[at + 5] as number;
  const slope = (r1 - r0) / (high - low);
  const ox = ray.ox - (p[at] as number);
  const oz = ray.oz - (p[at + 1] as number);
  const base = r0 + slope * (ray.oy - low);
  const turn = slope * ray.dy;
  const a = ray.dx * ray.dx + ray.dz * ray.dz - turn * turn;
  const b = ox * ray.dx + oz * ray.dz - base * turn;
  const c = ox * ox + oz * oz - base * base;
  let best = MISS;
  const root = b * b - a * c;
  if (root >= 0 && Math.abs(a) > 1e-9) {
    const s = Math.sqrt(root) * Math.sign(a);
    const t = (-b - s) / a;
    const y = ray.oy + ray.dy * t;
    if (t > NEAR && y >= low && y <= high) best = t;
  }
  if (ray.dy === 0) return best;
  const lid = ray.dy < 0 ? high : low;
  const radius = ray.dy < 0 ? r1 : r0;
  const t = (lid - ray.oy) / ray.dy;
  if (t <= NEAR || t >= best) return best;
  const x = ox + ray.dx * t;
  const z = oz + ray.dz * t;
  return x * x + z * z <= radius * radius ? t : best;
}

function enterBall(p: Float64Array, at: number, ray: SolidRay): number {
  const rx = p[at + 3] as number;
  const ry = p[at + 4] as number;
  const rz = p[at + 5] as number;
  const ox = (ray.ox - (p[at] as number)) * rx;
  const oy = (ray.oy - (p[at + 1] as number)) * ry;
  const oz = (ray.oz - (p[at + 2] as number)) * rz;
  const dx = ray.dx * rx;
  const dy = ray.dy * ry;
  const dz = ray.dz * rz;
  const a = dx * dx + dy * dy + dz * dz;
  const b = ox * dx + oy * dy + oz * dz;
  const root = b * b - a * (ox * ox + oy * oy + oz * oz - 1);
  if (root < 0) return MISS;
  const t = (-b - Math.sqrt(root)) / a;
  return t > NEAR ? t : MISS;
}

/** Fills in where on its solid (`hit.index`) the ray arrived, once the nearest is known. */
export function describe({ kinds, numbers }: SolidTable, ray: SolidRay, hit: SolidHit): void {
  const { t } = hit;
  const point = { x: ray.ox + ray.dx * t, y: ray.oy + ray.dy * t, z: ray.oz + ray.dz * t };
  const p = numbers.subarray(hit.index * STRIDE, hit.index * STRIDE + STRIDE);
  const kind = kinds[hit.index];
  if (kind === BOX) describeBox(p, point, hit);
  else if (kind === PANEL) describePanel(p, { point, ray }, hit);
  else if (kind === DRUM) describeDrum(p, point, hit);
  else describeBall(p, point, hit);
}

/** Faces of a box: 0 -x, 1 +x, 2 -y, 3 +y, 4 -z, 5 +z. */
function describeBox(p: Float64Array, { x, y, z }: Point, hit: SolidHit): void {
  const gapX = Math.min(Math.abs(x - (p[0] as number)), Math.abs(x - (p[3] as number)));
  const gapY = Math.min(Math.abs(y - (p[1] as number)), Math.abs(y - (p[4] as number)));
  const gapZ = Math.min(Math.abs(z - (p[2] as number)), Math.abs(z - (p[5] as number)));
  const axis = gapX <= gapY && gapX <= gapZ ? 0 : gapY <= gapZ ? 1 : 2;
  const place = axis === 0 ? x : axis === 1 ? y : z;
  const low = Math.abs(place - (p[axis] as number)) <= Math.abs(place - (p[axis + 3] as number));
  const sign = low ? -1 : 1;
  hit.face = axis * 2 + (low ? 0 : 1);
  hit.nx = axis === 0 ? sign : 0;
  hit.ny = axis === 1 ? sign : 0;
  hit.nz = axis === 2 ? sign : 0;
  const u = axis === 0 ? 2 : 0;
  const v = axis === 1 ? 2 : 1;
  hit.w = (p[u + 3] as number) - (p[u] as number);
  hit.h = (p[v + 3] as number) - (p[v] as number);
  hit.a = ((u === 0 ? x : z) - (p[u] as number)) / hit.w;
  hit.b = ((v === 1 ? y : z) - (p[v] as number)) / hit.h;
}

interface PanelPlace {
  readonly point: Point;
  readonly ray: SolidRay;
}

function describePanel(p: Float64Array, { point, ray }: PanelPlace, hit: SolidHit): void {
  const nx = p[0] as number;
  const ny = p[1] as number;
  const nz = p[2] as number;
  const front = ray.dx * nx + ray.dy * ny + ray.dz * nz < 0;
  const sign = (front ? 1 : -1) / Math.sqrt(nx * nx + ny * ny + nz * nz);
  hit.face = front ? 0 : 1;
  hit.nx = nx * sign;
  hit.ny = ny * sign;
  hit.nz = nz * sign;
  hit.a = alongPanel(p, 4, point);
  hit.b = alongPanel(p, 8, point);
  hit.w = p[12] as number;
  hit.h = p[13] as number;
}

function describeDrum(p: Float64Array, { x, y, z }: Point, hit: SolidHit): void {
  const cx = p[0] as number;
  const cz = p[1] as number;
  const low = p[2] as number;
  const high = p[3] as number;
  const r0 = p[4] as number;
  const r1 = p[5] as number;
  const dx = x - cx;
  const dz = z - cz;
  const wide = Math.max(r0, r1);
  const top = y > high - 1e-4;
  if (top || y < low + 1e-4) {
    hit.face = top ? 1 : 2;
    hit.nx = 0;
    hit.ny = top ? 1 : -1;
    hit.nz = 0;
    hit.w = 2 * wide;
    hit.h = 2 * wide;
    hit.a = dx / hit.w + 0.5;
    hit.b = dz / hit.h + 0.5;
    return;
  }
  const slope = (r1 - r0) / (high - low);
  const r = Math.sqrt(dx * dx + dz * dz) || 1;
  const length = Math.sqrt(1 + slope * slope);
  hit.face = 0;
  hit.nx = dx / r / length;
  hit.ny = -slope / length;
  hit.nz = dz / r / length;
  hit.w = Math.PI * 2 * wide;
  hit.h = high - low;
  hit.a = Math.atan2(dz, dx) / (Math.PI * 2) + 0.5;
  hit.b = (y - low) / hit.h;
}

function describeBall(p: Float64Array, { x, y, z }: Point, hit: SolidHit): void {
  const rx = p[3] as number;
  const ry = p[4] as number;
  const rz = p[5] as number;
  const sx = (x - (p[0] as number)) * rx;
  const sy = (y - (p[1] as number)) * ry;
  const sz = (z - (p[2] as number)) * rz;
  const nx = sx * rx;
  const ny = sy * ry;
  const nz = sz * rz;
  const length = Math.sqrt(nx * nx + ny * ny + nz * nz) || 1;
  hit.face = 0;
  hit.nx = nx / length;
  hit.ny = ny / length;
  hit.nz = nz / length;
  hit.w = (Math.PI * 2) / rx;
  hit.h = Math.PI / ry;
  hit.a = Math.atan2(sz, sx) / (Math.PI * 2) + 0.5;
  hit.b = Math.acos(Math.max(-1, Math.min(1, -sy))) / Math.PI;
}

/** A ray and where its answer goes. */
export interface Trace {
  readonly ray: SolidRay;
  readonly hit: SolidHit;
}

/**
 * Nearest of the listed solids along a ray; `hit.index` is -1 when there is none. With `closest`
 * the list runs by it, the least distance of each solid, and what cannot be nearer is not asked.
 */
export function nearest(
  table: SolidTable,
  list: readonly number[],
  { ray, hit, closest }: Trace & { readonly closest?: Float64Array },
): void {
  let best = MISS;
  let found = -1;
  for (let k = 0; k < list.length; k++) {
    const index = list[k] as number;
    if (closest && (closest[index] as number) > best) break;
    const t = enter(table, index, ray);
    // Of two at one distance the first of the set counts, whatever the list's order.
    if (t < best || (t === best && t < MISS && index < found)) {
      best = t;
      found = index;
    }
  }
  hit.t = best;
  hit.index = found;
  if (found >= 0) describe(table, ray, hit);
}
