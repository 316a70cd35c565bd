import type { SKRSContext2D } from '@napi-rs/canvas';
import { clamp01, fbm, smoothstep } from '../../raster/noise.ts';
import type { Random } from '../../raster/random.ts';
import type { RasterA } from '../../raster/raster.ts';
import { css, linear, litRgb, mixRgb, scaleRgb } from '../color.ts';
import { defineScene, type Rgb, type SceneInput, type SceneResult } from '../define-scene.ts';
import { paintLayer, paintOver } from '../layer.ts';
import { addColor, defineShader, mixColor, type Rendered, type Shade } from '../shader.ts';
import { createSky, type Sky, skyLight } from '../sky.ts';
import { drawGrass } from '../vegetation.ts';

const LAYOUTS = [
  { horizon: 0.58, glow: 0.15, glade: 0.2, standX: 0.44, trunks: 34 },
  { horizon: 0.54, glow: -0.45, glade: 0.2, standX: 0.6, trunks: 46 },
  { horizon: 0.62, glow: 0.5, glade: 0.3, standX: 0.38, trunks: 26 },
] as const;
type Layout = (typeof LAYOUTS)[number];

interface Uniforms {
  readonly horizon: number;
  readonly glow: number;
  readonly air: Rgb;
  readonly bright: Rgb;
  readonly moss: Rgb;
  readonly soil: Rgb;
  readonly seed: number;
}

const FOCAL = 1.5;
const EYE = 1.6;

const renderForest = defineShader<Uniforms>('scene/forest', (u): Shade => {
  const level = 1 - 2 * u.horizon;
  return (x, y, out) => {
    const sun = Math.exp(-((x - u.glow) ** 2 * 1.5 + (y - level - 0.35) ** 2 * 1.1));
    const leaves = fbm(x * 5, y * 5, { seed: u.seed, octaves: 4 });
    const shade = 0.62 + 0.4 * sun + leaves * 0.16 - 0.3 * smoothstep(0.3, 1, y);
    out.r = u.air[0] * shade + u.bright[0] * sun * 0.5;
    out.g = u.air[1] * shade + u.bright[1] * sun * 0.5;
    out.b = u.air[2] * shade + u.bright[2] * sun * 0.5;
    out.depth = 1;
    const fall = (y - level) / FOCAL;
    const lie = fbm(x * 0.9, 4, { seed: u.seed + 3, octaves: 2 }) * 0.02;
    if (fall >= lie - 0.006) return;
    const air: Rgb = [out.r, out.g, out.b];
    const z = Math.min(90, EYE / (lie - fall));
    const px = (x / FOCAL) * z;
    shadeFloor(u, { x: px, z }, out);
    mixColor(out, air, 1 - Math.exp(-z * 0.055));
    addColor(out, u.bright, 0.1 * sun * Math.exp(-z * 0.02));
    out.depth = Math.min(0.97, 1 - 1 / (1 + z * 0.07));
  };
});

function shadeFloor(
  u: Uniforms,
  { x, z }: { x: number; z: number },
  out: Parameters<Shade>[2],
): void {
  const patch = fbm(x * 0.5, z * 0.5, { seed: u.seed + 5, octaves: 4 });
  const fine = fbm(x * 4, z * 6, { seed: u.seed + 6, octaves: 3 });
  const path = Math.exp(-((x + Math.sin(z * 0.25) * 0.7) ** 2) * 0.8);
  const mossy = clamp01(smoothstep(-0.3, 0.25, patch) - path * 0.75);
  // Sun that found a way through the leaves lies in spots on the ground.
  const spots = smoothstep(0.12, 0.5, fbm(x * 0.9, z * 0.8, { seed: u.seed + 8, octaves: 3 }));
  const light = 0.5 + fine * 0.3 + spots * 0.85;
  out.r = (u.soil[0] + (u.moss[0] - u.soil[0]) * mossy) * light;
  out.g = (u.soil[1] + (u.moss[1] - u.soil[1]) * mossy) * light;
  out.b = (u.soil[2] + (u.moss[2] - u.soil[2]) * mossy) * light;
  addColor(out, u.bright, spots * 0.05);
}

interface Woods {
  readonly input: SceneInput;
  readonly layout: Layout;
  readonly random: Random;
  readonly air: Rgb;
  readonly bark: Rgb;
  readonly leaf: Rgb;
  readonly light: Rgb;
}

/** Trunks and crowns in seven rows from far to near, each paler the farther it stands. */
function plantWoods(view: Rendered, woods: Woods): void {
  const rows = 7;
  for (let row = 0; row < rows; row++) {
    const z = 42 * (1 - row / rows) ** 1.6 + 5;
    const thick = 1 - Math.exp(-z * 0.05);
    paintOver(view, 1 - 1 / (1 + z * 0.07), (ctx) => {
      const count = Math.round(woods.layout.trunks / rows + 3 * (1 - row / rows));
      for (let i = 0; i < count; i++)
        drawTree(ctx, woods, { z: z * woods.random.between(0.85, 1.15), thick });
    });
  }
}

function drawTree(
  ctx: SKRSContext2D,
  woods: Woods,
  { z, thick }: { z: number; thick: number },
): void {
  const { input, layout, random } = woods;
  const { width, height } = input;
  const scale = (FOCAL / z) * (height / 2);
  const spot = random.between(-0.2, 1.2);
  const clear = layout.glade * Math.min(1, 9 / z);
  if (Math.abs(spot - layout.standX) < clear) return;
  const x = spot * width;
  const foot = layout.horizon * height + EYE * scale;
  const half = scale * random.between(0.16, 0.36);
  const lit = x / width < 0.5 + layout.glow / 2;
  const shade = ctx.createLinearGradient(x - half, 0, x + half, 0);
  const dark = mixRgb(scaleRgb(woods.bark, 0.4), woods.air, thick);
  const pale = mixRgb(litRgb(scaleRgb(woods.bark, 1.5), woods.light), woods.air, thick);
  shade.addColorStop(lit ? 0 : 1, css(dark));
  shade.addColorStop(lit ? 0.85 : 0.15, css(pale));
  shade.addColorStop(lit ? 1 : 0, css(mixRgb(pale, woods.light, 0.3)));
  ctx.fillStyle = shade;
  const lean = random.between(-0.025, 0.025) * height;
  ctx.beginPath();
  ctx.moveTo(x - half * 1.9, foot + half * 0.3);
  ctx.quadraticCurveTo(x - half, foot - half * 2, x - half * 0.8 + lean, -10);
  ctx.lineTo(x + half * 0.8 + lean, -10);
  ctx.quadraticCurveTo(x + half, foot - half * 2, x + half * 1.9, foot + half * 0.3);
  ctx.quadraticCurveTo(x, foot + half * 0.7, x - half * 1.9, foot + half * 0.3);
  ctx.fill();
  drawBark(ctx, { x, foot, half, lean, color: css(dark, 0.35), random });
  drawCrown(ctx, woods, { x: x + lean, scale, thick });
}

interface Bark {
  readonly x: number;
  readonly foot: number;
  readonly half: number;
  readonly lean: number;
  readonly color: string;
  readonly random: Random;
}

function drawBark(ctx: SKRSContext2D, { x, foot, half, lean, color, random }: Bark): void {
  if (half < 5) return;
  ctx.strokeStyle = color;
  for (let i = 0; i < 14; i++) {
    const side = random.between(-0.75, 0.75) * half;
    const from = random.next() * foot;
    ctx.lineWidth = Math.max(0.7, half * random.between(0.03, 0.1));
    ctx.beginPath();
    const at = (y: number) => x + side + lean * (1 - y / foot);
    ctx.moveTo(at(from), from);
    ctx.lineTo(
      at(from + half * 3) + random.between(-0.1, 0.1) * half,
      from + half * random.between(1.5, 5),
    );
    ctx.stroke();
  }
}

interface Crown {
  readonly x: number;
  readonly scale: number;
  readonly thick: number;
}

/** Leaves in clumps: a dark heart, lit leaves over it. */
function drawCrown(ctx: SKRSContext2D, woods: Woods, { x, scale, thick }: Crown): void {
  const { random, input } = woods;
  const reach = Math.min(scale * 2.2, input.height * 0.3);
  for (let clump = 0; clump < 7; clump++) {
    const cx = x + random.between(-1, 1) * reach;
    const cy = random.between(-0.1, 0.55) ** 2 * reach;
    drawClump(ctx, woods, { x: cx, y: cy, radius: reach * random.between(0.2, 0.42), thick });
  }
}

interface Clump {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly thick: number;
}

function drawClump(ctx: SKRSContext2D, woods: Woods, { x, y, radius, thick }: Clump): void {
  const { random, input } = woods;
  const size = Math.max(1.6, Math.min(radius * 0.16, input.height * 0.016));
  const leaves = Math.min(150, Math.round(1.6 * (radius / size) ** 2));
  const toLight = Math.sign(woods.layout.glow - ((2 * x) / input.width - 1) || 1);
  for (let i = 0; i < leaves; i++) {
    const angle = random.next() * Math.PI * 2;
    const far = Math.sqrt(random.next());
    const dx = Math.cos(angle) * far;
    const dy = Math.sin(angle) * far * 0.72;
    const late = i / leaves;
    const lit =
      Math.max(0, 0.42 + 0.34 * dx * toLight - 0.3 * dy + random.between(-0.2, 0.2)) * late;
    const bright = litRgb(woods.leaf, scaleRgb(woods.light, 1.9));
    const green = mixRgb(scaleRgb(woods.leaf, 0.22), bright, lit);
    ctx.fillStyle = css(mixRgb(green, woods.air, thick * 0.9));
    ctx.beginPath();
    const turn = random.between(-1.3, 1.3);
    ctx.ellipse(x + dx * radius, y + dy * radius, size, size * 0.52, turn, 0, Math.PI * 2);
    ctx.fill();
  }
}

/** Bushes between the trunks, larger towards the sides. */
function plantBushes(view: Rendered, woods: Woods): void {
  const { input, layout, random } = woods;
  for (const z of [24, 14, 8.5]) {
    const scale = (FOCAL / z) * (input.height / 2);
    paintOver(view, 1 - 1 / (1 + z * 0.07), (ctx) => {
      for (let i = 0; i < 13; i++) {
        const spot = random.between(-0.1, 1.1);
        if (Math.abs(spot - layout.standX) < layout.glade * 1.25) continue;
        const radius = scale * random.between(0.35, 0.8);
        const y = layout.horizon * input.height + EYE * scale - radius * 0.45;
        drawClump(ctx, woods, { x: spot * input.width, y, radius, thick: 1 - Math.exp(-z * 0.05) });
      }
    });
  }
}

function undergrowth(woods: Woods): RasterA {
  const { input, random } = woods;
  const { width, height } = input;
  const dark = scaleRgb(woods.leaf, 0.3);
  const bright = litRgb(woods.leaf, scaleRgb(woods.light, 1.4));
  return paintLayer(width, height, (ctx) => {
    for (let i = 0; i < 46; i++) {
      const x = random.next();
      const near = Math.abs(x - woods.layout.standX) < 0.22 ? 0.45 : 1;
      drawGrass(ctx, {
        x: x * width,
        y: height * random.between(1, 1.04),
        height: height * random.between(0.06, 0.16) * near,
        dark,
        bright,
        random,
        light: Math.sign(woods.layout.glow),
        blades: 9,
      });
    }
  });
}

function airOf(sky: Sky, input: SceneInput): Rgb {
  const tint = mixRgb(sky.horizon, linear('#a9cf7e'), input.time === 'night' ? 0.1 : 0.6);
  const level = { dawn: 0.85, day: 0.8, sunset: 0.75, dusk: 0.4, night: 0.5 }[input.time];
  return scaleRgb(tint, input.weather === 'rain' ? level * 0.8 : level);
}

function render(input: SceneInput): SceneResult {
  const layout = LAYOUTS[input.layout % LAYOUTS.length] ?? LAYOUTS[0];
  const random = input.random.fork('forest');
  const sky = createSky({ ...input, random, azimuth: layout.glow });
  const air = airOf(sky, input);
  const level = sky.moon ? 0.3 : input.time === 'dusk' ? 0.5 : 1;
  const light = scaleRgb(mixRgb(sky.sunColor, [1, 1, 0.9], 0.3), level);
  const leaf = input.weather === 'snow' ? linear('#c9d4cf') : linear('#5f9338');
  const view = renderForest(input, {
    horizon: layout.horizon,
    glow: layout.glow,
    air,
    bright: scaleRgb(light, sky.moon ? 0.5 : 1),
    moss: scaleRgb(input.weather === 'snow' ? linear('#eef3f8') : linear('#6f9440'), level),
    soil: scaleRgb(input.weather === 'snow' ? linear('#dfe6ee') : linear('#7a5a3c'), level),
    seed: Math.floor(random.next() * 65536),
  });
  input.checkpoint();
  const bark = scaleRgb(linear('#6a4a33'), level);
  const woods: Woods = { input, layout, random, air, bark, leaf: scaleRgb(leaf, level), light };
  plantWoods(view, woods);
  plantBushes(view, woods);
  input.checkpoint();
  return {
    ...view,
    horizon: layout.horizon,
    groundY: 0.89,
    standX: layout.standX,
    light: { ...skyLight(sky, input.time), hardness: 0.3 },
    wetness: 0,
    fog: { color: air, amount: 0.4 },
    foreground: undergrowth(woods),
  };
}

/** Tall trunks, moss and light between the leaves. */
export const forest = defineScene({
  id: 'forest',
  title: 'Forest',
  summary: 'Tall trunks, moss and light falling between the leaves.',
  words: ['forest', 'woods', 'wood', 'woodland', 'enchanted forest', 'trees', 'fairy tale forest'],
  times: ['dawn', 'day', 'sunset', 'dusk', 'night'],
  weathers: ['clear', 'cloud', 'rain', 'snow', 'fog'],
  layouts: LAYOUTS.length,
  indoor: false,
  render,
});
