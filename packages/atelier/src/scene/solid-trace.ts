import { cornersOf, type Solid } from './solids.ts';

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

/** Distance at which a ray enters a solid, or 1e9. */
export function enter(solid: Solid, ray: SolidRay): number {
  if (solid.kind === 'box') return enterBox(solid.p, ray);
  if (solid.kind === 'panel') return enterPanel(solid.p, ray);
  if (solid.kind === 'drum') return enterDrum(solid.p, ray);
  return enterBall(solid.p, ray);
}

function enterBox(p: readonly number[], ray: SolidRay): number {
  const ix = 1 / (ray.dx || 1e-9);
  const iy = 1 / (ray.dy || 1e-9);
  const iz = 1 / (ray.dz || 1e-9);
  const x0 = ((p[0] as number) - ray.ox) * ix;
  const x1 = ((p[3] as number) - ray.ox) * ix;
  const y0 = ((p[1] as number) - ray.oy) * iy;
  const y1 = ((p[4] as number) - ray.oy) * iy;
  const z0 = ((p[2] as number) - ray.oz) * iz;
  const z1 = ((p[5] as number) - ray.oz) * iz;
  const near = Math.max(Math.min(x0, x1), Math.min(y0, y1), Math.min(z0, z1));
  const far = Math.min(Math.max(x0, x1), Math.max(y0, y1), Math.max(z0, z1));
  return near > NEAR && near < far ? near : MISS;
}

function enterPanel(p: readonly number[], ray: SolidRay): number {
  const cx = p[0] as number;
  const cy = p[1] as number;
  const cz = p[2] as number;
  const ux = p[3] as number;
  const uy = p[4] as number;
  const uz = p[5] as number;
  const vx = p[6] as number;
  const vy = p[7] as number;
  const vz = p[8] as number;
  const nx = uy * vz - uz * vy;
  const ny = uz * vx - ux * vz;
  const nz = ux * vy - uy * vx;
  const down = ray.dx * nx + ray.dy * ny + ray.dz * nz;
  if (down === 0) return MISS;
  const t = ((cx - ray.ox) * nx + (cy - ray.oy) * ny + (cz - ray.oz) * nz) / down;
  if (t <= NEAR) return MISS;
  const qx = ray.ox + ray.dx * t - cx;
  const qy = ray.oy + ray.dy * t - cy;
  const qz = ray.oz + ray.dz * t - cz;
  const area = nx * nx + ny * ny + nz * nz;
  const a = (nx * (qy * vz - qz * vy) + ny * (qz * vx - qx * vz) + nz * (qx * vy - qy * vx)) / area;
  if (a < 0 || a > 1) return MISS;
  const b = (nx * (uy * qz - uz * qy) + ny * (uz * qx - ux * qz) + nz * (ux * qy - uy * qx)) / area;
  return b < 0 || b > 1 ? MISS : t;
}

function enterDrum(p: readonly number[], ray: SolidRay): number {
  const cx = p[0] as number;
  const cz = p[1] as number;
  const low = p[2] as number;
  const high = p[3] as number;
  const r0 = p[4] as number;
  const r1 = p[5] as number;
  const slope = (r1 - r0) / (high - low);
  const ox = ray.ox - cx;
  const oz = ray.oz - cz;
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

function enterBall(p: readonly number[], ray: SolidRay): number {
  const cx = p[0] as number;
  const cy = p[1] as number;
  const cz = p[2] as number;
  const rx = p[3] as number;
  const ry = p[4] as number;
  const rz = p[5] as number;
  const ox = (ray.ox - cx) / rx;
  const oy = (ray.oy - cy) / ry;
  const oz = (ray.oz - cz) / rz;
  const dx = ray.dx / rx;
  const dy = ray.dy / ry;
  const dz = ray.dz / rz;
  const a = dx * dx + dy * dy + dz * dz;
  const b = ox * dx + oy * dy + oz * dz;
  const root = b * b - a * (ox * ox + oy * oy + oz * oz - 1);
  if (root < 0) return MISS;
  const t = (-b - Math.sqrt(root)) / a;
  return t > NEAR ? t : MISS;
}

/** Fills in where on the solid the ray arrived, once the nearest is known. */
export function describe(solid: Solid, ray: SolidRay, hit: SolidHit): void {
  const x = ray.ox + ray.dx * hit.t;
  const y = ray.oy + ray.dy * hit.t;
  const z = ray.oz + ray.dz * hit.t;
  if (solid.kind === 'box') describeBox(solid.p, [x, y, z], hit);
  else if (solid.kind === 'panel') describePanel(solid.p, { x, y, z, ray }, hit);
  else if (solid.kind === 'drum') describeDrum(solid.p, [x, y, z], hit);
  else describeBall(solid.p, [x, y, z], hit);
}

type Point = readonly [x: number, y: number, z: number];

/** Faces of a box: 0 -x, 1 +x, 2 -y, 3 +y, 4 -z, 5 +z. */
function describeBox(p: readonly number[], at: Point, hit: SolidHit): void {
  let best = 9e9;
  for (let axis = 0; axis < 3; axis++) {
    for (let end = 0; end < 2; end++) {
      const gap = Math.abs((at[axis] as number) - (p[axis + 3 * end] as number));
      if (gap < best) {
        best = gap;
        hit.face = axis * 2 + end;
      }
    }
  }
  const axis = hit.face >> 1;
  const sign = hit.face & 1 ? 1 : -1;
  hit.nx = axis === 0 ? sign : 0;
  hit.ny = axis === 1 ? sign : 0;
  hit.nz = axis === 2 ? sign : 0;
  const u = axis === 0 ? 2 : 0;
  const v = axis === 1 ? 2 : 1;
  hit.w = (p[u + 3] as number) - (p[u] as number);
  hit.h = (p[v + 3] as number) - (p[v] as number);
  hit.a = ((at[u] as number) - (p[u] as number)) / hit.w;
  hit.b = ((at[v] as number) - (p[v] as number)) / hit.h;
}

interface PanelPlace {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly ray: SolidRay;
}

function describePanel(p: readonly number[], at: PanelPlace, hit: SolidHit): void {
  const cx = p[0] as number;
  const cy = p[1] as number;
  const cz = p[2] as number;
  const ux = p[3] as number;
  const uy = p[4] as number;
  const uz = p[5] as number;
  const vx = p[6] as number;
  const vy = p[7] as number;
  const vz = p[8] as number;
  const nx = uy * vz - uz * vy;
  const ny = uz * vx - ux * vz;
  const nz = ux * vy - uy * vx;
  const area = nx * nx + ny * ny + nz * nz;
  const length = Math.sqrt(area);
  const front = at.ray.dx * nx + at.ray.dy * ny + at.ray.dz * nz < 0;
  const sign = (front ? 1 : -1) / length;
  hit.face = front ? 0 : 1;
  hit.nx = nx * sign;
  hit.ny = ny * sign;
  hit.nz = nz * sign;
  const qx = at.x - cx;
  const qy = at.y - cy;
  const qz = at.z - cz;
  hit.a = (nx * (qy * vz - qz * vy) + ny * (qz * vx - qx * vz) + nz * (qx * vy - qy * vx)) / area;
  hit.b = (nx * (uy * qz - uz * qy) + ny * (uz * qx - ux * qz) + nz * (ux * qy - uy * qx)) / area;
  hit.w = Math.sqrt(ux * ux + uy * uy + uz * uz);
  hit.h = Math.sqrt(vx * vx + vy * vy + vz * vz);
}

function describeDrum(p: readonly number[], [x, y, z]: Point, hit: SolidHit): void {
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

function describeBall(p: readonly number[], [x, y, z]: Point, hit: SolidHit): void {
  const cx = p[0] as number;
  const cy = p[1] as number;
  const cz = p[2] as number;
  const rx = p[3] as number;
  const ry = p[4] as number;
  const rz = p[5] as number;
  const sx = (x - cx) / rx;
  const sy = (y - cy) / ry;
  const sz = (z - cz) / rz;
  const nx = sx / rx;
  const ny = sy / ry;
  const nz = sz / rz;
  const length = Math.sqrt(nx * nx + ny * ny + nz * nz) || 1;
  hit.face = 0;
  hit.nx = nx / length;
  hit.ny = ny / length;
  hit.nz = nz / length;
  hit.w = Math.PI * 2 * rx;
  hit.h = Math.PI * ry;
  hit.a = Math.atan2(sz, sx) / (Math.PI * 2) + 0.5;
  hit.b = Math.acos(Math.max(-1, Math.min(1, -sy))) / Math.PI;
}

/** Nearest of the listed solids along a ray; `hit.index` is -1 when there is none. */
export function nearest(solids: readonly Solid[], list: readonly number[], job: Trace): void {
  const { ray, hit } = job;
  hit.t = MISS;
  hit.index = -1;
  for (const index of list) {
    const t = enter(solids[index] as Solid, ray);
    if (t < hit.t) {
      hit.t = t;
      hit.index = index;
    }
  }
  if (hit.index >= 0) describe(solids[hit.index] as Solid, ray, hit);
}

/** A ray and where its answer goes. */
export interface Trace {
  readonly ray: SolidRay;
  readonly hit: SolidHit;
}

/** Lists of solids by the cell of a plane they can be seen in. */
export interface Buckets {
  readonly at: (x: number, y: number) => readonly number[];
}

/** Where a solid's corner lies on the plane, or null when it cannot be told. */
export type Flatten = (corner: readonly number[]) => readonly [x: number, y: number] | null;

const CELLS = 64;

/** Sorts solids into the cells they cover, so that a ray asks only a few. */
export function bucket(solids: readonly Solid[], list: readonly number[], to: Flatten): Buckets {
  const spans = list.map((index) => spanOf(solids[index] as Solid, to));
  const known = spans.filter((s) => Number.isFinite(s[0]));
  const limit = (pick: (s: Span) => number, best: (...n: number[]) => number) =>
    known.length === 0 ? 0 : best(...known.map(pick));
  const x0 = Math.max(
    -3,
    limit((s) => s[0], Math.min),
  );
  const y0 = Math.max(
    -3,
    limit((s) => s[1], Math.min),
  );
  const sx =
    CELLS /
    Math.max(
      0.01,
      Math.min(
        3,
        limit((s) => s[2], Math.max),
      ) - x0,
    );
  const sy =
    CELLS /
    Math.max(
      0.01,
      Math.min(
        3,
        limit((s) => s[3], Math.max),
      ) - y0,
    );
  const cells: number[][] = Array.from({ length: CELLS * CELLS }, () => []);
  const cell = (v: number) => Math.max(0, Math.min(CELLS - 1, Math.floor(v)));
  list.forEach((index, i) => {
    const [ax, ay, bx, by] = spans[i] as Span;
    for (let y = cell((ay - y0) * sy); y <= cell((by - y0) * sy); y++) {
      for (let x = cell((ax - x0) * sx); x <= cell((bx - x0) * sx); x++) {
        (cells[y * CELLS + x] as number[]).push(index);
      }
    }
  });
  return { at: (x, y) => cells[cell((y - y0) * sy) * CELLS + cell((x - x0) * sx)] as number[] };
}

type Span = readonly [x0: number, y0: number, x1: number, y1: number];

function spanOf(solid: Solid, to: Flatten): Span {
  let x0 = 1e9;
  let y0 = 1e9;
  let x1 = -1e9;
  let y1 = -1e9;
  for (const corner of cornersOf(solid)) {
    const at = to(corner);
    if (at === null) return [-Infinity, -Infinity, Infinity, Infinity];
    x0 = Math.min(x0, at[0]);
    y0 = Math.min(y0, at[1]);
    x1 = Math.max(x1, at[0]);
    y1 = Math.max(y1, at[1]);
  }
  return [x0, y0, x1, y1];
}
