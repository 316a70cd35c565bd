import type { SKRSContext2D } from '@napi-rs/canvas';
import { clamp01, fbm, gradientNoise, smoothstep } from '../../raster/noise.ts';
import type { Random } from '../../raster/random.ts';
import { css, linear, mixRgb, scaleRgb } from '../color.ts';
import { defineScene, type Rgb, type SceneInput, type SceneResult } from '../define-scene.ts';
import { paintLayer, paintOver } from '../layer.ts';
import { addColor, defineShader, mixColor, type Shade } from '../shader.ts';

const LAYOUTS = [
  { horizon: 0.6, sun: -0.25, standX: 0.42, reef: [0.72, 1.08] },
  { horizon: 0.66, sun: 0.4, standX: 0.58, reef: [-0.08, 0.3] },
  { horizon: 0.56, sun: 0.05, standX: 0.5, reef: [-0.05, 1.05] },
] as const;

interface Uniforms {
  readonly horizon: number;
  readonly sun: number;
  readonly shallow: Rgb;
  readonly deep: Rgb;
  readonly light: Rgb;
  readonly sand: Rgb;
  readonly seed: number;
}

const FOCAL = 1.5;
const EYE = 1.7;

const renderSea = defineShader<Uniforms>('scene/underwater', (u): Shade => {
  const level = 1 - 2 * u.horizon;
  return (x, y, out) => {
    const rise = clamp01((y - level) / (1 - level));
    const toSun = Math.exp(-((x - u.sun) ** 2) * 0.9);
    const up = rise ** 1.5 * (0.45 + 0.55 * toSun);
    out.r = u.deep[0] + (u.shallow[0] - u.deep[0]) * up;
    out.g = u.deep[1] + (u.shallow[1] - u.deep[1]) * up;
    out.b = u.deep[2] + (u.shallow[2] - u.deep[2]) * up;
    out.depth = 1;
    const fall = (y - level) / FOCAL;
    const bump = fbm(x * 1.4, 0.3, { seed: u.seed + 2, octaves: 3 }) * 0.05;
    if (fall < bump - 0.012) shadeBed(u, { x, fall: fall - bump }, out);
    else if (y > 0.55) shadeSurface(u, { x, y }, out);
    addColor(out, u.light, rays(u, x, y) * (0.2 + 0.8 * rise));
  };
});

function shadeBed(u: Uniforms, at: { x: number; fall: number }, out: Parameters<Shade>[2]): void {
  const z = Math.min(120, EYE / Math.max(0.012, -at.fall));
  const px = (at.x / FOCAL) * z;
  const ripple = fbm(px * 0.8, z * 1.7, { seed: u.seed, octaves: 4 });
  const web = caustics(u, px, z);
  const tone = 0.62 + ripple * 0.16 + web * 0.75 * Math.exp(-z * 0.05);
  const water: Rgb = [out.r, out.g, out.b];
  out.r = u.sand[0] * tone * u.light[0];
  out.g = u.sand[1] * tone * u.light[1];
  out.b = u.sand[2] * tone * u.light[2];
  mixColor(out, water, 1 - Math.exp(-z * 0.085));
  out.depth = Math.min(0.97, 1 - 1 / (1 + z * 0.07));
}

/** The bright net that waves throw on the ground. */
function caustics(u: Uniforms, x: number, z: number): number {
  const warp = gradientNoise(x * 0.5, z * 0.5, u.seed + 5);
  const one = 1 - Math.abs(gradientNoise(x * 1.3 + warp, z * 1.3, u.seed + 6));
  const two = 1 - Math.abs(gradientNoise(x * 1.9 - warp, z * 1.9 + 4, u.seed + 7));
  return (one * two) ** 7;
}

function shadeSurface(u: Uniforms, at: { x: number; y: number }, out: Parameters<Shade>[2]): void {
  const far = 1 / Math.max(0.03, at.y - 0.5);
  const wave = 1 - Math.abs(fbm(at.x * far * 1.1, far * 1.6, { seed: u.seed + 9, octaves: 3 }));
  addColor(out, u.light, wave ** 9 * smoothstep(0.55, 1, at.y) * 0.85);
}

function rays(u: Uniforms, x: number, y: number): number {
  const angle = Math.atan2(x - u.sun, 1.9 - y);
  const beam = fbm(angle * 9, y * 0.12, { seed: u.seed + 11, octaves: 3 });
  return smoothstep(0.05, 0.75, beam) * 0.42 * smoothstep(-1, 0.9, y);
}

const CORALS = ['#e8545f', '#f08a3c', '#b558c9', '#f2c14a', '#3fa28a', '#e87fb0'];

function render(input: SceneInput): SceneResult {
  const layout = LAYOUTS[input.layout % LAYOUTS.length] ?? LAYOUTS[0];
  const random = input.random.fork('underwater');
  const dim = { dawn: 0.8, day: 1, sunset: 0.8, dusk: 0.5, night: 0.28 }[input.time];
  const uniforms: Uniforms = {
    horizon: layout.horizon,
    sun: layout.sun,
    shallow: scaleRgb(linear('#5fd8e6'), dim),
    deep: scaleRgb(linear('#0a4d86'), dim),
    light: scaleRgb([0.7, 1, 0.98], dim),
    sand: linear('#f3ecc4'),
    seed: Math.floor(random.next() * 65536),
  };
  const view = renderSea(input, uniforms);
  input.checkpoint();
  const water = mixRgb(uniforms.deep, uniforms.shallow, 0.3);
  for (const [depth, from, count] of BEDS) {
    paintOver(view, depth, (ctx) => {
      drawReef(ctx, { input, layout, random, water, dim, depth, from, count });
    });
  }
  const foreground = paintLayer(input.width, input.height, (ctx) => {
    drawReef(ctx, { input, layout, random, water, dim, depth: 0, from: 1.02, count: 7 });
    drawBubbles(ctx, input, random);
  });
  return {
    ...view,
    horizon: layout.horizon,
    groundY: 0.86,
    standX: layout.standX,
    light: {
      direction: [layout.sun * 0.6, 0.74, 0.6],
      source: [layout.sun * 0.5, 0.95, 0.2],
      hardness: 0.4,
      key: [0.75, 1, 0.98],
      fill: uniforms.deep,
      ambient: water,
      exposure: dim < 0.4 ? 0.8 : 0.95,
    },
    wetness: 0,
    fog: { color: water, amount: 0.5 },
    foreground,
  };
}

/** Depth, row and number of the reef's plants, far to near. */
const BEDS = [
  [0.62, 0.69, 16],
  [0.42, 0.78, 14],
  [0.25, 0.88, 10],
] as const;

interface Reef {
  readonly input: SceneInput;
  readonly layout: (typeof LAYOUTS)[number];
  readonly random: Random;
  readonly water: Rgb;
  readonly dim: number;
  readonly depth: number;
  readonly from: number;
  readonly count: number;
}

function drawReef(ctx: SKRSContext2D, reef: Reef): void {
  const { input, layout, random, depth } = reef;
  const { width, height } = input;
  const [low, high] = layout.reef;
  for (let i = 0; i < reef.count; i++) {
    const x = random.between(low, high) * width;
    // In the layout with reef on both sides the middle stays free for the character.
    if (high - low > 1 && Math.abs(x / width - 0.5) < 0.24) continue;
    const y = height * (reef.from + random.between(-0.02, 0.03));
    const size = height * (0.3 - depth * 0.32) * random.between(0.4, 1);
    const pick = CORALS[Math.floor(random.next() * CORALS.length)] as string;
    const color = mixRgb(scaleRgb(linear(pick), reef.dim * 0.85), reef.water, 0.15 + depth * 0.95);
    if (random.next() < 0.45) drawWeed(ctx, { x, y, size: size * 1.25, color, random });
    else drawCoral(ctx, { x, y, size: size * 0.8, color, random }, -Math.PI / 2);
  }
}

interface Growth {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly color: Rgb;
  readonly random: Random;
}

/** A coral: branches that fork three or four times, lighter towards the tips. */
function drawCoral(ctx: SKRSContext2D, at: Growth, angle: number): void {
  const { x, y, size, color, random } = at;
  if (size < 8) return;
  const length = size * random.between(0.3, 0.42);
  const tipX = x + Math.cos(angle) * length;
  const tipY = y + Math.sin(angle) * length;
  ctx.strokeStyle = css(color);
  ctx.lineWidth = size * 0.11;
  ctx.beginPath();
  ctx.moveTo(x, y);
  ctx.quadraticCurveTo(
    x + Math.cos(angle - 0.3) * length * 0.5,
    y + Math.sin(angle) * length * 0.5,
    tipX,
    tipY,
  );
  ctx.stroke();
  const next = { x: tipX, y: tipY, color: mixRgb(color, [1, 1, 1], 0.07), random };
  for (const turn of [-0.55, 0.05, 0.6]) {
    if (turn === 0.05 && random.next() < 0.5) continue;
    const drawn = { ...next, size: size * random.between(0.6, 0.78) };
    drawCoral(ctx, drawn, angle + turn + random.between(-0.2, 0.2));
  }
}

function drawWeed(ctx: SKRSContext2D, { x, y, size, color, random }: Growth): void {
  const green = mixRgb(color, linear('#2f8a4a'), 0.75);
  for (let blade = 0; blade < 6; blade++) {
    const root = x + random.between(-0.16, 0.16) * size;
    const sway = random.between(-0.35, 0.35) * size;
    const tall = size * random.between(0.6, 1.1);
    ctx.fillStyle = css(scaleRgb(green, random.between(0.6, 1.25)));
    const half = size * 0.035;
    ctx.beginPath();
    ctx.moveTo(root - half, y);
    ctx.bezierCurveTo(
      root - half + sway,
      y - tall * 0.35,
      root - sway,
      y - tall * 0.7,
      root + sway * 0.6,
      y - tall,
    );
    ctx.bezierCurveTo(
      root - sway + half * 2,
      y - tall * 0.7,
      root + half + sway,
      y - tall * 0.35,
      root + half,
      y,
    );
    ctx.fill();
  }
}

function drawBubbles(ctx: SKRSContext2D, { width, height }: SceneInput, random: Random): void {
  for (let i = 0; i < 34; i++) {
    const x = random.next() * width;
    const y = random.next() * height * 0.9;
    const radius = height * (0.002 + 0.008 * random.next() ** 3);
    ctx.strokeStyle = 'rgba(225,250,255,0.5)';
    ctx.lineWidth = Math.max(0.6, radius * 0.22);
    ctx.beginPath();
    ctx.arc(x, y, radius, 0, Math.PI * 2);
    ctx.stroke();
    ctx.fillStyle = 'rgba(255,255,255,0.55)';
    ctx.beginPath();
    ctx.arc(x - radius * 0.35, y - radius * 0.35, radius * 0.25, 0, Math.PI * 2);
    ctx.fill();
  }
}

/** The sea bed with reef, light beams and bubbles. */
export const underwater = defineScene({
  id: 'underwater',
  title: 'Underwater',
  summary: 'The sea bed with a coral reef, light beams and bubbles.',
  words: [
    'underwater',
    'under water',
    'ocean floor',
    'sea bed',
    'seabed',
    'coral reef',
    'reef',
    'deep sea',
    'under the sea',
    'in the ocean',
    'aquarium',
  ],
  times: ['day', 'sunset', 'dusk', 'night'],
  weathers: ['clear'],
  layouts: LAYOUTS.length,
  indoor: false,
  render,
});
