import { linear, litRgb, mixRgb, scaleRgb } from '../color.ts';
import { defineScene, type SceneInput, type SceneResult } from '../define-scene.ts';
import { type GroveOptions, growGrass, plantGrove } from '../grove.ts';
import type { Land } from '../land.ts';
import { landscapeLight } from '../landscape-light.ts';
import { layStones } from '../rocks.ts';
import { createSky, skyLight } from '../sky.ts';
import { renderTerrain, type Terrain } from '../terrain.ts';

interface Layout {
  readonly horizon: number;
  readonly valley: number;
  readonly relief: number;
  readonly weight: number;
  readonly lake: boolean;
  readonly trees: number;
  readonly glade: readonly [number, number];
  readonly standX: number;
  readonly sunSide: number;
}

const LAYOUTS: readonly Layout[] = [
  {
    horizon: 0.5,
    valley: 26,
    relief: 150,
    weight: 0.5,
    lake: true,
    trees: 34,
    glade: [3.4, 0.3],
    standX: 0.4,
    sunSide: -0.55,
  },
  {
    horizon: 0.46,
    valley: 20,
    relief: 190,
    weight: -0.6,
    lake: false,
    trees: 52,
    glade: [3, 0.16],
    standX: 0.6,
    sunSide: 0.6,
  },
  {
    horizon: 0.54,
    valley: 34,
    relief: 220,
    weight: 0.7,
    lake: false,
    trees: 22,
    glade: [4, 0.36],
    standX: 0.36,
    sunSide: 0.95,
  },
  {
    horizon: 0.48,
    valley: 22,
    relief: 165,
    weight: -0.4,
    lake: true,
    trees: 44,
    glade: [3.2, 0.24],
    standX: 0.62,
    sunSide: -0.9,
  },
];

function render(input: SceneInput): SceneResult {
  const layout = LAYOUTS[input.layout % LAYOUTS.length] as Layout;
  const random = input.random.fork('mountain-valley');
  const { time, weather } = input;
  const sky = createSky({ time, weather, random, azimuth: layout.sunSide });
  const winter = weather === 'snow';
  const land: Land = {
    kind: 'alps',
    seed: Math.floor(random.next() * 65536),
    relief: layout.relief,
    valley: layout.valley,
    weight: layout.weight,
    lake: layout.lake ? -0.75 : null,
  };
  const light = landscapeLight(sky);
  const haze = weather === 'fog' ? 9 : weather === 'rain' || winter ? 1.7 : 0.62;
  const terrain: Terrain = {
    ...light,
    land,
    sky,
    horizon: layout.horizon,
    haze,
    cover: {
      low: linear('#5f8a35'),
      mid: linear('#93a94e'),
      rock: linear('#8a8078'),
      snow: linear('#f3f6fb'),
      snowLine: winter ? -40 : 46,
      woods: 0.9,
    },
    water: {
      deep: litRgb(linear('#1c5a6a'), mixRgb(light.ambient, [1, 1, 1], 0.3)),
      shallow: litRgb(linear('#4f9a94'), mixRgb(light.ambient, [1, 1, 1], 0.3)),
      swell: 0.28,
      seed: land.seed,
    },
  };
  const view = renderTerrain(input, terrain);
  input.checkpoint();
  const grove = groveOf(input, { layout, terrain, winter });
  plantGrove(view, grove);
  input.checkpoint();
  const stones = {
    ...input,
    standX: layout.standX,
    random: random.fork('near'),
    dark: litRgb(linear('#4a4540'), light.ambient),
    bright: litRgb(linear('#a8a098'), mixRgb(light.ambient, light.sunlight, 0.55)),
    light: Math.sign(layout.sunSide),
    tufts: null,
    snow: 0.9,
  };
  const foreground = winter ? layStones(stones) : growGrass(view, { ...grove, tufts: 900 });
  return {
    ...view,
    horizon: layout.horizon,
    groundY: 0.88,
    standX: layout.standX,
    light: skyLight(sky, time),
    wetness: 0,
    fog: { color: sky.horizon, amount: weather === 'fog' ? 0.6 : 0.15 },
    foreground,
  };
}

interface GroveSetting {
  readonly layout: Layout;
  readonly terrain: Terrain;
  readonly winter: boolean;
}

function groveOf(input: SceneInput, { layout, terrain, winter }: GroveSetting): GroveOptions {
  const { sky, ambient, sunlight } = terrain;
  const lit = mixRgb(ambient, sunlight, 0.5);
  return {
    land: terrain.land,
    horizon: layout.horizon,
    random: input.random.fork('grove'),
    dark: litRgb(linear('#1d3a28'), ambient),
    bright: scaleRgb(litRgb(linear('#7fa048'), lit), 1.15),
    meadow: litRgb(terrain.cover.mid, mixRgb(ambient, sunlight, 0.62)),
    air: mixRgb(sky.horizon, sky.middle, 0.4),
    haze: terrain.haze,
    snow: winter ? 0.85 : 0,
    frost: litRgb(linear('#eef3fa'), mixRgb(ambient, sunlight, 0.55)),
    light: Math.sign(layout.sunSide),
    count: layout.trees,
    glade: layout.glade,
  };
}

/** A valley between high mountains, with conifers and sometimes a lake. */
export const mountainValley = defineScene({
  id: 'mountain-valley',
  title: 'Mountain valley',
  summary: 'A green or snowy valley between high peaks, with conifers and sometimes a lake.',
  words: [
    'mountain',
    'mountain valley',
    'valley',
    'alps',
    'alpine',
    'peak',
    'hill',
    'lake',
    'highlands',
    'cliff',
    'snow',
    'ski',
  ],
  times: ['dawn', 'day', 'sunset', 'dusk', 'night'],
  weathers: ['clear', 'cloud', 'rain', 'snow', 'fog', 'storm'],
  layouts: LAYOUTS.length,
  indoor: false,
  render,
});
