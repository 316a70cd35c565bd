import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Random } from '../../raster/random.ts';
import { css, linear, litRgb, mixRgb, scaleRgb } from '../color.ts';
import { defineScene, type Rgb, type SceneInput, type SceneResult } from '../define-scene.ts';
import { type GroveOptions, growGrass, plantGrove } from '../grove.ts';
import type { Land } from '../land.ts';
import { landscapeLight } from '../landscape-light.ts';
import { paintOver } from '../layer.ts';
import type { Rendered } from '../shader.ts';
import { createSky, skyLight } from '../sky.ts';
import { projectOnLand, renderTerrain, type Terrain } from '../terrain.ts';

const LAYOUTS = [
  { horizon: 0.48, relief: 26, trees: 9, standX: 0.4, sunSide: -0.5 },
  { horizon: 0.42, relief: 40, trees: 16, standX: 0.6, sunSide: 0.6 },
  { horizon: 0.53, relief: 18, trees: 5, standX: 0.5, sunSide: 0.9 },
] as const;

const FLOWERS = ['#f4d03f', '#ffffff', '#e8554e', '#b06ee0', '#f58fb4'];

function render(input: SceneInput): SceneResult {
  const layout = LAYOUTS[input.layout % LAYOUTS.length] ?? LAYOUTS[0];
  const random = input.random.fork('meadow');
  const sky = createSky({ ...input, random, azimuth: layout.sunSide });
  const seed = Math.floor(random.next() * 65536);
  const light = landscapeLight(sky);
  const land: Land = {
    kind: 'hills',
    seed,
    relief: layout.relief,
    valley: 0,
    weight: 0,
    lake: null,
  };
  const green = linear('#86a83e');
  const terrain: Terrain = {
    ...light,
    land,
    sky,
    horizon: layout.horizon,
    haze: input.weather === 'fog' ? 9 : 0.9,
    cover: {
      low: linear('#5b8c33'),
      mid: green,
      rock: linear('#8a8078'),
      snow: linear('#f3f6fb'),
      snowLine: 1e6,
      woods: 0.35,
    },
    water: { deep: green, shallow: green, swell: 0, seed },
  };
  const view = renderTerrain(input, terrain);
  input.checkpoint();
  const grove = groveOf(input, layout, terrain);
  plantGrove(view, grove);
  const foreground = growGrass(view, { ...grove, tufts: 950 });
  scatterFlowers(view, {
    grove,
    random: random.fork('flowers'),
    light: mixRgb(light.ambient, light.sunlight, 0.6),
  });
  return {
    ...view,
    horizon: layout.horizon,
    groundY: 0.88,
    standX: layout.standX,
    light: skyLight(sky, input.time),
    wetness: 0,
    fog: { color: sky.horizon, amount: 0.15 },
    foreground,
  };
}

function groveOf(
  input: SceneInput,
  layout: (typeof LAYOUTS)[number],
  terrain: Terrain,
): GroveOptions {
  const { sky, ambient, sunlight, land, cover, haze } = terrain;
  return {
    land,
    horizon: layout.horizon,
    random: input.random.fork('grove'),
    dark: litRgb(linear('#22401f'), ambient),
    bright: scaleRgb(litRgb(linear('#86ad48'), mixRgb(ambient, sunlight, 0.5)), 1.15),
    meadow: litRgb(cover.mid, mixRgb(ambient, sunlight, 0.62)),
    air: mixRgb(sky.horizon, sky.middle, 0.4),
    haze,
    snow: 0,
    light: Math.sign(layout.sunSide),
    count: layout.trees,
    glade: [7, 0.35],
  };
}

interface Flowers {
  readonly grove: GroveOptions;
  readonly random: Random;
  readonly light: Rgb;
}

/** Drifts of flowers in two or three colours. */
function scatterFlowers(view: Rendered, { grove, random, light }: Flowers): void {
  const { width, height } = view.image;
  const colors = [0, 1, 2].map(() => FLOWERS[Math.floor(random.next() * FLOWERS.length)] as string);
  paintOver(view, 0.16, (ctx) => {
    for (let i = 0; i < 850; i++) {
      const z = 16 * (1 - i / 850) ** 1.4 + 2.6;
      const drift = Math.floor(random.next() * 5);
      const x =
        (random.between(-1, 1) * 0.55 + Math.sin(drift * 2.4 + i * 0.002) * 0.45) * z * 0.95;
      const color = litRgb(linear(colors[drift % 3] as string), light);
      drawFlower(ctx, {
        ...projectOnLand(grove.land, { width, height, horizon: grove.horizon }, [x, z]),
        color,
        random,
      });
    }
  });
}

interface Flower {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
  readonly color: Rgb;
  readonly random: Random;
}

function drawFlower(ctx: SKRSContext2D, { x, y, scale, color, random }: Flower): void {
  const radius = scale * random.between(0.018, 0.034);
  const rise = scale * random.between(0.08, 0.2);
  ctx.fillStyle = css(scaleRgb(color, random.between(0.85, 1.25)));
  if (radius < 2.2) {
    ctx.beginPath();
    ctx.ellipse(x, y - rise, radius * 1.3, radius, 0, 0, Math.PI * 2);
    ctx.fill();
    return;
  }
  const turn = random.between(0, 2);
  for (let petal = 0; petal < 5; petal++) {
    const angle = turn + (petal * Math.PI * 2) / 5;
    ctx.beginPath();
    const px = x + Math.cos(angle) * radius * 0.8;
    ctx.ellipse(
      px,
      y - rise + Math.sin(angle) * radius * 0.55,
      radius * 0.62,
      radius * 0.45,
      angle,
      0,
      Math.PI * 2,
    );
    ctx.fill();
  }
  ctx.fillStyle = css([0.85, 0.55, 0.08]);
  ctx.beginPath();
  ctx.ellipse(x, y - rise, radius * 0.4, radius * 0.3, 0, 0, Math.PI * 2);
  ctx.fill();
}

/** Rolling green hills with flowers. */
export const meadow = defineScene({
  id: 'meadow',
  title: 'Meadow',
  summary: 'Rolling green hills with drifts of flowers and a few trees.',
  words: [
    'meadow',
    'field',
    'grassland',
    'pasture',
    'countryside',
    'garden',
    'park',
    'flowers',
    'grass',
    'spring',
    'prairie',
    'farm',
  ],
  times: ['dawn', 'day', 'sunset', 'dusk', 'night'],
  weathers: ['clear', 'cloud', 'rain', 'fog', 'storm'],
  layouts: LAYOUTS.length,
  indoor: false,
  render,
});
