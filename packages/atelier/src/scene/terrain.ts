import { defineKernel } from '../raster/kernel.ts';
import { length2, length3 } from '../raster/length.ts';
import { clamp01, type FbmSpec, fbm, gradientNoise, mix, smoothstep } from '../raster/noise.ts';
import { createFloats } from '../raster/raster.ts';
import type { Rgb } from './define-scene.ts';
import { heightAt, type Land } from './land.ts';
import {
  addColor,
  defineShader,
  mixColor,
  mixPixel,
  type Pixel,
  type Rendered,
  type Shade,
  type ShaderTraits,
  type View,
} from './shader.ts';
import { type Sky, skyColor, skyGradient, type Vec } from './sky.ts';
import { shadeWater, type Water } from './water.ts';

/** What the land is covered with; colours are linear light. */
export interface Cover {
  readonly low: Rgb;
  readonly mid: Rgb;
  readonly rock: Rgb;
  readonly snow: Rgb;
  /** Height from which snow lies; below 0 everywhere. */
  readonly snowLine: number;
  /** 0..1: how much of the slopes is wooded. */
  readonly woods: number;
}

/** A landscape and how it is seen. */
export interface Terrain {
  readonly land: Land;
  readonly cover: Cover;
  readonly sky: Sky;
  readonly water: Water;
  readonly horizon: number;
  /** Share of light lost to the air at 1000 metres. */
  readonly haze: number;
  readonly sunlight: Rgb;
  readonly ambient: Rgb;
}

/** Focal length in units of half the picture's height. */
export const FOCAL = 1.5;
const EYE = 1.7;
const NEAR = 0.9;
const FAR = 2600;

interface TraceArgs {
  readonly land: Land;
  readonly horizon: number;
  readonly columns: number;
  readonly rows: number;
  readonly aspect: number;
  /** Distance of what each sample sees, column by column; 0 = sky. */
  readonly distance: Float32Array;
}

// Front to back along each column, the way of the voxel landscapes of the 1990s. A "row" of this
// kernel is a column of the picture.
const traceColumns = defineKernel<TraceArgs>('scene/terrain-trace', (args, c0, c1) => {
  const { land, horizon, columns, rows, aspect, distance } = args;
  const eye = EYE + heightAt(land, 0, 0);
  for (let c = c0; c < c1; c++) {
    const slope = ((((c + 0.5) / columns) * 2 - 1) * aspect) / FOCAL;
    let top = rows;
    let before = NEAR;
    let rowBefore = rows * 3;
    for (let z = NEAR; z < FAR && top > 0; z = z * 1.026 + 0.02) {
      const ground = heightAt(land, slope * z, z);
      const level = land.lake !== null && ground < land.lake ? land.lake : ground;
      const row = (horizon + ((eye - level) / z) * FOCAL * 0.5) * rows;
      const first = Math.max(0, Math.ceil(row - 0.5));
      for (let y = Math.min(top - 1, rows - 1); y >= first; y--) {
        const t = (rowBefore - y - 0.5) / Math.max(1e-6, rowBefore - row);
        distance[c * rows + y] = before + (z - before) * clamp01(t);
      }
      if (first < top) top = first;
      before = z;
      rowBefore = Math.min(rowBefore, row);
    }
  }
});

interface TerrainUniforms {
  readonly terrain: Terrain;
  readonly trace: TraceArgs;
}

/** What every point needs, made once. */
interface Prepared extends TerrainUniforms {
  /** The land with the octaves that only near things show. */
  readonly near: Land;
  readonly patches: FbmSpec;
  /** Fine detail with one to three octaves. */
  readonly detail: readonly FbmSpec[];
}

function prepared(u: TerrainUniforms): Prepared {
  const { land } = u.terrain;
  return {
    ...u,
    near: { ...land, fine: true },
    patches: { seed: land.seed + 21, octaves: 4 },
    detail: [1, 2, 3].map((octaves) => ({ seed: land.seed + 22, octaves })),
  };
}

/** Detail smaller than a pixel would only be noise. */
function detailAt(u: Prepared, x: number, z: number): number {
  if (z > 420) return 0;
  return fbm(x * 0.9, z * 0.9, u.detail[z < 40 ? 2 : z < 130 ? 1 : 0] as FbmSpec);
}

const NEAR_LAND = 90;

const LAND_TRAITS: ShaderTraits<TerrainUniforms> = {
  soft: true,
  starSeed: (u) => u.terrain.sky.seed,
};

const renderLand = defineShader<TerrainUniforms>(
  'scene/terrain',
  (given): Shade => {
    const u = prepared(given);
    const { trace } = u;
    const level = 1 - 2 * trace.horizon;
    return (x, y, out) => {
      const t = distanceAt(trace, x, y);
      const rise = (y - level) / FOCAL;
      const side = x / FOCAL;
      const length = Math.sqrt(1 + side * side + rise * rise);
      const dir: Vec = [side / length, rise / length, 1 / length];
      if (t <= 0) {
        skyColor(u.terrain.sky, [dir[0], Math.max(0, dir[1]), dir[2]], out);
        return;
      }
      shadeLand(u, { x, y, t, dir, level }, out);
      out.depth = Math.min(0.975, 1 - 1 / (1 + t * 0.07));
    };
  },
  LAND_TRAITS,
);

function distanceAt(trace: TraceArgs, x: number, y: number): number {
  const { columns, rows, aspect, distance } = trace;
  const c = Math.floor(((x / aspect + 1) / 2) * columns);
  const r = Math.floor(((1 - y) / 2) * rows);
  if (r < 0 || r >= rows) return 0;
  const column = c < 0 ? 0 : c >= columns ? columns - 1 : c;
  return distance[column * rows + r] as number;
}

interface Seen {
  readonly x: number;
  readonly y: number;
  readonly t: number;
  readonly dir: Vec;
  readonly level: number;
}

function shadeLand(u: Prepared, seen: Seen, out: Pixel): void {
  const { terrain } = u;
  const px = (seen.x / FOCAL) * seen.t;
  const { lake } = terrain.land;
  const ground = heightAt(seen.t < NEAR_LAND ? u.near : terrain.land, px, seen.t);
  if (lake !== null && ground < lake + 0.02)
    shadeLake(u, { ...seen, px, depth: lake - ground }, out);
  else shadeGround(u, { x: px, z: seen.t, height: ground }, out);
  addAir(terrain, seen, out);
}

const air: Pixel = { r: 0, g: 0, b: 0, depth: 0 };
const image: Pixel = { r: 0, g: 0, b: 0, depth: 0 };

interface LakeSpot extends Seen {
  readonly px: number;
  readonly depth: number;
}

/** A calm lake: the far shore upside down, broken by ripples, over the water's own colour. */
function shadeLake(u: Prepared, spot: LakeSpot, out: Pixel): void {
  const { terrain, trace } = u;
  const { px, t } = spot;
  shadeWater(terrain, { x: px, z: t, shallow: clamp01(1 - spot.depth * 0.9), dir: spot.dir }, out);
  const ripple = fbm(px * 0.5, t * 0.22, { seed: 7, octaves: 3 }) * (0.012 + 0.5 / (t + 14));
  const y = 2 * spot.level - spot.y + Math.abs(ripple) * 0.9;
  const x = spot.x + ripple * 0.35;
  const far = distanceAt(trace, x, y);
  if (far > 0) {
    const fx = (x / FOCAL) * far;
    shadeGround(u, { x: fx, z: far, height: heightAt(terrain.land, fx, far) }, image);
    addAir(terrain, { dir: spot.dir, t: far }, image);
  } else {
    const up = Math.max(0.01, (y - spot.level) / FOCAL);
    const norm = length3(spot.x / FOCAL, up, 1);
    skyColor(terrain.sky, [spot.x / FOCAL / norm, up / norm, 1 / norm], image);
  }
  mixPixel(out, image, 0.72 * smoothstep(0, 0.5, spot.depth + 0.1));
  mixColor(out, terrain.sky.horizon, 0.4 * smoothstep(0.06, 0, spot.depth));
}

interface Place {
  readonly x: number;
  readonly z: number;
  readonly height: number;
}

function shadeGround(u: Prepared, { x, z, height }: Place, out: Pixel): void {
  const { terrain } = u;
  const { land, sky } = terrain;
  const near = z < NEAR_LAND ? u.near : land;
  const e = 0.12 + z * 0.006;
  const dx = (heightAt(near, x + e, z) - height) / e;
  const dz = (heightAt(near, x, z + e) - height) / e;
  const up = 1 / Math.sqrt(1 + dx * dx + dz * dz);
  const nx = -dx * up;
  const nz = -dz * up;
  const facing = nx * sky.sun[0] + up * Math.max(0.18, sky.sun[1]) + nz * sky.sun[2];
  const shadow = z < 900 ? sunShadow(terrain, { x, z, height }) : 1;
  const light = clamp01(facing * 1.15) * shadow;
  coverColor(u, { x, z, height, up }, out);
  const open = 0.55 + 0.45 * up;
  out.r *= terrain.ambient[0] * open + terrain.sunlight[0] * light;
  out.g *= terrain.ambient[1] * open + terrain.sunlight[1] * light;
  out.b *= terrain.ambient[2] * open + terrain.sunlight[2] * light;
}

/** A few steps towards the sun: enough for ridges to throw their shade. */
function sunShadow(terrain: Terrain, { x, z, height }: Place): number {
  const { sun } = terrain.sky;
  const climb = Math.max(0.16, sun[1]) / Math.max(0.2, length2(sun[0], sun[2]));
  let open = 1;
  let step = 3 + z * 0.02;
  let run = 0;
  for (let i = 0; i < 3; i++) {
    run += step;
    const there = heightAt(terrain.land, x + sun[0] * run, z + sun[2] * run);
    const gap = height + run * climb + 0.3 - there;
    open = Math.min(open, clamp01(0.5 + gap / (run * 0.16)));
    step *= 2.4;
  }
  return 0.22 + 0.78 * open;
}

interface Surface extends Place {
  readonly up: number;
}

function coverColor(u: Prepared, at: Surface, out: Pixel): void {
  const { cover, land } = u.terrain;
  const { x, z, height, up } = at;
  const patch = fbm(x * 0.06, z * 0.06, u.patches);
  const detail = detailAt(u, x, z);
  const near = 1 / (1 + z * 0.05);
  const tone = 1 + patch * 0.28 + detail * (0.1 + 0.3 * near);
  const blend = smoothstep(-0.35, 0.4, patch);
  out.r = mix(cover.low[0], cover.mid[0], blend) * tone;
  out.g = mix(cover.low[1], cover.mid[1], blend) * tone;
  out.b = mix(cover.low[2], cover.mid[2], blend) * tone;
  if (land.kind === 'dunes') {
    addRipples(at, near, out);
    return;
  }
  const steep = smoothstep(0.86, 0.62, up + patch * 0.08);
  if (cover.woods > 0) {
    const wooded =
      cover.woods *
      smoothstep(3, 12, height) *
      smoothstep(70, 34, height + patch * 26) *
      (1 - steep * 0.8);
    const crown = gradientNoise(x * 0.34, z * 0.34, land.seed + 23);
    mixColor(
      out,
      [0.022 + crown * 0.018, 0.052 + crown * 0.03, 0.03 + crown * 0.012],
      wooded * 0.92,
    );
  }
  const strata =
    0.82 + 0.3 * gradientNoise(x * 0.05, height * 0.24 + patch * 2, land.seed + 24) + detail * 0.22;
  mixColor(out, [cover.rock[0] * strata, cover.rock[1] * strata, cover.rock[2] * strata], steep);
  const lying =
    smoothstep(-6, 8, height + patch * 16 - cover.snowLine) *
    smoothstep(0.5, 0.72, up + detail * 0.08);
  if (lying > 0) {
    const sparkle = 0.94 + detail * 0.08;
    mixColor(
      out,
      [cover.snow[0] * sparkle, cover.snow[1] * sparkle, cover.snow[2] * sparkle],
      lying,
    );
  }
}

function addRipples({ x, z }: Surface, near: number, out: Pixel): void {
  const bend = fbm(x * 0.12, z * 0.12, { seed: 5, octaves: 2 }) * 3;
  const line = Math.sin(z * 7 + x * 2.2 + bend * 4);
  const by = 1 + line * 0.12 * near * near * 1.6;
  out.r *= by;
  out.g *= by;
  out.b *= by;
}

function addAir(
  terrain: Terrain,
  { dir, t }: { readonly dir: Vec; readonly t: number },
  out: Pixel,
): void {
  const thick = 1 - Math.exp(-t * terrain.haze * 0.001);
  if (thick < 0.004) return;
  skyGradient(terrain.sky, [dir[0], 0.035, dir[2]], air);
  mixPixel(out, air, thick);
  const toSun = Math.max(0, dir[0] * terrain.sky.sun[0] + dir[2] * terrain.sky.sun[2]) ** 12;
  addColor(out, terrain.sky.sunColor, toSun * thick * 0.1 * terrain.sky.disc);
}

/** Colour and depth of a landscape. */
export function renderTerrain(view: View, terrain: Terrain): Rendered {
  const columns = view.width * 2;
  const rows = view.height * 2;
  const trace: TraceArgs = {
    land: terrain.land,
    horizon: terrain.horizon,
    columns,
    rows,
    aspect: view.width / view.height,
    distance: createFloats(columns * rows),
  };
  view.bands.run(traceColumns, trace, columns);
  return renderLand(view, { terrain, trace });
}

/** How far away the ground at the picture's lower edge is, in metres, where the land is flat. */
export function nearestGround(horizon: number): number {
  return (EYE * FOCAL) / (2 * (1 - horizon));
}

/** Pixel of a point on the ground, and pixels a metre there. */
export function projectOnLand(
  land: Land,
  view: { readonly width: number; readonly height: number; readonly horizon: number },
  at: readonly [x: number, z: number],
): { x: number; y: number; scale: number } {
  const scale = (FOCAL / at[1]) * (view.height / 2);
  const drop = EYE + heightAt(land, 0, 0) - heightAt(land, at[0], at[1]);
  return {
    x: view.width / 2 + at[0] * scale,
    y: view.horizon * view.height + drop * scale,
    scale,
  };
}
