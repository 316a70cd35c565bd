import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Random } from '../raster/random.ts';
import { css, mixRgb, scaleRgb } from './color.ts';
import type { Rgb } from './define-scene.ts';

/** Where a plant stands and how tall it is, in pixels; colours are linear light. */
export interface Plant {
  readonly x: number;
  readonly y: number;
  readonly height: number;
  readonly dark: Rgb;
  readonly bright: Rgb;
  readonly random: Random;
  /** -1 = lit from the left .. 1 = from the right. */
  readonly light: number;
}

/** A palm leaning to one side, its crown lit from the light's side. */
export function drawPalm(ctx: SKRSContext2D, plant: Plant & { lean: number }): void {
  const { x, y, height, lean, random } = plant;
  const topX = x + lean * height * 0.42;
  const topY = y - height;
  const width = height * 0.035;
  const bark = mixRgb(plant.dark, [0.2, 0.12, 0.07], 0.6);
  const steps = 26;
  for (let i = 0; i < steps; i++) {
    const at = (t: number) => [x + lean * height * 0.42 * t * t, y - height * t] as const;
    const [x0, y0] = at(i / steps);
    const [x1, y1] = at((i + 1.15) / steps);
    const w = width * (1.25 - 0.6 * (i / steps)) * (i % 2 ? 1 : 0.92);
    const shade = ctx.createLinearGradient(x0 - w, 0, x0 + w, 0);
    const lit = css(mixRgb(bark, plant.bright, 0.35));
    shade.addColorStop(plant.light < 0 ? 0 : 1, lit);
    shade.addColorStop(plant.light < 0 ? 1 : 0, css(scaleRgb(bark, 0.5)));
    ctx.strokeStyle = shade;
    ctx.lineWidth = w * 2;
    ctx.lineCap = 'butt';
    ctx.beginPath();
    ctx.moveTo(x0, y0);
    ctx.lineTo(x1, y1);
    ctx.stroke();
  }
  const fronds = 13;
  for (let i = 0; i < fronds; i++) {
    const angle = (i / fronds) * Math.PI * 2 + random.between(-0.15, 0.15);
    const back = Math.sin(angle) > 0.2;
    drawFrond(ctx, { ...plant, x: topX, y: topY }, { angle, length: height * 0.46, back });
  }
}

interface Frond {
  readonly angle: number;
  readonly length: number;
  readonly back: boolean;
}

function drawFrond(ctx: SKRSContext2D, plant: Plant, frond: Frond): void {
  const { random } = plant;
  const reach = Math.cos(frond.angle) * frond.length * random.between(0.85, 1.1);
  const rise = frond.length * (0.34 + 0.3 * Math.sin(frond.angle)) * random.between(0.8, 1.15);
  const drop = frond.length * random.between(0.35, 0.62);
  const at = (t: number) =>
    [plant.x + reach * t, plant.y - rise * Math.sin(t * 2.0) + drop * t * t * t] as const;
  const lit = Math.sign(reach) === Math.sign(plant.light) ? 0.75 : 0.35;
  const tint = mixRgb(plant.dark, plant.bright, frond.back ? lit * 0.5 : lit);
  const leaves = 30;
  ctx.lineCap = 'round';
  for (let i = 1; i <= leaves; i++) {
    const t = i / leaves;
    const [px, py] = at(t);
    const [qx, qy] = at(t + 0.02);
    const along = Math.atan2(qy - py, qx - px);
    const size = frond.length * 0.27 * (1 - t * 0.72) * Math.min(1, t * 5);
    for (const side of [-1, 1]) {
      const turn = along + side * (1.0 - t * 0.45) + (side * Math.sign(reach) > 0 ? 0.35 : 0);
      ctx.strokeStyle = css(scaleRgb(tint, random.between(0.7, 1.2) * (side < 0 ? 1.15 : 0.8)));
      ctx.lineWidth = Math.max(0.7, frond.length * 0.014);
      ctx.beginPath();
      ctx.moveTo(px, py);
      const tipX = px + Math.cos(turn) * size;
      const tipY = py + Math.sin(turn) * size + size * 0.25;
      ctx.quadraticCurveTo(
        px + Math.cos(turn) * size * 0.6,
        py + Math.sin(turn) * size * 0.4,
        tipX,
        tipY,
      );
      ctx.stroke();
    }
  }
  ctx.strokeStyle = css(mixRgb(tint, plant.bright, 0.3));
  ctx.lineWidth = Math.max(0.8, frond.length * 0.012);
  ctx.beginPath();
  ctx.moveTo(...at(0));
  for (let i = 1; i <= 12; i++) ctx.lineTo(...at(i / 12));
  ctx.stroke();
}

/** A tuft of grass blades fanning out from its root. */
export function drawGrass(ctx: SKRSContext2D, plant: Plant & { blades: number }): void {
  const { x, y, height, random } = plant;
  for (let i = 0; i < plant.blades; i++) {
    const bend = random.between(-1, 1);
    const tall = height * random.between(0.45, 1) * (1 - Math.abs(bend) * 0.3);
    const root = x + random.between(-0.5, 0.5) * height * 0.5;
    const tipX = root + bend * tall * 0.55;
    const lit = 0.35 + 0.4 * (bend * plant.light > 0 ? 1 : 0) + random.between(-0.2, 0.25);
    ctx.fillStyle = css(mixRgb(plant.dark, plant.bright, Math.max(0, lit)));
    const half = height * random.between(0.008, 0.018) + 0.4;
    ctx.beginPath();
    ctx.moveTo(root - half, y);
    ctx.quadraticCurveTo(root + bend * tall * 0.06 - half * 0.6, y - tall * 0.6, tipX, y - tall);
    ctx.quadraticCurveTo(root + bend * tall * 0.12 + half, y - tall * 0.5, root + half, y);
    ctx.fill();
  }
}

/** A conifer and the snow on it, 0..1. */
export interface Pine extends Plant {
  readonly snow: number;
  /** Breadth, relative to a grown fir's. */
  readonly girth?: number;
  /** Colour of snow in full light, linear; absent = by day. */
  readonly frost?: Rgb;
}

const FROST: Rgb = [0.8, 0.86, 0.96];

/** Draws a conifer from its lowest boughs up, those at the back first. */
export function drawPine(ctx: SKRSContext2D, plant: Pine): void {
  const { x, y, height, random } = plant;
  const spread = height * random.between(0.19, 0.25) * (plant.girth ?? 1);
  ctx.fillStyle = css(mixRgb(plant.dark, [0.09, 0.05, 0.03], 0.6));
  ctx.fillRect(x - height * 0.014, y - height * 0.2, height * 0.028, height * 0.2);
  const tiers = Math.max(7, Math.min(20, Math.round(height / 10)));
  for (let tier = 0; tier < tiers; tier++) {
    const t = tier / (tiers - 1);
    const level = y - height * (0.1 + 0.87 * t + random.between(-0.25, 0.25) / tiers);
    const reach = (spread * (1 - t) ** 0.9 + height * 0.012) * random.between(0.88, 1.08);
    const boughs = Math.max(4, Math.round(13 * (1 - t * 0.65)));
    for (let i = 0; i < boughs; i++) {
      // Round the stem, the hindmost first: those at the sides are seen at their full length.
      const turn = (Math.PI / 2) * (1 - (i + random.between(0.1, 0.9)) / boughs);
      const side = Math.sin(turn) * (i % 2 ? 1 : -1);
      drawBough(ctx, plant, { level, side, reach: reach * random.between(0.82, 1.12), tiers });
    }
  }
  ctx.fillStyle = css(mixRgb(plant.dark, plant.bright, 0.5));
  ctx.beginPath();
  ctx.moveTo(x - height * 0.012, y - height * 0.94);
  ctx.lineTo(x, y - height);
  ctx.lineTo(x + height * 0.012, y - height * 0.94);
  ctx.fill();
}

interface Bough {
  readonly level: number;
  readonly side: number;
  readonly reach: number;
  readonly tiers: number;
}

/** One bough: a bowed upper edge, twigs hanging in ragged points below it. */
function drawBough(ctx: SKRSContext2D, plant: Pine, bough: Bough): void {
  const { x, height, random } = plant;
  const { side, reach } = bough;
  const gap = height / bough.tiers;
  const front = 1 - Math.abs(side);
  const drop = gap * random.between(0.55, 1) + reach * (0.16 + 0.16 * front);
  const tip = [x + side * reach, bough.level + drop] as const;
  const bow = [x + side * reach * 0.55, bough.level + drop * 0.12] as const;
  const along = (t: number): readonly [number, number] => {
    const [p, q, r] = [(1 - t) ** 2, 2 * t * (1 - t), t * t];
    return [x * p + bow[0] * q + tip[0] * r, bough.level * p + bow[1] * q + tip[1] * r];
  };
  const lit = 0.3 + 0.42 * side * plant.light + random.between(-0.18, 0.2);
  const hang = gap * (0.6 + 0.75 * front);
  ctx.fillStyle = css(mixRgb(plant.dark, plant.bright, Math.max(0, Math.min(1, lit))));
  ctx.beginPath();
  ctx.moveTo(x, bough.level - gap * 0.3);
  ctx.quadraticCurveTo(...bow, ...tip);
  for (let k = TWIGS; k >= 0; k--) {
    const [px, py] = along(k / (TWIGS + 1));
    const out = side * gap * 0.12;
    ctx.lineTo(px + out, py + hang * random.between(0.65, 1.1));
    ctx.lineTo(px - out, py + hang * 0.42);
  }
  ctx.fill();
  if (plant.snow <= 0 || random.next() > plant.snow) return;
  ctx.fillStyle = css(scaleRgb(plant.frost ?? FROST, 0.62 + Math.max(0, lit) * 0.5));
  const from = along(random.between(0.05, 0.3));
  ctx.beginPath();
  ctx.moveTo(...from);
  ctx.quadraticCurveTo(bow[0], bow[1] - gap * 0.22, tip[0], tip[1]);
  for (let k = 2; k >= 1; k--) {
    const [px, py] = along(k / 3);
    ctx.lineTo(px, py + hang * random.between(0.12, 0.42));
  }
  ctx.fill();
}

/** Points that hang from a bough. */
const TWIGS = 4;
