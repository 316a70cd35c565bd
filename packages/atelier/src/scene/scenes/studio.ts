import { length2 } from '../../raster/length.ts';
import { fbm, mix, smoothstep } from '../../raster/noise.ts';
import { linear, mixRgb, scaleRgb } from '../color.ts';
import { defineScene, type Rgb, type SceneInput, type SceneResult } from '../define-scene.ts';
import { defineShader, type Shade } from '../shader.ts';

interface Uniforms {
  readonly wall: Rgb;
  readonly floor: Rgb;
  readonly glow: Rgb;
  readonly layout: number;
  readonly side: number;
  readonly horizon: number;
  readonly seed: number;
}

const COLORS = [
  '#e8b9a0',
  '#9ec5c9',
  '#d9cdb8',
  '#b7a9d6',
  '#f0cf86',
  '#a9c49a',
  '#7f93b8',
  '#d98f86',
];

const renderStudio = defineShader<Uniforms>('scene/studio', (u): Shade => {
  const level = 1 - 2 * u.horizon;
  return (x, y, out) => {
    // A sheet of paper hung up and drawn forward: wall and floor meet in a bend, not in an edge.
    const bend = smoothstep(level + 0.16, level - 0.2, y);
    const glowX = x - u.side * 0.25;
    const spot = Math.exp(-(glowX * glowX * 1.1 + (y - 0.12) ** 2 * 1.3));
    const vignette = 1 - 0.34 * smoothstep(0.5, 1.7, length2(x * 0.9, y * 0.8));
    const paper = 1 + fbm(x * 60, y * 60, { seed: u.seed, octaves: 2 }) * 0.012;
    const pattern = u.layout === 2 ? 1 + 0.07 * stripe(x, y) * (1 - bend) : 1;
    const light = (0.78 + 0.34 * spot) * vignette * paper * pattern;
    const fall = u.layout === 1 ? mix(0.62, 1.12, smoothstep(1.1, -0.9, y)) : 1;
    out.r = mix(u.wall[0], u.floor[0], bend) * light * fall + u.glow[0] * spot * 0.1;
    out.g = mix(u.wall[1], u.floor[1], bend) * light * fall + u.glow[1] * spot * 0.1;
    out.b = mix(u.wall[2], u.floor[2], bend) * light * fall + u.glow[2] * spot * 0.1;
    out.depth = mix(0.6, 0.15, smoothstep(level, -1, y));
  };
});

function stripe(x: number, y: number): number {
  return Math.sin((x * 0.8 + y) * 26) > 0 ? 1 : -1;
}

function render(input: SceneInput): SceneResult {
  const random = input.random.fork('studio');
  const wall = linear(COLORS[Math.floor(random.next() * COLORS.length)] as string);
  const side = random.next() < 0.5 ? -1 : 1;
  const dark = { dawn: 0.9, day: 1, sunset: 0.85, dusk: 0.55, night: 0.3 }[input.time];
  const horizon = 0.7;
  const view = renderStudio(input, {
    wall: scaleRgb(wall, dark),
    floor: scaleRgb(mixRgb(wall, [1, 1, 1], 0.12), dark),
    glow: [1, 0.95, 0.88],
    layout: input.layout % 3,
    side,
    horizon,
    seed: Math.floor(random.next() * 65536),
  });
  return {
    ...view,
    horizon,
    groundY: 0.9,
    standX: 0.5,
    light: {
      direction: [side * -0.5, 0.52, 0.69],
      source: [side * -0.6, 0.8, 0.5],
      hardness: 0.35,
      key: [1, 0.97, 0.92],
      fill: wall,
      ambient: [0.8, 0.8, 0.8],
      exposure: dark < 0.6 ? 0.85 : 1,
    },
    wetness: 0.2,
    fog: { color: wall, amount: 0 },
    foreground: null,
  };
}

/** A paper backdrop: plain, graded or striped. */
export const studio = defineScene({
  id: 'studio',
  title: 'Studio',
  summary: 'A coloured paper backdrop: plain, graded or striped, with soft light.',
  words: [
    'studio',
    'backdrop',
    'plain background',
    'simple background',
    'solid background',
    'gradient background',
    'white background',
    'photo studio',
  ],
  times: ['day', 'dusk', 'night'],
  weathers: ['clear'],
  layouts: 3,
  indoor: true,
  render,
});
