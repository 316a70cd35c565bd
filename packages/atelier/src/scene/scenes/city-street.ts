import { clamp01, fbm, gradientNoise, mix, randomCell, smoothstep } from '../../raster/noise.ts';
import type { Random } from '../../raster/random.ts';
import type { RasterA } from '../../raster/raster.ts';
import { addBloom } from '../bloom.ts';
import { linear, litRgb, mixRgb, scaleRgb } from '../color.ts';
import {
  defineScene,
  type Rgb,
  type SceneInput,
  type SceneLight,
  type SceneResult,
  type TimeOfDay,
  type Weather,
} from '../define-scene.ts';
import { type FacadeLight, shadeFacade } from '../facade.ts';
import { paintLayer } from '../layer.ts';
import { addColor, defineShader, mixColor, mixPixel, type Pixel, type Shade } from '../shader.ts';
import { createSky, type Sky, skyColor, skyLight } from '../sky.ts';
import { type Block, buildRow, type Ray, type StreetHit, traceRow } from '../street.ts';
import { drawStreetLamps, drawStreetPlants } from '../street-furniture.ts';
import { markings, pavement } from '../street-ground.ts';

interface Layout {
  /** Half the width of the road and of road with pavement, metres. */
  readonly road: number;
  readonly front: number;
  readonly cameraX: number;
  /** Radians to the right. */
  readonly turn: number;
  readonly horizon: number;
  readonly tall: readonly [number, number];
  readonly signs: number;
  readonly standX: number;
  readonly sunSide: number;
}

const LAYOUTS: readonly Layout[] = [
  {
    road: 5,
    front: 8.2,
    cameraX: 0.4,
    turn: 0,
    horizon: 0.54,
    tall: [13, 46],
    signs: 0.4,
    standX: 0.42,
    sunSide: 0.12,
  },
  {
    road: 5.5,
    front: 9,
    cameraX: -4.6,
    turn: 0.34,
    horizon: 0.56,
    tall: [11, 36],
    signs: 0.45,
    standX: 0.38,
    sunSide: 0.45,
  },
  {
    road: 9,
    front: 14,
    cameraX: 3.2,
    turn: -0.26,
    horizon: 0.5,
    tall: [16, 70],
    signs: 0.3,
    standX: 0.6,
    sunSide: -0.4,
  },
  {
    road: 1.6,
    front: 3.1,
    cameraX: 0.2,
    turn: 0.05,
    horizon: 0.55,
    tall: [9, 22],
    signs: 0.8,
    standX: 0.56,
    sunSide: -0.1,
  },
];

/** A wide picture shows a wide street: its houses would be nothing but walls beside the camera. */
function widen(layout: Layout, { width, height }: Pick<SceneInput, 'width' | 'height'>): Layout {
  const more = Math.min(1.8, Math.max(1, width / height / 1.3));
  return { ...layout, road: layout.road * more, front: layout.front * more };
}

interface Uniforms {
  readonly sky: Sky;
  readonly left: readonly Block[];
  readonly right: readonly Block[];
  readonly layout: Layout;
  readonly light: FacadeLight;
  readonly directLeft: Rgb;
  readonly directRight: Rgb;
  readonly wet: number;
  readonly haze: Rgb;
  readonly thick: number;
  readonly snow: number;
  readonly seed: number;
}

const FOCAL = 1.5;
const EYE = 1.55;

const renderStreet = defineShader<Uniforms>(
  'scene/city-street',
  (u): Shade => {
    const { layout } = u;
    const level = 1 - 2 * layout.horizon;
    const cos = Math.cos(layout.turn);
    const sin = Math.sin(layout.turn);
    const ray: Ray = { ox: layout.cameraX, oy: EYE, oz: 0, dx: 0, dy: 0, dz: 1 };
    return (x, y, out) => {
      const sx = x / FOCAL;
      const sy = (y - level) / FOCAL;
      const length = Math.sqrt(1 + sx * sx + sy * sy);
      ray.dx = (sx * cos + sin) / length;
      ray.dy = sy / length;
      ray.dz = Math.max(1e-4, (cos - sx * sin) / length);
      const t = traceStreet(u, ray, out);
      out.depth = t > 900 ? 1 : Math.min(0.975, 1 - 1 / (1 + t * 0.07));
    };
  },
  { starSeed: (u) => u.sky.seed },
);

const streetHit: StreetHit = { t: 0, kind: 0, block: null, u: 0, v: 0 };

/** Colours what a ray meets and returns how far it went; the ground mirrors one bounce. */
function traceStreet(u: Uniforms, ray: Ray, out: Pixel): number {
  traceRow(ray.dx < 0 ? u.left : u.right, ray, streetHit);
  const ground = ray.dy < -1e-4 ? -ray.oy / ray.dy : 1e9;
  if (ground < streetHit.t && ground < 400) {
    shadeGround(u, { ray, t: ground }, out);
    addAir(u, ground, out);
    return ground;
  }
  if (streetHit.kind !== 0) {
    const direct = ray.dx < 0 ? u.directLeft : u.directRight;
    const { t } = streetHit;
    shadeFacade(streetHit, { ...u.light, direct }, out);
    addAir(u, t, out);
    return t;
  }
  skyColor(u.sky, [ray.dx, Math.max(0, ray.dy), ray.dz], out);
  addSkyline(u, ray, out);
  return 1000;
}

/** Towers far off where the street ends. */
function addSkyline(u: Uniforms, ray: Ray, out: Pixel): void {
  const angle = Math.atan2(ray.dx, ray.dz);
  for (const [scale, height, share] of SKYLINE) {
    const column = Math.floor(angle * scale);
    const tall = height * (0.35 + 0.65 * randomCell(column, scale, u.seed));
    if (ray.dy > tall) continue;
    const tone = scaleRgb(u.light.ambient, 0.16);
    mixColor(out, mixRgb(tone, u.haze, share), 1);
    const row = Math.floor(ray.dy * 260);
    const cell = Math.floor(angle * scale * 9);
    if (u.light.lit > 0.2 && randomCell(cell, row, u.seed + 4) < u.light.lit * 0.35) {
      addColor(out, [1, 0.7, 0.35], 0.3 * u.light.lamps * (1 - share));
    }
  }
}

const SKYLINE = [
  [28, 0.17, 0.82],
  [17, 0.11, 0.62],
] as const;

function addAir(u: Uniforms, t: number, out: Pixel): void {
  mixColor(out, u.haze, 1 - Math.exp(-t * u.thick));
}

const mirror: Pixel = { r: 0, g: 0, b: 0, depth: 0 };
const mirrorRay: Ray = { ox: 0, oy: 0, oz: 0, dx: 0, dy: 0, dz: 1 };

interface GroundHit {
  readonly ray: Ray;
  readonly t: number;
}

function shadeGround(u: Uniforms, { ray, t }: GroundHit, out: Pixel): void {
  const x = ray.ox + ray.dx * t;
  const z = ray.oz + ray.dz * t;
  const side = Math.abs(x);
  const worn = fbm(x * 0.5, z * 0.35, { seed: u.seed, octaves: 4 });
  const near = 1 / (1 + t * 0.15);
  let tone = 0.085 + worn * 0.03;
  out.grain = 0.14 * near;
  if (side > u.layout.road)
    tone = pavement({ road: u.layout.road, seed: u.seed }, { x, z, side, worn, near });
  else
    tone = Math.max(
      tone,
      markings({ road: u.layout.road, seed: u.seed }, { x, z, side, worn, near }),
    );
  const light = u.light;
  const sun = mixRgb(u.directLeft, u.directRight, 0.5);
  out.r = tone * (light.ambient[0] * 1.5 + sun[0] * 0.8);
  out.g = tone * (light.ambient[1] * 1.5 + sun[1] * 0.8);
  out.b = tone * (light.ambient[2] * 1.5 + sun[2] * 0.8);
  const edge = Math.exp(-(u.layout.front - side) * 0.42);
  addColor(out, poolColor(u, x, z), edge * light.lamps * 0.2 * (0.6 + tone * 4));
  if (u.snow > 0) {
    const lying = u.snow * smoothstep(-0.25, 0.3, worn + (side > u.layout.road ? 0.35 : -0.05));
    mixColor(out, scaleRgb(light.ambient, 0.85), lying * 0.92);
  }
  if (u.wet > 0.02) mirrorStreet(u, { ray, x, z, t, worn }, out);
}

function poolColor(u: Uniforms, x: number, z: number): Rgb {
  const row = x < 0 ? u.left : u.right;
  for (const block of row) if (z < block.z1) return block.shop;
  return [1, 0.8, 0.5];
}

interface Wet extends GroundHit {
  readonly x: number;
  readonly z: number;
  readonly worn: number;
}

/** The street upside down in puddles, and smeared upright in the wet film between them. */
function mirrorStreet(u: Uniforms, at: Wet, out: Pixel): void {
  const { ray, x, z, t } = at;
  const pool = smoothstep(0.0, 0.22, at.worn + u.wet * 0.24 - 0.14);
  const calm = 1 / (1 + t * 0.05);
  const wave = gradientNoise(x * 3.1, z * 1.7, u.seed + 3) * 0.012 * calm;
  const smear = (randomCell(Math.floor(x * 240), Math.floor(z * 90), 6) - 0.5) * (1 - pool);
  mirrorRay.ox = x;
  mirrorRay.oy = 0.01;
  mirrorRay.oz = z;
  mirrorRay.dx = ray.dx + wave + smear * 0.03;
  mirrorRay.dy = Math.max(0.001, -ray.dy * (1 + smear * 0.5) + wave);
  mirrorRay.dz = ray.dz;
  traceStreet(u, mirrorRay, mirror);
  const graze = (1 - Math.min(1, -ray.dy)) ** 3;
  const share = u.wet * mix(0.22 + 0.4 * graze, 0.38 + 0.55 * graze, pool);
  out.r *= 1 - u.wet * 0.45;
  out.g *= 1 - u.wet * 0.42;
  out.b *= 1 - u.wet * 0.38;
  mixPixel(out, mirror, clamp01(share));
}

const DAY_WALLS = ['#b9a48a', '#a8563e', '#8f9aa5', '#d7cbb8', '#6f7f8c', '#c07a52', '#e3d9c8'];
const NEON = ['#ff2d8a', '#19d3ff', '#8b5bff', '#ffb02e', '#2bff9a', '#ff4b3a'];
const SHOPS = ['#ffb45e', '#ff8a5c', '#59d0ff', '#ff6fae', '#ffe08a', '#7dffc8'];

function createUniforms(input: SceneInput, layout: Layout, random: Random): Uniforms {
  const { time, weather } = input;
  const azimuth = layout.sunSide + layout.turn + random.between(-0.1, 0.1);
  const sky = createSky({ time, weather, random, azimuth });
  const dark = { dawn: 0.3, day: 0, sunset: 0.6, dusk: 0.85, night: 1 }[time];
  const gloom = weather === 'storm' || weather === 'rain' ? 0.3 : 0;
  const lamps = Math.min(1, dark + gloom);
  const level = { dawn: 0.75, day: 1.05, sunset: 0.75, dusk: 0.42, night: 0.2 }[time];
  const grey = mixRgb(mixRgb(sky.middle, sky.horizon, 0.5), [0.5, 0.5, 0.5], 0.35);
  const neonTint: Rgb = time === 'night' || time === 'dusk' ? [0.34, 0.2, 0.5] : grey;
  const ambient = scaleRgb(mixRgb(grey, neonTint, dark * 0.55), level);
  const row = (name: string) =>
    buildRow({
      random: random.fork(name),
      front: layout.front,
      tall: layout.tall,
      walls: DAY_WALLS.map(linear),
      shops: SHOPS.map(linear),
      neon: NEON.map(linear),
      signs: Math.min(1, layout.signs * (0.35 + 1.3 * lamps)),
    });
  const strength = sky.disc * (sky.moon ? 0.05 : 1.15);
  const direct = (facing: number) => scaleRgb(sky.sunColor, strength * clamp01(facing));
  const night = time === 'night' || time === 'dusk';
  return {
    sky,
    left: row('left'),
    right: row('right'),
    layout,
    light: {
      ambient,
      direct: [0, 0, 0],
      lit: ([0.06, 0.6][night ? 1 : 0] as number) + (dark > 0 && !night ? 0.2 : 0),
      lamps,
      mirror: mixRgb(sky.middle, sky.horizon, 0.45),
    },
    directLeft: direct(sky.sun[0] * 1.2 + 0.28),
    directRight: direct(-sky.sun[0] * 1.2 + 0.28),
    wet: wetnessOf(weather, time),
    haze: mixRgb(sky.horizon, [0.42, 0.16, 0.5], night ? 0.3 : 0),
    thick: weather === 'fog' ? 0.028 : weather === 'clear' ? 0.0035 : 0.007,
    snow: weather === 'snow' ? 1 : 0,
    seed: Math.floor(random.next() * 65536),
  };
}

/** Evening streets are wet even in fair weather: it has just rained in every film. */
function wetnessOf(weather: Weather, time: TimeOfDay): number {
  if (weather === 'rain' || weather === 'storm') return 1;
  if (weather === 'snow') return 0.2;
  return { dawn: 0.3, day: 0, sunset: 0.6, dusk: 0.7, night: 0.75 }[time];
}

function render(input: SceneInput): SceneResult {
  const layout = widen(LAYOUTS[input.layout % LAYOUTS.length] as Layout, input);
  const random = input.random.fork('city-street');
  const u = createUniforms(input, layout, random);
  const view = renderStreet(input, u);
  input.checkpoint();
  const camera = { ...layout, focal: FOCAL, eye: EYE, width: input.width, height: input.height };
  const lamps = u.light.lamps;
  drawStreetLamps(view, camera, { lamps, ambient: u.light.ambient });
  if (lamps > 0.25) {
    addBloom(view.image, {
      threshold: 0.7,
      amount: 0.75 * lamps,
      reach: 0.022,
      bands: input.bands,
    });
  }
  input.checkpoint();
  return {
    ...view,
    horizon: layout.horizon,
    groundY: 0.9,
    standX: layout.standX,
    light: streetLight(u, input),
    wetness: u.wet * 0.8,
    fog: { color: u.haze, amount: input.weather === 'fog' ? 0.7 : 0.15 },
    foreground: foregroundOf(input, u, random),
  };
}

function streetLight(u: Uniforms, input: SceneInput): SceneLight {
  const open = skyLight(u.sky, input.time);
  const neon = u.light.lamps > 0.6;
  const shop = (u.left[2] ?? u.left[0])?.shop ?? open.key;
  return {
    ...open,
    exposure: neon ? Math.max(0.86, open.exposure) : open.exposure,
    key: neon ? mixRgb(open.key, linear('#ff5fb0'), 0.6) : open.key,
    fill: neon ? mixRgb(shop, linear('#35c6ff'), 0.6) : open.fill,
    hardness: neon ? 0.25 : open.hardness * 0.8,
  };
}

function foregroundOf(input: SceneInput, u: Uniforms, random: Random): RasterA | null {
  const { width, height } = input;
  const stream = random.fork('foreground');
  const lit = litRgb(linear('#6f9a45'), scaleRgb(u.light.ambient, 1.6));
  const right = u.layout.standX < 0.5;
  return paintLayer(width, height, (ctx) => {
    drawStreetPlants(ctx, { width, height, right, bright: lit, random: stream });
  });
}

/** A street between houses: day, dusk, neon night, rain. */
export const cityStreet = defineScene({
  id: 'city-street',
  title: 'City street',
  summary: 'A street between tall houses, from sunny noon to a wet neon night.',
  words: [
    'city',
    'street',
    'downtown',
    'urban',
    'metropolis',
    'alley',
    'avenue',
    'skyscrapers',
    'skyline',
    'tokyo',
    'new york',
    'neon city',
    'town',
  ],
  times: ['dawn', 'day', 'sunset', 'dusk', 'night'],
  weathers: ['clear', 'cloud', 'rain', 'snow', 'fog', 'storm'],
  layouts: LAYOUTS.length,
  indoor: false,
  render,
});
