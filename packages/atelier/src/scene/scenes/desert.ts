import { linear, litRgb, mixRgb, scaleRgb } from '../color.ts';
import { defineScene, type SceneInput, type SceneResult } from '../define-scene.ts';
import { landscapeLight } from '../landscape-light.ts';
import { layStones } from '../rocks.ts';
import { createSky, skyLight } from '../sky.ts';
import { renderTerrain } from '../terrain.ts';

const LAYOUTS = [
  { horizon: 0.47, relief: 21, weight: 0.3, standX: 0.42, sunSide: 0.35 },
  { horizon: 0.52, relief: 33, weight: -0.4, standX: 0.6, sunSide: -0.7 },
  { horizon: 0.42, relief: 16, weight: 0, standX: 0.5, sunSide: 0.85 },
] as const;

function render(input: SceneInput): SceneResult {
  const layout = LAYOUTS[input.layout % LAYOUTS.length] ?? LAYOUTS[0];
  const random = input.random.fork('desert');
  const sky = createSky({ ...input, random, azimuth: layout.sunSide });
  const seed = Math.floor(random.next() * 65536);
  const light = landscapeLight(sky);
  const sand = mixRgb(linear('#e2a45c'), litRgb(linear('#e2a45c'), sky.sunColor), 0.3);
  const view = renderTerrain(input, {
    ...light,
    sky,
    land: {
      kind: 'dunes',
      seed,
      relief: layout.relief,
      valley: 0,
      weight: layout.weight,
      lake: null,
    },
    cover: {
      low: sand,
      mid: scaleRgb(mixRgb(sand, linear('#f0c88a'), 0.5), 1.02),
      rock: linear('#8a5a3c'),
      snow: sand,
      snowLine: 1e6,
      woods: 0,
    },
    water: { deep: sand, shallow: sand, swell: 0, seed },
    horizon: layout.horizon,
    haze: input.weather === 'fog' ? 7 : 1.1,
  });
  const sun = mixRgb(light.ambient, light.sunlight, 0.6);
  return {
    ...view,
    horizon: layout.horizon,
    groundY: 0.87,
    standX: layout.standX,
    light: skyLight(sky, input.time),
    wetness: 0,
    fog: { color: sky.horizon, amount: 0.15 },
    foreground: layStones({
      ...input,
      standX: layout.standX,
      random: random.fork('near'),
      dark: litRgb(linear('#6b4426'), light.ambient),
      bright: litRgb(linear('#d9a26a'), sun),
      light: Math.sign(layout.sunSide),
      tufts: {
        dark: litRgb(linear('#6a5a26'), light.ambient),
        bright: litRgb(linear('#c9b468'), sun),
      },
      snow: 0,
    }),
  };
}

/** Wind-shaped dunes to the horizon. */
export const desert = defineScene({
  id: 'desert',
  title: 'Desert',
  summary: 'Wind-shaped dunes to the horizon under a wide sky.',
  words: ['desert', 'dune', 'sahara', 'sand dune', 'wasteland', 'egypt', 'arabian'],
  times: ['dawn', 'day', 'sunset', 'dusk', 'night'],
  weathers: ['clear', 'cloud', 'fog', 'storm'],
  layouts: LAYOUTS.length,
  indoor: false,
  render,
});
