import { type Bands, defineKernel } from '../raster/kernel.ts';
import { createFloats } from '../raster/raster.ts';
import type { Rgb } from './define-scene.ts';
import { type Face, type LightPlan, smooth } from './light-plan.ts';
import {
  describe,
  enter,
  noHit,
  type SolidHit,
  type SolidRay,
  type SolidTable,
  tabulate,
} from './solid-trace.ts';
import { growTree, isBlocked, nearestIn, type SolidTree } from './solid-tree.ts';
import { cornersOf, type Solid } from './solids.ts';
import { glassAt } from './window-pane.ts';

/** A lamp: a small bright ball, in metres; its colour is linear light at one metre. */
export interface Lamp {
  readonly at: readonly [x: number, y: number, z: number];
  readonly color: Rgb;
  readonly radius: number;
}

/** Parallel light and what the open sky gives. */
export interface Daylight {
  /** Towards the sun, x right, y up, z away. */
  readonly sun: readonly [x: number, y: number, z: number];
  readonly sunColor: Rgb;
  readonly skyTop: Rgb;
  readonly skyLow: Rgb;
  /** True = the sun comes in through windows only. */
  readonly indoors: boolean;
}

/** Solids and what lights them. */
export interface LitSet {
  readonly solids: readonly Solid[];
  readonly lamps: readonly Lamp[];
  readonly day: Daylight;
  /** Where it is seen from: faces turned away get a rougher light. */
  readonly camera: { readonly x: number; readonly eye: number };
}

/** A point just above a face's texel. */
interface Spot {
  x: number;
  y: number;
  z: number;
  nx: number;
  ny: number;
  nz: number;
}

function spotOn({ kind, p }: Solid, face: number, at: { a: number; b: number }): Spot {
  const n = (i: number) => p[i] as number;
  const { a, b } = at;
  if (kind === 'panel') {
    const side = face === 0 ? 1 : -1;
    const m = [
      n(4) * n(8) - n(5) * n(7),
      n(5) * n(6) - n(3) * n(8),
      n(3) * n(7) - n(4) * n(6),
    ] as const;
    const length = Math.hypot(...m) * side;
    const [nx, ny, nz] = [m[0] / length, m[1] / length, m[2] / length];
    const c = (i: number) => n(i) + n(3 + i) * a + n(6 + i) * b;
    return lift({ x: c(0), y: c(1), z: c(2), nx, ny, nz });
  }
  if (kind === 'box') {
    const axis = face >> 1;
    const sign = face & 1 ? 1 : -1;
    const u = axis === 0 ? 2 : 0;
    const v = axis === 1 ? 2 : 1;
    const point = [0, 0, 0];
    point[axis] = n(axis + (face & 1 ? 3 : 0));
    point[u] = n(u) + (n(u + 3) - n(u)) * a;
    point[v] = n(v) + (n(v + 3) - n(v)) * b;
    const [x, y, z] = point as [number, number, number];
    const one = (k: number) => (axis === k ? sign : 0);
    return lift({ x, y, z, nx: one(0), ny: one(1), nz: one(2) });
  }
  return roundSpot(p, { face, a, b, drum: kind === 'drum' });
}

interface RoundPlace {
  readonly face: number;
  readonly a: number;
  readonly b: number;
  readonly drum: boolean;
}

function roundSpot(p: readonly number[], { face, a, b, drum }: RoundPlace): Spot {
  const n = (i: number) => p[i] as number;
  const angle = (a - 0.5) * Math.PI * 2;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  if (!drum) {
    const up = -Math.cos(b * Math.PI);
    const flat = Math.sin(b * Math.PI);
    const [x, y, z] = [n(0) + n(3) * cos * flat, n(1) + n(4) * up, n(2) + n(5) * sin * flat];
    return lift({ x, y, z, nx: cos * flat, ny: up, nz: sin * flat });
  }
  const wide = 2 * Math.max(n(4), n(5));
  if (face > 0) {
    const y = face === 1 ? n(3) : n(2);
    const ny = face === 1 ? 1 : -1;
    return lift({ x: n(0) + (a - 0.5) * wide, y, z: n(1) + (b - 0.5) * wide, nx: 0, ny, nz: 0 });
  }
  const r = n(4) + (n(5) - n(4)) * b;
  const y = n(2) + (n(3) - n(2)) * b;
  return lift({ x: n(0) + cos * r, y, z: n(1) + sin * r, nx: cos, ny: 0, nz: sin });
}

function lift(s: Spot): Spot {
  s.x += s.nx * 0.012;
  s.y += s.ny * 0.012;
  s.z += s.nz * 0.012;
  return s;
}

interface BakeArgs {
  readonly set: LitSet;
  readonly plan: LightPlan;
  /** Lamps and windows; then the same with the sun; then everything. Three values a texel. */
  readonly direct: Float32Array;
  readonly source: Float32Array;
  readonly light: Float32Array;
}

const bakeDirect = defineKernel<BakeArgs>('scene/solid-direct', (args, f0, f1) => {
  const { set, plan, direct, source } = args;
  const blockers = blockersOf(tabulate(set.solids));
  const panes = windowsOf(set.solids);
  const windows = panes.solids.filter((s) => s.skin.glow > 0);
  const sum: [number, number, number] = [0, 0, 0];
  for (let f = f0; f < f1; f++) {
    const face = plan.faces[f] as Face;
    for (let i = 0; i < face.nu * face.nv; i++) {
      const spot = texelSpot(set.solids, face, i);
      sum[0] = sum[1] = sum[2] = 0;
      for (const lamp of set.lamps) addLamp(blockers, { spot, lamp }, sum);
      for (const window of windows) addWindow(blockers, { spot, window }, sum);
      const at = (face.from + i) * 3;
      const sun = sunAt({ day: set.day, blockers, panes }, spot);
      for (let c = 0; c < 3; c++) {
        direct[at + c] = sum[c] as number;
        source[at + c] = (sum[c] as number) + sun * (set.day.sunColor[c] as number);
      }
    }
  }
});

function texelSpot(solids: readonly Solid[], face: Face, i: number): Spot {
  const a = ((i % face.nu) + 0.5) / face.nu;
  const b = (Math.floor(i / face.nu) + 0.5) / face.nv;
  return spotOn(solids[face.solid] as Solid, face.face, { a, b });
}

/** The solids that throw shadows. */
export function blockersOf(table: SolidTable): SolidTree {
  const throws = (s: Solid) => !s.shell && !s.ghost && s.skin.material !== 'window';
  const list = table.solids.flatMap((s, i) => (throws(s) ? [i] : []));
  return growTree(table, list);
}

/** The windows of a set. */
export function windowsOf(solids: readonly Solid[]): SolidTable {
  return tabulate(solids.filter((s) => s.skin.material === 'window'));
}

const ray: SolidRay = { ox: 0, oy: 0, oz: 0, dx: 0, dy: 0, dz: 0 };

/** Aims the shared ray from a spot; returns the distance. */
function aim(spot: Spot, to: readonly [number, number, number]): number {
  const dx = to[0] - spot.x;
  const dy = to[1] - spot.y;
  const dz = to[2] - spot.z;
  const d = Math.sqrt(dx * dx + dy * dy + dz * dz) || 1e-6;
  ray.ox = spot.x;
  ray.oy = spot.y;
  ray.oz = spot.z;
  ray.dx = dx / d;
  ray.dy = dy / d;
  ray.dz = dz / d;
  return d;
}

const AROUND = [
  [0.7, 0.5, 0.5],
  [-0.7, 0.5, -0.5],
  [0.3, -0.8, -0.5],
  [-0.3, -0.4, 0.8],
] as const;

interface LampJob {
  readonly spot: Spot;
  readonly lamp: Lamp;
}

function addLamp(blockers: SolidTree, { spot, lamp }: LampJob, sum: number[]): void {
  const r = lamp.radius;
  for (const [x, y, z] of AROUND) {
    const d = aim(spot, [lamp.at[0] + x * r, lamp.at[1] + y * r, lamp.at[2] + z * r]);
    const facing = ray.dx * spot.nx + ray.dy * spot.ny + ray.dz * spot.nz;
    if (facing <= 0 || isBlocked(blockers, ray, d - 0.02)) continue;
    const power = (facing * 0.25) / (d * d + 0.12);
    for (let c = 0; c < 3; c++) sum[c] = (sum[c] as number) + power * (lamp.color[c] as number);
  }
}

interface WindowJob {
  readonly spot: Spot;
  readonly window: Solid;
}

function addWindow(blockers: SolidTree, { spot, window }: WindowJob, sum: number[]): void {
  const [cx, cy, cz, ux, uy, uz, vx, vy, vz] = window.p as number[] as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const n = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx] as const;
  const area = Math.hypot(...n);
  for (let k = 0; k < 6; k++) {
    const a = ((k % 2) + 0.5) / 2;
    const b = (Math.floor(k / 2) + 0.5) / 3;
    const d = aim(spot, [cx + ux * a + vx * b, cy + uy * a + vy * b, cz + uz * a + vz * b]);
    const facing = ray.dx * spot.nx + ray.dy * spot.ny + ray.dz * spot.nz;
    const out = -(ray.dx * n[0] + ray.dy * n[1] + ray.dz * n[2]) / area;
    if (facing <= 0 || out <= 0 || isBlocked(blockers, ray, d - 0.05)) continue;
    const power = (facing * out * (area / 6) * window.skin.glow) / (Math.PI * (d * d + area / 10));
    for (let c = 0; c < 3; c++)
      sum[c] = (sum[c] as number) + power * (window.skin.color[c] as number);
  }
}

/** What stands between the sun and a place. */
interface Sunlit {
  readonly day: Daylight;
  readonly blockers: SolidTree;
  readonly panes: SolidTable;
}

/** Share of the sun a place gets, weakened by the angle. */
function sunAt({ day, blockers, panes }: Sunlit, spot: Spot): number {
  const { sun, sunColor, indoors } = day;
  const facing = sun[0] * spot.nx + sun[1] * spot.ny + sun[2] * spot.nz;
  if (facing <= 0 || sunColor[0] + sunColor[1] + sunColor[2] <= 0) return 0;
  ray.ox = spot.x;
  ray.oy = spot.y;
  ray.oz = spot.z;
  ray.dx = sun[0];
  ray.dy = sun[1];
  ray.dz = sun[2];
  const open = indoors ? throughWindow(panes, ray) : 1;
  return open <= 0.01 || isBlocked(blockers, ray, 1e8) ? 0 : facing * open;
}

/** How much of a ray's light passes the windows: 0 where a wall or a bar is in the way. */
export function throughWindow(panes: SolidTable, towards: SolidRay): number {
  for (let i = 0; i < panes.solids.length; i++) {
    pane.t = enter(panes, i, towards);
    if (pane.t > 1e8) continue;
    pane.index = i;
    describe(panes, towards, pane);
    return glassAt((panes.solids[i] as Solid).skin, pane);
  }
  return 0;
}

const pane: SolidHit = noHit();
const RAYS = 21;

const bakeBounce = defineKernel<BakeArgs>('scene/solid-bounce', (args, f0, f1) => {
  const { set, plan, direct, source, light } = args;
  const bulky = growTree(tabulate(set.solids), bulkyOf(set.solids));
  const hit = noHit();
  const sum: [number, number, number] = [0, 0, 0];
  for (let f = f0; f < f1; f++) {
    const face = plan.faces[f] as Face;
    // Small faces show no gradient worth many rays.
    const step = face.nu * face.nv <= 6 ? 3 : 1;
    for (let i = 0; i < face.nu * face.nv; i++) {
      const spot = texelSpot(set.solids, face, i);
      const at = (face.from + i) * 3;
      if (turnedAway(spot, set.camera)) {
        for (let c = 0; c < 3; c++) light[at + c] = (source[at + c] as number) * 0.7;
        continue;
      }
      sum[0] = sum[1] = sum[2] = 0;
      for (let k = 0; k < RAYS; k += step) {
        scatter(spot, k);
        nearestIn(bulky, { ray, hit });
        gather(args, hit, sum);
      }
      for (let c = 0; c < 3; c++) {
        light[at + c] = (direct[at + c] as number) + ((sum[c] as number) * step) / RAYS;
      }
    }
  }
});

function turnedAway(spot: Spot, camera: LitSet['camera']): boolean {
  const dx = camera.x - spot.x;
  const dy = camera.eye - spot.y;
  const facing = dx * spot.nx + dy * spot.ny - spot.z * spot.nz;
  return facing < -0.4 * Math.sqrt(dx * dx + dy * dy + spot.z * spot.z);
}

/** Solids large enough to matter for light that bounced. */
function bulkyOf(solids: readonly Solid[]): number[] {
  return solids.flatMap((solid, i) => {
    if (solid.shell || solid.kind === 'panel') return [i];
    const corners = cornersOf(solid);
    const low = corners[0] as number[];
    const high = corners[7] as number[];
    const span = [0, 1, 2]
      .map((c) => (high[c] as number) - (low[c] as number))
      .sort((a, b) => a - b);
    return (span[1] as number) > 0.35 ? [i] : [];
  });
}

/** Aims the shared ray in the k-th direction over a surface, more of them straight up. */
function scatter(s: Spot, k: number): void {
  const r = Math.sqrt((k + 0.5) / RAYS);
  const angle = k * 2.399963;
  const up = Math.sqrt(1 - r * r);
  const flip = Math.abs(s.ny) > 0.7;
  // Two vectors across the normal.
  const tx = flip ? 1 : s.nz;
  const tz = flip ? 0 : -s.nx;
  const bx = s.ny * tz;
  const by = s.nz * tx - s.nx * tz;
  const bz = -s.ny * tx;
  const length = Math.sqrt(tx * tx + tz * tz) || 1;
  const p = (Math.cos(angle) * r) / length;
  const q = (Math.sin(angle) * r) / length;
  ray.ox = s.x;
  ray.oy = s.y;
  ray.oz = s.z;
  ray.dx = s.nx * up + tx * p + bx * q;
  ray.dy = s.ny * up + by * q;
  ray.dz = s.nz * up + tz * p + bz * q;
}

function gather({ set, plan, source }: BakeArgs, hit: SolidHit, sum: number[]): void {
  if (hit.index < 0) {
    const t = Math.max(0, Math.min(1, ray.dy * 1.6 + 0.1));
    const { skyTop, skyLow } = set.day;
    for (let c = 0; c < 3; c++) {
      const low = skyLow[c] as number;
      sum[c] = (sum[c] as number) + low + ((skyTop[c] as number) - low) * t;
    }
    return;
  }
  const look = (set.solids[hit.index] as Solid).skin;
  if (look.material === 'window') return;
  const face = plan.faces[plan.find[hit.index * 6 + hit.face] as number];
  if (!face) return;
  const u = Math.min(face.nu - 1, Math.max(0, Math.floor(hit.a * face.nu)));
  const v = Math.min(face.nv - 1, Math.max(0, Math.floor(hit.b * face.nv)));
  const at = (face.from + v * face.nu + u) * 3;
  for (let c = 0; c < 3; c++) {
    const albedo = ((look.color[c] as number) + (look.other[c] as number)) / 2;
    // The sky's own light on what was met, unmeasured, stands in for the second bounce.
    const there = (source[at + c] as number) * 1.25 + (set.day.skyLow[c] as number) * 0.3;
    sum[c] = (sum[c] as number) + albedo * there + look.glow * 0.2;
  }
}

/** Light on every texel: lamps, windows, sky and one bounce. Without the sun's own direct light. */
export function bakeLight(set: LitSet, plan: LightPlan, bands: Bands): Float32Array {
  const maps = () => createFloats(plan.texels * 3);
  const args: BakeArgs = { set, plan, direct: maps(), source: maps(), light: maps() };
  bands.run(bakeDirect, args, plan.faces.length);
  bands.run(bakeBounce, args, plan.faces.length);
  return smooth(plan, args.light);
}
