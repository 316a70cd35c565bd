import { defineKernel } from '../raster/kernel.ts';
import { clamp01, fbm, gradientNoise, mix, ridged, smoothstep } from '../raster/noise.ts';
import { createFloats } from '../raster/raster.ts';
import type { Rgb } from './define-scene.ts';
import {
  addColor,
  defineShader,
  mixColor,
  mixPixel,
  type Pixel,
  type Rendered,
  type Shade,
  type View,
} from './shader.ts';
import { type Sky, skyColor, skyGradient, type Vec } from './sky.ts';
import { shadeWater, type Water } from './water.ts';

/** The lie of the land; lengths in metres. */
export interface Land {
  readonly kind: 'alps' | 'hills' | 'dunes' | 'moon';
  readonly seed: number;
  /** Height of the summits. */
  readonly relief: number;
  /** Half the width of the flat valley in front of the camera. */
  readonly valley: number;
  /** Where the highest ground lies: -1 left .. 1 right. */
  readonly weight: number;
  /** Surface of a lake, or null. */
  readonly lake: number | null;
}

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

export const FOCAL = 1.5;
const EYE = 1.7;
const NEAR = 0.9;
const FAR = 2600;

/** Height of the ground; `fine` adds the octaves only near things show. */
export function heightAt(land: Land, x: number, z: number, fine = false): number {
  switch (land.kind) {
    case 'alps':
      return alps(land, x, z, fine);
    case 'hills':
      return hills(land, x, z);
    case 'dunes':
      return dunes(land, x, z);
    case 'moon':
      return moon(land, x, z, fine);
    default:
      return land.kind satisfies never;
  }
}

function alps(land: Land, x: number, z: number, fine: boolean): number {
  const meander = gradientNoise(z * 0.011, 2.1, land.seed) * land.valley * 0.8;
  const side = Math.abs(x - meander * smoothstep(10, 90, z));
  const out =
    smoothstep(land.valley, land.valley * 5.5 + 60, side) + smoothstep(260, 620, z) * 0.55;
  const lean = 1 + land.weight * clamp01(Math.abs(x) / 220) * Math.sign(x) * 0.6;
  if (out < 0.001) return floorOf(land, { x, z, side });
  const octaves = fine ? 8 : z > 700 ? 5 : 6;
  const crest = ridged(x * 0.0048, z * 0.0048, { seed: land.seed + 3, octaves, gain: 0.52 });
  const rise = crest * land.relief - land.relief * 0.12;
  return floorOf(land, { x, z, side }) + out * lean * rise;
}

/** The meadow and the lake's basin between the mountains. */
function floorOf(land: Land, at: { x: number; z: number; side: number }): number {
  const { x, z, side } = at;
  const mound = fbm(x * 0.045, z * 0.045, { seed: land.seed + 5, octaves: 2 });
  if (land.lake === null || z < 16 || z > 220) return mound * 0.75;
  const basin = 2.6 * smoothstep(16, 34, z) * smoothstep(220, 120, z);
  return mound * 0.75 - basin * smoothstep(land.valley * 2.4, land.valley * 0.9, side);
}

function hills(land: Land, x: number, z: number): number {
  const far = smoothstep(8, 160, z);
  const roll = fbm(x * 0.011, z * 0.011, { seed: land.seed, octaves: 4, gain: 0.42 });
  const back = ridged(x * 0.0017, z * 0.0017, { seed: land.seed + 9, octaves: 5 });
  const bump = fbm(x * 0.09, z * 0.09, { seed: land.seed + 4, octaves: 2 });
  return (
    bump * 0.35 +
    far * roll * land.relief * 0.42 +
    smoothstep(500, 1500, z) * back * land.relief * 2.6
  );
}

function dunes(land: Land, x: number, z: number): number {
  const bend = fbm(x * 0.006, z * 0.006, { seed: land.seed, octaves: 2 }) * 55;
  const wave = (phase: number, length: number) => {
    const t = (((phase / length) % 1) + 1) % 1;
    // Long climb, short slip face: the profile wind gives a dune.
    return t < 0.72 ? smoothstep(0, 0.72, t) : 1 - smoothstep(0.72, 1, t);
  };
  const big =
    wave(z * 0.8 + x * 0.55 + bend, 125) *
    (0.55 + 0.6 * gradientNoise(x * 0.008, z * 0.008, land.seed + 2));
  const small = wave(z * 0.6 - x * 0.8 + bend * 1.4, 46);
  const flat = smoothstep(6, 70, z);
  return (
    flat * (big * land.relief + small * land.relief * 0.17) +
    gradientNoise(x * 0.12, z * 0.12, land.seed) * 0.15
  );
}

function moon(land: Land, x: number, z: number, fine: boolean): number {
  let height = fbm(x * 0.02, z * 0.02, { seed: land.seed, octaves: fine ? 6 : 4 }) * 2.2;
  for (const [size, depth] of CRATERS) {
    const cx = Math.floor(x / size);
    const cz = Math.floor(z / size);
    height += crater(land, { cx, cz, x, z, size, depth });
  }
  return (
    height * smoothstep(-4, 40, z) +
    smoothstep(300, 900, z) *
      ridged(x * 0.004, z * 0.004, { seed: land.seed + 7, octaves: 5 }) *
      land.relief
  );
}

const CRATERS = [
  [46, 3.4],
  [17, 1.3],
  [6, 0.45],
] as const;

interface CraterCell {
  readonly cx: number;
  readonly cz: number;
  readonly x: number;
  readonly z: number;
  readonly size: number;
  readonly depth: number;
}

function crater(land: Land, { cx, cz, x, z, size, depth }: CraterCell): number {
  const jitter = (k: number) => gradientNoise(cx * 3.7 + k, cz * 5.3 - k, land.seed + 11);
  const px = (cx + 0.5 + jitter(0.3) * 0.25) * size;
  const pz = (cz + 0.5 + jitter(0.7) * 0.25) * size;
  const radius = size * (0.24 + 0.16 * jitter(0.5));
  const d = Math.hypot(x - px, z - pz) / radius;
  if (d > 1.7) return 0;
  if (d < 1) return depth * (d * d * 1.35 - 1);
  return depth * 0.35 * (1 - smoothstep(1, 1.7, d));
}

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
    for (let z = NEAR; z < FAR && top > 0; z = z * 1.02 + 0.02) {
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

const renderLand = defineShader<TerrainUniforms>('scene/terrain', (u): Shade => {
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
});

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

function shadeLand(u: TerrainUniforms, seen: Seen, out: Pixel): void {
  const { terrain } = u;
  const px = (seen.x / FOCAL) * seen.t;
  const { lake } = terrain.land;
  const ground = heightAt(terrain.land, px, seen.t, seen.t < 90);
  if (lake !== null && ground < lake + 0.02)
    shadeLake(u, { ...seen, px, depth: lake - ground }, out);
  else shadeGround(terrain, { x: px, z: seen.t, height: ground }, out);
  addAir(terrain, seen.dir, seen.t, out);
}

const air: Pixel = { r: 0, g: 0, b: 0, depth: 0 };
const image: Pixel = { r: 0, g: 0, b: 0, depth: 0 };

interface LakeSpot extends Seen {
  readonly px: number;
  readonly depth: number;
}

/** A calm lake: the far shore upside down, broken by ripples, over the water's own colour. */
function shadeLake(u: TerrainUniforms, spot: LakeSpot, out: Pixel): void {
  const { terrain, trace } = u;
  const { px, t } = spot;
  shadeWater(
    terrain.water,
    terrain.sky,
    { x: px, z: t, shallow: clamp01(1 - spot.depth * 0.9), dir: spot.dir },
    out,
  );
  const ripple = fbm(px * 0.5, t * 0.22, { seed: 7, octaves: 3 }) * (0.012 + 0.5 / (t + 14));
  const y = 2 * spot.level - spot.y + Math.abs(ripple) * 0.9;
  const x = spot.x + ripple * 0.35;
  const far = distanceAt(trace, x, y);
  if (far > 0) {
    const fx = (x / FOCAL) * far;
    shadeGround(terrain, { x: fx, z: far, height: heightAt(terrain.land, fx, far) }, image);
    addAir(terrain, spot.dir, far, image);
  } else {
    const up = Math.max(0.01, (y - spot.level) / FOCAL);
    const norm = Math.hypot(spot.x / FOCAL, up, 1);
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

function shadeGround(terrain: Terrain, { x, z, height }: Place, out: Pixel): void {
  const { land, sky } = terrain;
  const fine = z < 90;
  const e = 0.12 + z * 0.006;
  const dx = (heightAt(land, x + e, z, fine) - height) / e;
  const dz = (heightAt(land, x, z + e, fine) - height) / e;
  const up = 1 / Math.sqrt(1 + dx * dx + dz * dz);
  const nx = -dx * up;
  const nz = -dz * up;
  const facing = nx * sky.sun[0] + up * Math.max(0.18, sky.sun[1]) + nz * sky.sun[2];
  const shadow = z < 900 ? sunShadow(terrain, { x, z, height }) : 1;
  const light = clamp01(facing * 1.15) * shadow;
  coverColor(terrain, { x, z, height, up }, out);
  const open = 0.55 + 0.45 * up;
  out.r *= terrain.ambient[0] * open + terrain.sunlight[0] * light;
  out.g *= terrain.ambient[1] * open + terrain.sunlight[1] * light;
  out.b *= terrain.ambient[2] * open + terrain.sunlight[2] * light;
}

/** A few steps towards the sun: enough for ridges to throw their shade. */
function sunShadow(terrain: Terrain, { x, z, height }: Place): number {
  const { sun } = terrain.sky;
  const climb = Math.max(0.16, sun[1]) / Math.max(0.2, Math.hypot(sun[0], sun[2]));
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

function coverColor(terrain: Terrain, at: Surface, out: Pixel): void {
  const { cover, land } = terrain;
  const { x, z, height, up } = at;
  const patch = fbm(x * 0.06, z * 0.06, { seed: land.seed + 21, octaves: 4 });
  const detail = fbm(x * 0.9, z * 0.9, { seed: land.seed + 22, octaves: 3 });
  const near = 1 / (1 + z * 0.05);
  const tone = 1 + patch * 0.28 + detail * (0.1 + 0.3 * near);
  const blend = smoothstep(-0.35, 0.4, patch);
  out.r = mix(cover.low[0], cover.mid[0], blend) * tone;
  out.g = mix(cover.low[1], cover.mid[1], blend) * tone;
  out.b = mix(cover.low[2], cover.mid[2], blend) * tone;
  if (land.kind === 'dunes') return addRipples(at, near, out);
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

function addAir(terrain: Terrain, dir: Vec, t: number, out: Pixel): void {
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
