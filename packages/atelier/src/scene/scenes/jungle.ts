import type { SKRSContext2D } from '@napi-rs/canvas';
import { clamp01, fbm, smoothstep } from '../../raster/noise.ts';
import type { Random } from '../../raster/random.ts';
import type { RasterA } from '../../raster/raster.ts';
import { drawLeaf } from '../broad-leaf.ts';
import { css, linear, litRgb, mixRgb, scaleRgb } from '../color.ts';
import { defineScene, type Rgb, type SceneInput, type SceneResult } from '../define-scene.ts';
import { overlay, paintLayer } from '../layer.ts';
import {
  addColor,
  defineShader,
  mixColor,
  type Pixel,
  type Rendered,
  type Shade,
} from '../shader.ts';
import { createSky, skyLight } from '../sky.ts';
import { drawGrass, drawPalm } from '../vegetation.ts';

const LAYOUTS = [
  { horizon: 0.56, glow: -0.25, standX: 0.42, path: 0.1, palms: 6 },
  { horizon: 0.53, glow: 0.4, standX: 0.6, path: -0.2, palms: 9 },
  { horizon: 0.6, glow: 0.05, standX: 0.38, path: 0.25, palms: 4 },
] as const;
type Layout = (typeof LAYOUTS)[number];

interface Uniforms {
  readonly horizon: number;
  readonly glow: number;
  readonly path: number;
  readonly air: Rgb;
  readonly sun: Rgb;
  readonly leaf: Rgb;
  readonly earth: Rgb;
  readonly seed: number;
}

const FOCAL = 1.5;
const EYE = 1.6;

const renderMist = defineShader<Uniforms>('scene/jungle', (u): Shade => {
  const level = 1 - 2 * u.horizon;
  return (x, y, out) => {
    shadeMist(u, { x, y }, out);
    const fall = (y - level) / FOCAL;
    if (fall > -0.012) return;
    const air: Rgb = [out.r, out.g, out.b];
    const z = Math.min(80, EYE / -fall);
    shadeSoil(u, { x: (x / FOCAL) * z, z }, out);
    mixColor(out, air, 1 - Math.exp(-z * 0.06));
    out.depth = Math.min(0.97, 1 - 1 / (1 + z * 0.07));
  };
});

/** Bright haze between dark crowns, with beams slanting down from a gap. */
function shadeMist(u: Uniforms, at: { x: number; y: number }, out: Pixel): void {
  const { x, y } = at;
  const level = 1 - 2 * u.horizon;
  const spread = (x - u.glow) / (1.9 - y);
  const beams = 0.5 + 0.5 * Math.sin(spread * 26 + Math.sin(spread * 61) * 1.4);
  const shaft = 0.8 + 0.5 * beams * Math.exp(-spread * spread * 5);
  const glow = shaft * Math.exp(-((x - u.glow) ** 2 * 1.7 + (y - level - 0.4) ** 2 * 1.2));
  const crown = fbm(x * 3.4, y * 3.4, { seed: u.seed, octaves: 4 });
  const dark = smoothstep(0.15, 1.1, y + crown * 0.5) * 0.7;
  const far = 0.62 + 0.42 * glow + crown * 0.12;
  out.r = u.air[0] * far + u.sun[0] * glow * 0.42;
  out.g = u.air[1] * far + u.sun[1] * glow * 0.42;
  out.b = u.air[2] * far + u.sun[2] * glow * 0.42;
  mixColor(out, scaleRgb(u.leaf, 0.28), dark * (1 - glow * 0.6));
  out.depth = 1;
}

interface Place {
  readonly x: number;
  readonly z: number;
}

function shadeSoil(u: Uniforms, { x, z }: Place, out: Pixel): void {
  const patch = fbm(x * 0.6, z * 0.6, { seed: u.seed + 3, octaves: 4 });
  const fine = fbm(x * 5, z * 7, { seed: u.seed + 4, octaves: 3 });
  const middle = u.path * z * 0.18 + Math.sin(z * 0.35) * 0.4;
  const trod = Math.exp(-((x - middle) ** 2) * 0.55);
  const green = clamp01(smoothstep(-0.25, 0.25, patch) + 0.25 - trod * 0.95);
  const spots = smoothstep(0.12, 0.45, fbm(x * 1.1, z * 0.9, { seed: u.seed + 8, octaves: 3 }));
  const light = 0.5 + fine * 0.3 + spots * 0.8;
  out.r = (u.earth[0] + (u.leaf[0] - u.earth[0]) * green) * light;
  out.g = (u.earth[1] + (u.leaf[1] - u.earth[1]) * green) * light;
  out.b = (u.earth[2] + (u.leaf[2] - u.earth[2]) * green) * light;
  addColor(out, u.sun, spots * 0.06);
}

interface Look {
  readonly input: SceneInput;
  readonly layout: Layout;
  readonly random: Random;
  readonly air: Rgb;
  readonly dark: Rgb;
  readonly bright: Rgb;
  readonly bark: Rgb;
}

/** A clump of broad leaves fanning out from one root. */
function drawClump(
  ctx: SKRSContext2D,
  look: Look,
  at: { x: number; y: number; size: number; thick: number },
): void {
  const { random } = look;
  const torn = random.next() < 0.5;
  const count = 9;
  for (let i = 0; i < count; i++) {
    const spread = ((i % 2 ? -1 : 1) * (count - i)) / count;
    const angle = -Math.PI / 2 + spread * 1.35 + random.between(-0.12, 0.12);
    const tone = random.between(0.25, 1) * (0.5 + (0.5 * i) / count);
    drawLeaf(ctx, {
      x: at.x,
      y: at.y,
      angle,
      size: at.size * random.between(0.7, 1.1),
      dark: mixRgb(look.dark, look.air, at.thick),
      bright: mixRgb(mixRgb(look.dark, look.bright, tone), look.air, at.thick),
      torn,
    });
  }
}

function drawTrunk(
  ctx: SKRSContext2D,
  look: Look,
  at: { x: number; foot: number; half: number; thick: number },
): void {
  const { x, foot, half, thick } = at;
  const { random } = look;
  const lit = x / look.input.width < 0.5 + look.layout.glow / 2 ? 1 : 0;
  const shade = ctx.createLinearGradient(x - half, 0, x + half, 0);
  shade.addColorStop(1 - lit, css(mixRgb(scaleRgb(look.bark, 0.35), look.air, thick)));
  shade.addColorStop(lit ? 0.8 : 0.2, css(mixRgb(look.bark, look.air, thick)));
  shade.addColorStop(lit, css(mixRgb(mixRgb(look.bark, look.bright, 0.5), look.air, thick)));
  ctx.fillStyle = shade;
  const lean = random.between(-0.05, 0.05) * look.input.height;
  ctx.beginPath();
  ctx.moveTo(x - half * 3, foot + half * 0.4);
  ctx.quadraticCurveTo(x - half * 1.1, foot - half * 1.5, x - half * 0.8 + lean, -10);
  ctx.lineTo(x + half * 0.8 + lean, -10);
  ctx.quadraticCurveTo(x + half * 1.1, foot - half * 1.5, x + half * 2.8, foot + half * 0.4);
  ctx.quadraticCurveTo(x + half, foot - half * 0.2, x, foot + half * 0.5);
  ctx.quadraticCurveTo(x - half, foot - half * 0.2, x - half * 3, foot + half * 0.4);
  ctx.fill();
  drawVine(ctx, look, { x: x + lean * 0.6, half, thick, foot });
}

interface VineSpot {
  readonly x: number;
  readonly half: number;
  readonly thick: number;
  readonly foot: number;
}

/** A creeper hanging in a loop from the trunk, with leaves along it. */
function drawVine(ctx: SKRSContext2D, look: Look, { x, half, thick, foot }: VineSpot): void {
  const { random } = look;
  const reach = half * random.between(5, 11) * (random.next() < 0.5 ? -1 : 1);
  const sag = foot * random.between(0.3, 0.62);
  const tint = mixRgb(mixRgb(look.dark, look.bright, 0.4), look.air, thick);
  ctx.strokeStyle = css(mixRgb(scaleRgb(look.bark, 0.6), look.air, thick));
  ctx.lineWidth = Math.max(0.8, half * 0.13);
  ctx.beginPath();
  ctx.moveTo(x, -5);
  ctx.quadraticCurveTo(x + reach * 0.5, sag * 2, x + reach, -5);
  ctx.stroke();
  for (let i = 1; i < 16; i++) {
    const t = i / 16;
    const px = x + reach * t;
    const py = -5 + 2 * t * (1 - t) * (sag * 2 + 5);
    const angle = Math.PI / 2 + random.between(-0.9, 0.9);
    drawLeaf(ctx, {
      x: px,
      y: py,
      angle,
      size: half * random.between(0.7, 1.3),
      dark: scaleRgb(tint, 0.5),
      bright: tint,
      torn: false,
    });
  }
}

/** Trunks, palms and clumps in rows from far to near, each paler the farther it stands. */
function plant(view: Rendered, look: Look): void {
  const { width, height } = look.input;
  const { layout, random } = look;
  const rows = 6;
  for (let row = 0; row < rows; row++) {
    const z = 30 * (1 - row / rows) ** 1.7 + 4.6;
    const thick = 1 - Math.exp(-z * 0.05);
    const scale = (FOCAL / z) * (height / 2);
    const foot = layout.horizon * height + EYE * scale;
    const clear = 0.23 * Math.min(1, 8 / z);
    const spot = () => {
      const x = random.between(-0.1, 1.1);
      return Math.abs(x - layout.standX) < clear ? null : x * width;
    };
    const layer = paintLayer(width, height, (ctx) => {
      for (let i = 0; i < 6 - row * 0.6; i++) {
        const x = spot();
        if (x !== null)
          drawTrunk(ctx, look, { x, foot, half: scale * random.between(0.14, 0.36), thick });
      }
      for (let i = 0; i < layout.palms / 3; i++) {
        const x = spot();
        if (x === null) continue;
        drawPalm(ctx, {
          x,
          y: foot,
          height: scale * random.between(2.6, 4.4),
          lean: random.between(-0.6, 0.6),
          dark: mixRgb(look.dark, look.air, thick),
          bright: mixRgb(look.bright, look.air, thick),
          random,
          light: Math.sign(layout.glow),
        });
      }
      for (let i = 0; i < 26; i++) {
        const x = spot();
        if (x === null) continue;
        drawGrass(ctx, {
          x,
          y: foot + scale * random.between(0, 0.3),
          height: scale * random.between(0.3, 0.7),
          dark: mixRgb(look.dark, look.air, thick),
          bright: mixRgb(look.bright, look.air, thick),
          random,
          light: Math.sign(layout.glow),
          blades: 7,
        });
      }
      for (let i = 0; i < 14; i++) {
        const x = spot();
        if (x !== null)
          drawClump(ctx, look, {
            x,
            y: foot + scale * random.between(-0.1, 0.42),
            size: scale * random.between(0.7, 2.1),
            thick,
          });
      }
    });
    overlay(view, layer, 1 - 1 / (1 + z * 0.042));
  }
}

/** Leaves hanging in from above and standing in the corners, nearer than the character. */
function frame(look: Look): RasterA {
  const { width, height } = look.input;
  const { random, layout } = look;
  const size = Math.min(width, height);
  const near = { ...look, dark: scaleRgb(look.dark, 0.5), bright: scaleRgb(look.bright, 0.55) };
  const side = layout.standX < 0.5 ? 1 : 0;
  return paintLayer(width, height, (ctx) => {
    for (const corner of [side, 1 - side]) {
      const big = corner === side ? 1 : 0.62;
      const at = {
        x: width * (corner ? 1.02 : -0.02),
        y: height * 1.04,
        size: size * 0.3 * big,
        thick: 0,
      };
      drawClump(ctx, near, at);
      drawClump(ctx, near, { ...at, x: width * (corner ? 0.9 : 0.1), size: size * 0.19 * big });
    }
    for (let i = 0; i < 9; i++) {
      const x = side ? width * random.between(0.62, 1.05) : width * random.between(-0.05, 0.38);
      const tone = random.between(0.1, 0.7);
      drawLeaf(ctx, {
        x,
        y: -size * 0.03,
        angle: Math.PI / 2 + random.between(-0.8, 0.8),
        size: size * random.between(0.14, 0.26),
        dark: near.dark,
        bright: mixRgb(near.dark, near.bright, tone),
        torn: i % 2 === 0,
      });
    }
    for (let i = 0; i < 10; i++) {
      drawGrass(ctx, {
        x: width * (side ? random.between(0.6, 1) : random.between(0, 0.4)),
        y: height * 1.02,
        height: size * random.between(0.06, 0.12),
        dark: near.dark,
        bright: near.bright,
        random,
        light: Math.sign(layout.glow),
        blades: 9,
      });
    }
  });
}

function render(input: SceneInput): SceneResult {
  const layout = LAYOUTS[input.layout % LAYOUTS.length] ?? LAYOUTS[0];
  const random = input.random.fork('jungle');
  const sky = createSky({ ...input, random, azimuth: layout.glow * 0.6 });
  const power = { dawn: 0.8, day: 1, sunset: 0.75, dusk: 0.4, night: 0.2 }[input.time];
  const wet = input.weather === 'rain' ? 0.7 : 1;
  const sky2 = mixRgb(sky.middle, sky.horizon, 0.5);
  const air = scaleRgb(
    mixRgb(linear('#a8d060'), sky2, input.time === 'day' ? 0.16 : 0.5),
    power * wet,
  );
  const light = mixRgb(mixRgb([1, 1, 1], sky.sunColor, 0.55), sky2, 0.25);
  const look: Look = {
    input,
    layout,
    random: random.fork('plants'),
    air,
    dark: scaleRgb(litRgb(linear('#12442a'), light), power),
    bright: scaleRgb(litRgb(linear('#9ccc3c'), light), power * wet),
    bark: scaleRgb(litRgb(linear('#6a5640'), light), power),
  };
  const view = renderMist(input, {
    horizon: layout.horizon,
    glow: layout.glow,
    path: layout.path,
    air,
    sun: scaleRgb(sky.sunColor, power * sky.disc * (sky.moon ? 0.4 : 0.9)),
    leaf: scaleRgb(litRgb(linear('#6ba03a'), light), power),
    earth: scaleRgb(litRgb(linear('#7a5a3c'), light), power),
    seed: Math.floor(random.next() * 65536),
  });
  input.checkpoint();
  plant(view, look);
  input.checkpoint();
  const open = skyLight(sky, input.time);
  return {
    ...view,
    horizon: layout.horizon,
    groundY: 0.9,
    standX: layout.standX,
    light: { ...open, fill: mixRgb(open.fill, air, 0.5), hardness: open.hardness * 0.5 },
    wetness: input.weather === 'rain' ? 0.35 : 0,
    fog: { color: air, amount: input.weather === 'fog' ? 0.6 : 0.22 },
    foreground: frame(look),
  };
}

/** Broad leaves, vines and misty light. */
export const jungle = defineScene({
  id: 'jungle',
  title: 'Jungle',
  summary: 'A dense rainforest of broad leaves, palms and vines in misty light.',
  words: [
    'jungle',
    'rainforest',
    'rain forest',
    'tropical forest',
    'amazon',
    'prehistoric',
    'dinosaur land',
  ],
  times: ['dawn', 'day', 'sunset', 'dusk', 'night'],
  weathers: ['clear', 'cloud', 'rain', 'fog'],
  layouts: LAYOUTS.length,
  indoor: false,
  render,
});
