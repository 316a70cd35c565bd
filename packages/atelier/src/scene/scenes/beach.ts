import { clamp01, fbm, gradientNoise, smoothstep } from '../../raster/noise.ts';
import type { RasterA } from '../../raster/raster.ts';
import { linear, litRgb, mixRgb, scaleRgb } from '../color.ts';
import { defineScene, type Rgb, type SceneInput, type SceneResult } from '../define-scene.ts';
import { paintLayer, paintOver } from '../layer.ts';
import {
  defineShader,
  mixColor,
  mixPixel,
  type Pixel,
  type Rendered,
  type Shade,
} from '../shader.ts';
import { createSky, type Sky, skyColor, skyGradient, skyLight, type Vec } from '../sky.ts';
import { drawGrass, drawPalm } from '../vegetation.ts';
import { shadeWater, type Water } from '../water.ts';

/** How the shore lies in the picture. */
interface Layout {
  readonly horizon: number;
  /** Metres from the camera to the water, straight ahead, and how that changes to the right. */
  readonly shore: number;
  readonly slant: number;
  readonly headland: number;
  readonly palms: readonly { x: number; y: number; height: number; lean: number }[];
  readonly standX: number;
  readonly sunSide: number;
}

const LAYOUTS: readonly Layout[] = [
  {
    horizon: 0.44,
    shore: 5.4,
    slant: 0.55,
    headland: 0.7,
    palms: [{ x: 0.97, y: 0.79, height: 0.7, lean: -0.7 }],
    standX: 0.4,
    sunSide: -0.3,
  },
  {
    horizon: 0.5,
    shore: 6.2,
    slant: -0.42,
    headland: -0.8,
    palms: [
      { x: 0.04, y: 0.86, height: 0.8, lean: 0.62 },
      { x: 0.15, y: 0.8, height: 0.6, lean: 0.25 },
    ],
    standX: 0.6,
    sunSide: 0.33,
  },
  { horizon: 0.38, shore: 4.6, slant: 0.12, headland: 0, palms: [], standX: 0.5, sunSide: 0.42 },
  {
    horizon: 0.47,
    shore: 7.5,
    slant: 0.8,
    headland: 0.35,
    palms: [],
    standX: 0.36,
    sunSide: -0.36,
  },
];

interface Uniforms {
  readonly sky: Sky;
  readonly water: Water;
  readonly horizon: number;
  readonly shore: number;
  readonly slant: number;
  readonly headland: number;
  readonly rock: Rgb;
  readonly sand: Rgb;
  readonly foam: Rgb;
  readonly seed: number;
}

const FOCAL = 1.55;
const EYE = 1.65;

const renderBeach = defineShader<Uniforms>(
  'scene/beach',
  (u): Shade => {
    const level = 1 - 2 * u.horizon;
    return (x, y, out) => {
      const rise = (y - level) / FOCAL;
      const side = x / FOCAL;
      const length = Math.sqrt(1 + side * side + rise * rise);
      const dir: Vec = [side / length, rise / length, 1 / length];
      if (rise >= -0.0012) return shadeAbove(u, dir, out);
      const z = EYE / -rise;
      const px = side * z;
      const line = shoreAt(u, px, z);
      if (z > line) shadeSea(u, { px, z, line, dir }, out);
      else shadeSand(u, { px, z, line, dir }, out);
      addHaze(u, { dir, z }, out);
      out.depth = Math.min(0.97, 1 - 1 / (1 + z * 0.07));
    };
  },
  { starSeed: (u) => u.sky.seed },
);

function shoreAt(u: Uniforms, x: number, z: number): number {
  // Far out it matters no more where exactly the shore runs.
  const line = u.shore + u.slant * x;
  if (z > line + 30) return Math.max(1.2, line);
  const wander = fbm(x * 0.22, z * 0.05, { seed: u.seed, octaves: 3 });
  return Math.max(1.2, u.shore + u.slant * x + wander * 1.1);
}

function shadeAbove(u: Uniforms, dir: Vec, out: Pixel): void {
  skyColor(u.sky, [dir[0], Math.max(0, dir[1]), dir[2]], out);
  if (u.headland === 0) return;
  const angle = Math.atan2(dir[0], dir[2]);
  const sign = Math.sign(u.headland);
  for (const [near, height, share] of RIDGES) {
    const reach = (angle * sign - 0.42 + Math.abs(u.headland) * near) * 2.4;
    if (reach <= 0) continue;
    const profile =
      height *
      Math.min(1, reach * 1.6) *
      (0.75 + 0.5 * fbm(angle * 7 + near * 9, 3.3, { seed: u.seed + 5, octaves: 5 }));
    if (dir[1] > profile) continue;
    const rough = fbm(angle * 40, dir[1] * 90, { seed: u.seed + 8, octaves: 3 });
    const lit = 0.75 + rough * 0.5;
    skyGradient(u.sky, [dir[0], 0.02, dir[2]], hazePixel);
    out.r = u.rock[0] * lit;
    out.g = u.rock[1] * lit;
    out.b = u.rock[2] * lit;
    mixPixel(out, hazePixel, share);
    out.depth = 0.985;
  }
}

const RIDGES = [
  [0.35, 0.1, 0.72],
  [0.15, 0.062, 0.45],
] as const;
const hazePixel: Pixel = { r: 0, g: 0, b: 0, depth: 0 };

interface Ground {
  readonly px: number;
  readonly z: number;
  /** Distance of the waterline at this place. */
  readonly line: number;
  readonly dir: Vec;
}

function shadeSea(u: Uniforms, { px, z, line, dir }: Ground, out: Pixel): void {
  const out0 = z - line;
  const shallow = clamp01(Math.exp(-out0 * 0.085));
  shadeWater(u, { x: px, z, shallow, dir }, out);
  const foam = seaFoam(u, px, out0);
  mixColor(out, u.foam, foam);
}

/** Lace at the waterline and broken crests of the waves behind it. */
function seaFoam(u: Uniforms, x: number, out0: number): number {
  if (out0 > 24) return 0;
  const warp = fbm(x * 0.35, out0 * 0.12, { seed: u.seed + 11, octaves: 3 });
  const lace = 1 - Math.abs(gradientNoise(x * 2.4 + warp * 2, out0 * 4.2, u.seed + 12));
  const lace2 = 1 - Math.abs(gradientNoise(x * 5.1, out0 * 8.4 + warp * 4, u.seed + 13));
  let foam = Math.exp(-out0 * 1.15) * smoothstep(0.62, 0.97, lace * 0.65 + lace2 * 0.42);
  foam += Math.exp(-((out0 / 0.14) ** 2)) * 0.85;
  for (const [at, thick] of CRESTS) {
    const d = out0 - at - warp * 2.4;
    if (d > thick || d < -3 * thick) continue;
    const broken = smoothstep(-0.12, 0.35, gradientNoise(x * 0.28, at, u.seed + 14));
    const crest = d > 0 ? Math.exp(-((d / (thick * 0.3)) ** 2)) : Math.exp(-((d / thick) ** 2));
    foam += crest * broken * (0.45 + 0.6 * lace * lace2);
  }
  return clamp01(foam);
}

const CRESTS = [
  [2.6, 0.75],
  [7.5, 0.9],
  [15, 1.3],
] as const;

function foamLight(sky: Sky): Rgb {
  const day = clamp01(sky.sun[1] * 2.5 + 0.25);
  const light = mixRgb(mixRgb(sky.middle, sky.cloudLit, 0.55), [0.9, 0.9, 0.9], 0.35);
  return scaleRgb(light, sky.moon ? 0.45 : 0.78 + 0.22 * day);
}

function sandLight(sky: Sky): Rgb {
  const level = sky.moon ? 0.24 : 0.7 + 0.5 * clamp01(sky.sun[1] * 1.6);
  const warm = mixRgb(sky.middle, sky.sunColor, sky.moon ? 0.3 : 0.6);
  return scaleRgb(litRgb(linear('#efdab2'), mixRgb([0.8, 0.8, 0.8], warm, 0.6)), level);
}

function shadeSand(u: Uniforms, { px, z, line, dir }: Ground, out: Pixel): void {
  const inland = line - z;
  const coarse = fbm(px * 0.7, z * 0.9, { seed: u.seed + 21, octaves: 4 });
  const ripple = fbm(px * 3.1 + coarse * 2, z * 7.5, { seed: u.seed + 22, octaves: 3 });
  const near = 1 / (1 + z * 0.12);
  const wet = 1 - smoothstep(0.05, 1.5 + coarse * 0.5, inland);
  const lit = 0.92 + coarse * 0.2 + ripple * 0.2 * near * (1 - wet);
  const bounce: Vec = [dir[0] + ripple * 0.02, Math.abs(dir[1]) + 0.02, dir[2]];
  skyGradient(u.sky, bounce, hazePixel);
  const shine = wet * (0.16 + 0.62 * (1 - Math.abs(dir[1])) ** 4);
  out.grain = 0.045 * near * (1 - wet * 0.6);
  const dry = lit * (1 - wet * 0.5);
  out.r = u.sand[0] * dry;
  out.g = u.sand[1] * dry;
  out.b = u.sand[2] * dry;
  mixPixel(out, hazePixel, shine);
  const edge = Math.exp(-((inland / 0.05) ** 2)) * 0.9;
  const film = Math.exp(-(((inland - 0.5 - coarse * 0.4) / 0.035) ** 2)) * 0.35;
  mixColor(out, u.foam, clamp01(edge + film));
}

function addHaze(
  u: Uniforms,
  { dir, z }: { readonly dir: Vec; readonly z: number },
  out: Pixel,
): void {
  const haze = 1 - Math.exp(-z * 0.0022);
  if (haze < 0.01) return;
  skyGradient(u.sky, [dir[0], 0.01, dir[2]], hazePixel);
  mixPixel(out, hazePixel, haze * 0.6);
}

interface Plants {
  readonly layout: Layout;
  readonly sky: Sky;
  readonly view: Rendered;
}

function drawPlants(input: SceneInput, { layout, sky, view }: Plants): RasterA {
  const { width, height, random } = input;
  const scale = Math.min(width, height);
  const light = Math.sign(layout.sunSide) || 1;
  const tone = mixRgb(sky.cloudShade, sky.horizon, 0.4);
  const night = sky.moon ? 0.25 : 1;
  // Against a low sun plants are nearly silhouettes.
  const low = sky.sun[1] < 0.2 ? 0.42 : 1;
  const dark = scaleRgb(mixRgb(scaleRgb(linear('#12331c'), night), scaleRgb(tone, 0.25), 0.3), low);
  const leaf = mixRgb(linear('#6f9a34'), sky.sunColor, 0.25);
  const bright = scaleRgb(leaf, night * low);
  const palmStream = random.fork('palms');
  if (layout.palms.length > 0) {
    paintOver(view, 0.2, (ctx) => {
      for (const palm of layout.palms) {
        const spot = { x: palm.x * width, y: palm.y * height, height: palm.height * scale };
        drawPalm(ctx, { ...spot, lean: palm.lean, dark, bright, random: palmStream, light });
      }
    });
  }
  const grass = random.fork('grass');
  return paintLayer(width, height, (ctx) => {
    const sideOf = layout.standX < 0.5 ? [0.72, 1.04] : [-0.04, 0.28];
    const straw = mixRgb(bright, scaleRgb(linear('#d8c27a'), night), 0.5);
    for (let i = 0; i < 16; i++) {
      const x = grass.between(sideOf[0] as number, sideOf[1] as number) * width;
      const tall = scale * grass.between(0.08, 0.19);
      drawGrass(ctx, {
        x,
        y: height * grass.between(0.98, 1.04),
        height: tall,
        dark,
        bright: straw,
        random: grass,
        light,
        blades: 16,
      });
    }
  });
}

function render(input: SceneInput): SceneResult {
  const layout = LAYOUTS[input.layout % LAYOUTS.length] as Layout;
  const random = input.random.fork('beach');
  const azimuth = layout.sunSide + random.between(-0.08, 0.08);
  const sky = createSky({ time: input.time, weather: input.weather, random, azimuth });
  const rough = input.weather === 'storm' ? 1.3 : input.weather === 'rain' ? 0.9 : 0.62;
  const day = input.time === 'day';
  const dim = input.time === 'night' ? 0.2 : input.weather === 'storm' ? 0.45 : 1;
  const water: Water = {
    deep: scaleRgb(linear(day ? '#0b5c86' : '#173f5e'), dim),
    shallow: scaleRgb(linear(day ? '#3fc3c0' : '#5a8f98'), dim),
    swell: rough,
    seed: Math.floor(random.next() * 65536),
  };
  const uniforms: Uniforms = {
    sky,
    water,
    horizon: layout.horizon,
    shore: layout.shore,
    slant: layout.slant,
    headland: layout.headland,
    rock: mixRgb(scaleRgb(linear('#3e5a45'), dim), scaleRgb(sky.cloudShade, 0.5), 0.4),
    sand: sandLight(sky),
    foam: foamLight(sky),
    seed: Math.floor(random.next() * 65536),
  };
  const view = renderBeach(input, uniforms);
  input.checkpoint();
  const foreground = drawPlants(input, { layout, sky, view });
  return {
    ...view,
    horizon: layout.horizon,
    groundY: 0.88,
    standX: layout.standX,
    light: skyLight(sky, input.time),
    wetness: 0.12,
    fog: { color: scaleRgb(sky.horizon, 1), amount: input.weather === 'fog' ? 0.6 : 0.12 },
    foreground,
  };
}

/** Sand, surf and palms under an open sky. */
export const beach = defineScene({
  id: 'beach',
  title: 'Beach',
  summary: 'A sandy shore with surf, palms and a wide sky.',
  words: ['beach', 'seaside', 'shore', 'seashore', 'coast', 'sand', 'tropical', 'island', 'surf'],
  times: ['dawn', 'day', 'sunset', 'dusk', 'night'],
  weathers: ['clear', 'cloud', 'rain', 'fog', 'storm'],
  layouts: LAYOUTS.length,
  indoor: false,
  render,
});
