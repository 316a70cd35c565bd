import { defineKernel } from '../raster/kernel.ts';
import { clamp01 } from '../raster/noise.ts';
import { createFloats, type RasterA } from '../raster/raster.ts';
import type { Rgb } from './define-scene.ts';
import { type Hills, paintHills } from './hills.ts';
import { type LightPlan, lightAt, planLight } from './light-plan.ts';
import { paintSurface } from './materials.ts';
import { eyeOf, look, type SetCamera, viewpointOf } from './set-camera.ts';
import {
  defineShader,
  mixColor,
  type Pixel,
  type Rendered,
  type Shade,
  type View,
} from './shader.ts';
import { type Sky, skyColor } from './sky.ts';
import { type Buckets, bucket } from './solid-buckets.ts';
import {
  bakeLight,
  blockersOf,
  type Daylight,
  type Lamp,
  throughWindow,
  windowsOf,
} from './solid-light.ts';
import { nearest, noHit, type SolidRay, type SolidTable, tabulate } from './solid-trace.ts';
import { growTree, isBlocked, nearestIn, type SolidTree } from './solid-tree.ts';
import type { Solid } from './solids.ts';
import type { PaintJob, Surface } from './surface.ts';
import { shadeWater, type Water } from './water.ts';
import { glassAt } from './window-pane.ts';

/** A set of solids, its light, its surroundings and its camera; plain data. */
export interface SetSpec {
  readonly solids: readonly Solid[];
  readonly lamps: readonly Lamp[];
  readonly day: Daylight;
  readonly camera: SetCamera;
  readonly sky: Sky;
  /** A sea around, or null. */
  readonly sea: Water | null;
  readonly seaLevel: number;
  /** Hills on the horizon, or null. */
  readonly hills: Hills | null;
  /** Air: colour and share of light lost a metre. */
  readonly air: { readonly color: Rgb; readonly thick: number };
  /** Brightness the middle tones are brought to, linear. */
  readonly target: number;
  /** 0..1: how far the light's own colour is taken out, as a camera's white balance does. */
  readonly balance: number;
  /** Metres a texel of the light maps. */
  readonly grain: number;
}

interface Uniforms {
  readonly spec: SetSpec;
  readonly plan: LightPlan;
  readonly light: Float32Array;
  readonly exposure: Rgb;
}

const renderSolids = defineShader<Uniforms>('scene/solid-set', (u): Shade => shadeOf(u));

interface Painter {
  readonly u: Uniforms;
  readonly all: SolidTree;
  /** What is seen from the camera, by place in the picture. */
  readonly tiles: Buckets;
  readonly blockers: SolidTree;
  readonly panes: SolidTable;
  readonly hasSun: boolean;
}

function painterOf(u: Uniforms): Painter {
  const { day, solids } = u.spec;
  const table = tabulate(solids);
  const list = solids.map((_, i) => i);
  return {
    u,
    all: growTree(table, list),
    tiles: bucket(solids, list, viewpointOf(u.spec.camera)),
    blockers: blockersOf(table),
    panes: windowsOf(solids),
    hasSun: day.sunColor[0] + day.sunColor[1] + day.sunColor[2] > 0.001,
  };
}

function shadeOf(u: Uniforms): Shade {
  const { spec } = u;
  const eye = eyeOf(spec.camera);
  const painter = painterOf(u);
  const { tiles } = painter;
  const ray: SolidRay = { ox: 0, oy: 0, oz: 0, dx: 0, dy: 0, dz: 1 };
  return (x, y, out) => {
    look(spec.camera, eye, { x, y, ray });
    const t = paintRay(painter, { ray, list: tiles.at(x, y), bounce: 0 }, out);
    const deep = t * (ray.dz * eye.cos + ray.dx * eye.sin);
    out.depth = t > 900 ? 1 : Math.min(0.975, 1 - 1 / (1 + deep * 0.07));
  };
}

interface RayJob {
  readonly ray: SolidRay;
  /** What may be met; null = anything. */
  readonly list: readonly number[] | null;
  readonly bounce: number;
}

const hits = [noHit(), noHit()];
const surfaces: Surface[] = [0, 1].map(() => ({ r: 0, g: 0, b: 0, glow: 0, gloss: 0 }));
const lights = [
  [0, 0, 0],
  [0, 0, 0],
];

/** Colours what a ray meets; returns the distance. */
function paintRay(painter: Painter, job: RayJob, out: Pixel): number {
  const { u } = painter;
  const { spec } = u;
  const { ray, bounce } = job;
  const hit = hits[bounce] as (typeof hits)[number];
  const { all, tiles } = painter;
  if (job.list) nearest(all.table, job.list, { ray, hit, closest: tiles.closest });
  else nearestIn(all, { ray, hit });
  if (hit.index < 0) return paintAround(spec, ray, out);
  const { t } = hit;
  const { skin } = spec.solids[hit.index] as Solid;
  if (skin.material === 'window') {
    paintWindow(painter, job, out);
    return t;
  }
  const surface = surfaces[bounce] as Surface;
  const facing = -(ray.dx * hit.nx + ray.dy * hit.ny + ray.dz * hit.nz);
  const px = (t * 0.0013) / Math.max(0.06, facing);
  const place: PaintJob = { skin, hit, u: hit.a * hit.w, v: hit.b * hit.h, px };
  paintSurface(place, surface);
  const light = lights[bounce] as number[];
  lightAt(u, hit, light);
  const sun = painter.hasSun ? sunOn(painter, ray, hit) : 0;
  const { sunColor } = spec.day;
  const { exposure } = u;
  out.r = surface.r * (((light[0] as number) + sun * sunColor[0]) * exposure[0] + surface.glow);
  out.g = surface.g * (((light[1] as number) + sun * sunColor[1]) * exposure[1] + surface.glow);
  out.b = surface.b * (((light[2] as number) + sun * sunColor[2]) * exposure[2] + surface.glow);
  if (surface.gloss > 0.02 && bounce === 0) mirrorIn(painter, { ray, facing, surface }, out);
  mixColor(out, spec.air.color, 1 - Math.exp(-t * spec.air.thick));
  return t;
}

const sunRay: SolidRay = { ox: 0, oy: 0, oz: 0, dx: 0, dy: 0, dz: 0 };

function sunOn(painter: Painter, ray: SolidRay, hit: ReturnType<typeof noHit>): number {
  const { day } = painter.u.spec;
  const facing = day.sun[0] * hit.nx + day.sun[1] * hit.ny + day.sun[2] * hit.nz;
  if (facing <= 0) return 0;
  sunRay.ox = ray.ox + ray.dx * hit.t + hit.nx * 0.004;
  sunRay.oy = ray.oy + ray.dy * hit.t + hit.ny * 0.004;
  sunRay.oz = ray.oz + ray.dz * hit.t + hit.nz * 0.004;
  sunRay.dx = day.sun[0];
  sunRay.dy = day.sun[1];
  sunRay.dz = day.sun[2];
  const open = day.indoors ? throughWindow(painter.panes, sunRay) : 1;
  if (open <= 0) return 0;
  return isBlocked(painter.blockers, sunRay, 1e8) ? 0 : facing * open;
}

/** Sky, or the sea below it. */
function paintAround(spec: SetSpec, ray: SolidRay, out: Pixel): number {
  const { sky, sea } = spec;
  const dir = [ray.dx, ray.dy, ray.dz] as const;
  if (sea && ray.dy < -0.0015) {
    const t = (ray.oy - spec.seaLevel) / -ray.dy;
    shadeWater({ water: sea, sky }, { x: ray.dx * t, z: ray.dz * t, shallow: 0.1, dir }, out);
    mixColor(out, sky.horizon, (1 - Math.exp(-t * 0.0012)) * 0.75);
    return Math.min(t, 899);
  }
  skyColor(sky, [ray.dx, Math.max(0, ray.dy), ray.dz], out);
  if (spec.hills) paintHills({ hills: spec.hills, sky }, ray, out);
  return 1000;
}

/** What is seen through a window: the sky and far hills, with a little of the room in the glass. */
function paintWindow(painter: Painter, { ray, bounce }: RayJob, out: Pixel): void {
  const { spec } = painter.u;
  const hit = hits[bounce] as (typeof hits)[number];
  const { skin } = spec.solids[hit.index] as Solid;
  if (glassAt(skin, hit) < 0.5) {
    const light = lights[bounce] as number[];
    lightAt(painter.u, hit, light);
    const { exposure } = painter.u;
    out.r = skin.other[0] * (light[0] as number) * exposure[0];
    out.g = skin.other[1] * (light[1] as number) * exposure[1];
    out.b = skin.other[2] * (light[2] as number) * exposure[2];
    return;
  }
  skyColor(spec.sky, [ray.dx, Math.max(0.02, ray.dy + 0.08), ray.dz], out);
  const hill = 0.03 + 0.05 * Math.sin(ray.dx * 5.1 + 1) + 0.025 * Math.sin(ray.dx * 13);
  if (ray.dy < hill - 0.05) mixColor(out, hillColor(spec.sky), 0.75);
  if (ray.dy < hill - 0.13) mixColor(out, [0.03, 0.06, 0.03], 0.45);
}

function hillColor(sky: Sky): Rgb {
  return [sky.middle[0] * 0.35, sky.middle[1] * 0.42, sky.middle[2] * 0.36];
}

const mirror: Pixel = { r: 0, g: 0, b: 0, depth: 0 };
const bounced: SolidRay = { ox: 0, oy: 0, oz: 0, dx: 0, dy: 0, dz: 0 };

interface MirrorJob {
  readonly ray: SolidRay;
  readonly facing: number;
  readonly surface: Surface;
}

function mirrorIn(painter: Painter, { ray, facing, surface }: MirrorJob, out: Pixel): void {
  const hit = hits[0] as (typeof hits)[number];
  const share = surface.gloss * (0.06 + 0.94 * (1 - clamp01(facing)) ** 4);
  if (share < 0.03) return;
  const x = ray.ox + ray.dx * hit.t;
  const z = ray.oz + ray.dz * hit.t;
  bounced.ox = x + hit.nx * 0.004;
  bounced.oy = ray.oy + ray.dy * hit.t + hit.ny * 0.004;
  bounced.oz = z + hit.nz * 0.004;
  bounced.dx = ray.dx + 2 * facing * hit.nx;
  bounced.dy = ray.dy + 2 * facing * hit.ny;
  bounced.dz = ray.dz + 2 * facing * hit.nz;
  paintRay(painter, { ray: bounced, list: null, bounce: 1 }, mirror);
  out.r += (mirror.r - out.r) * share;
  out.g += (mirror.g - out.g) * share;
  out.b += (mirror.b - out.b) * share;
}

/** Renders a set: lights it, sets the exposure like a camera would, then paints every pixel. */
export function renderSet(view: View, spec: SetSpec): Rendered {
  const plan = planLight(spec.solids, spec.grain);
  const light = bakeLight(spec, plan, view.bands);
  const exposure = meter({ spec, plan, light, exposure: [1, 1, 1] }, view.width / view.height);
  return renderSolids(view, { spec, plan, light, exposure });
}

/** The factor that brings the picture's lit parts to the wanted brightness. */
function meter(u: Uniforms, aspect: number): Rgb {
  const { spec } = u;
  const shade = shadeOf({ ...u, spec: { ...spec, air: { ...spec.air, thick: 0 } } });
  const dark = shadeOf({
    ...u,
    exposure: [0, 0, 0],
    spec: { ...spec, air: { ...spec.air, thick: 0 } },
  });
  const pixel: Pixel = { r: 0, g: 0, b: 0, depth: 0 };
  const glow: Pixel = { r: 0, g: 0, b: 0, depth: 0 };
  let sum = 0;
  let count = 0;
  const mean = [1e-6, 1e-6, 1e-6] as [number, number, number];
  for (let y = -0.96; y < 1; y += 0.08) {
    for (let x = -0.96; x < 1; x += 0.08) {
      shade(x * aspect, y, pixel);
      dark(x * aspect, y, glow);
      const r = pixel.r - glow.r;
      const g = pixel.g - glow.g;
      const b = pixel.b - glow.b;
      const lit = 0.3 * r + 0.55 * g + 0.15 * b;
      if (pixel.depth === 1 || lit < 1e-5) continue;
      mean[0] += r;
      mean[1] += g;
      mean[2] += b;
      sum += Math.log(lit);
      count++;
    }
  }
  if (count === 0) return [1, 1, 1];
  const gain = spec.target / Math.exp(sum / count);
  const grey = 0.3 * mean[0] + 0.55 * mean[1] + 0.15 * mean[2];
  return [
    gain * (grey / mean[0]) ** spec.balance,
    gain * (grey / mean[1]) ** spec.balance,
    gain * (grey / mean[2]) ** spec.balance,
  ];
}

/** The solids that stand before the character, cut out of the finished picture. */
export function frontOf(view: View, spec: SetSpec, { image }: Rendered): RasterA | null {
  if (!spec.solids.some((solid) => solid.front)) return null;
  const { width, height } = image;
  // The scene's own planes are painted over and used up while the character is put in.
  const own = (plane: Float32Array) => {
    const copy = createFloats(plane.length);
    copy.set(plane);
    return copy;
  };
  const a = createFloats(width * height);
  view.bands.run(coverRows, { spec, width, height, a }, height);
  return { width, height, r: own(image.r), g: own(image.g), b: own(image.b), a };
}

interface CoverArgs {
  readonly spec: SetSpec;
  readonly width: number;
  readonly height: number;
  readonly a: Float32Array;
}

const coverRows = defineKernel<CoverArgs>('scene/solid-front', (args, y0, y1) => {
  const { spec, width, height, a } = args;
  const { solids } = spec;
  const eye = eyeOf(spec.camera);
  const table = tabulate(solids);
  const list = solids.flatMap((s, i) => (s.front ? [i] : []));
  const near = bucket(solids, list, viewpointOf(spec.camera));
  const ray: SolidRay = { ox: 0, oy: 0, oz: 0, dx: 0, dy: 0, dz: 1 };
  const hit = noHit();
  const covers = (x: number, y: number): number => {
    const px = (2 * x - width) / height;
    const py = 1 - (2 * y) / height;
    const some = near.at(px, py);
    if (some.length === 0) return 0;
    look(spec.camera, eye, { x: px, y: py, ray });
    nearest(table, some, { ray, hit, closest: near.closest });
    return hit.index >= 0 ? 1 : 0;
  };
  const corners = (y: number) => {
    const row = new Uint8Array(width + 1);
    for (let x = 0; x <= width; x++) row[x] = covers(x, y);
    return row;
  };
  let top = corners(y0);
  for (let y = y0; y < y1; y++) {
    const low = corners(y + 1);
    let left = (top[0] as number) + (low[0] as number);
    for (let x = 0; x < width; x++) {
      const right = (top[x + 1] as number) + (low[x + 1] as number);
      const middle = covers(x + 0.5, y + 0.5);
      const all = left + right + middle;
      left = right;
      // Corners and middle that agree speak for the pixel.
      a[y * width + x] =
        all === 0 || all === 5
          ? middle
          : 0.25 *
            (covers(x + 0.25, y + 0.25) +
              covers(x + 0.75, y + 0.25) +
              covers(x + 0.25, y + 0.75) +
              covers(x + 0.75, y + 0.75));
    }
    top = low;
  }
});
