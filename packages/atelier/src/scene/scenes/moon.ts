import type { Random } from '../../raster/random.ts';
import { linear, scaleRgb } from '../color.ts';
import { defineScene, type Rgb, type SceneInput, type SceneResult } from '../define-scene.ts';
import { layStones } from '../rocks.ts';
import { createSky, type Sky } from '../sky.ts';
import { paintSkyOver } from '../space.ts';
import { renderTerrain } from '../terrain.ts';

const LAYOUTS = [
  { horizon: 0.52, planet: [0.62, 0.5, 0.3], ring: true, standX: 0.36, sunSide: -0.8 },
  { horizon: 0.46, planet: [-0.5, 0.46, 0.36], ring: false, standX: 0.62, sunSide: 0.9 },
  { horizon: 0.56, planet: [0.15, 0.62, 0.2], ring: true, standX: 0.5, sunSide: 0.6 },
] as const;

const PLANETS = ['#e0a15e', '#5f8fd6', '#c9697a', '#8fb8a0'];

function render(input: SceneInput): SceneResult {
  const layout = LAYOUTS[input.layout % LAYOUTS.length] ?? LAYOUTS[0];
  const random = input.random.fork('moon');
  const sky = spaceSky(random, layout.sunSide);
  const seed = Math.floor(random.next() * 65536);
  const dust = linear('#9b9690');
  const view = renderTerrain(input, {
    sky,
    land: { kind: 'craters', seed, relief: 60, valley: 0, weight: 0, lake: null },
    cover: {
      low: dust,
      mid: scaleRgb(dust, 1.18),
      rock: scaleRgb(dust, 0.7),
      snow: dust,
      snowLine: 1e6,
      woods: 0,
    },
    water: { deep: dust, shallow: dust, swell: 0, seed },
    horizon: layout.horizon,
    haze: 0,
    sunlight: [1.05, 1.0, 0.93],
    ambient: [0.085, 0.09, 0.13],
  });
  input.checkpoint();
  const color = linear(PLANETS[Math.floor(random.next() * PLANETS.length)] as string);
  paintSkyOver(view, input, {
    seed,
    planet: layout.planet,
    ring: layout.ring,
    color,
    sun: sky.sun,
  });
  return {
    ...view,
    horizon: layout.horizon,
    groundY: 0.87,
    standX: layout.standX,
    light: {
      direction: [Math.sign(layout.sunSide) * 0.62, 0.5, 0.6],
      source: [sky.sun[0], sky.sun[1], -sky.sun[2]],
      hardness: 1,
      key: [1, 0.97, 0.9],
      fill: color,
      ambient: [0.2, 0.22, 0.32],
      exposure: 0.95,
    },
    wetness: 0,
    fog: { color: [0, 0, 0], amount: 0 },
    foreground: layStones({
      ...input,
      standX: layout.standX,
      random: random.fork('near'),
      dark: scaleRgb(dust, 0.06),
      bright: scaleRgb(dust, 0.8),
      light: Math.sign(layout.sunSide),
      tufts: null,
      snow: 0,
    }),
  };
}

/** No air: black all over, a hard sun from the side. */
function spaceSky(random: Random, azimuth: number): Sky {
  const base = createSky({ time: 'night', weather: 'clear', random, azimuth });
  const black: Rgb = [0.002, 0.003, 0.008];
  const sun = [Math.sin(azimuth) * 0.92, 0.36, Math.cos(azimuth) * 0.5] as const;
  return {
    ...base,
    zenith: black,
    middle: black,
    horizon: black,
    sun,
    cover: 0,
    disc: 0,
    stars: 0,
  };
}

/** Craters and dust under stars, with a planet above the horizon. */
export const moonScene = defineScene({
  id: 'moon',
  title: 'Moon',
  summary: 'Craters and dust under stars and nebulae, with a great planet above the horizon.',
  words: [
    'moon',
    'space',
    'outer space',
    'lunar',
    'planet',
    'mars',
    'galaxy',
    'cosmos',
    'nebula',
    'alien planet',
    'asteroid',
  ],
  times: ['night'],
  weathers: ['clear'],
  layouts: LAYOUTS.length,
  indoor: false,
  render,
});
