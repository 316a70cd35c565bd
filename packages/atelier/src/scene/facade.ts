import { clamp01, fbm, hashCell, mix, randomCell, smoothstep } from '../raster/noise.ts';
import { mixRgb, scaleRgb } from './color.ts';
import type { Rgb } from './define-scene.ts';
import { addColor, mixColor, type Pixel } from './shader.ts';
import type { Block, Sign, StreetHit } from './street.ts';

/** The hour as a building sees it; colours are linear light. */
export interface FacadeLight {
  /** Light from the sky on every wall. */
  readonly ambient: Rgb;
  /** Sunlight on this wall, already weakened by the angle. */
  readonly direct: Rgb;
  /** Share of windows with a lamp behind them. */
  readonly lit: number;
  /** Brightness of lamps, shops and signs: 0 day .. 1 night. */
  readonly lamps: number;
  /** Sky as a window mirrors it. */
  readonly mirror: Rgb;
}

const FLOOR = 3.3;
const SHOP = 4.1;
const WARM: Rgb = [1.0, 0.62, 0.24];
const COOL: Rgb = [0.55, 0.8, 1.0];
const PINK: Rgb = [1.0, 0.4, 0.62];

/** Colours a point of a wall, a window, a shop or a sign. */
export function shadeFacade(hit: StreetHit, light: FacadeLight, out: Pixel): void {
  const block = hit.block as Block;
  const target = { light, out };
  if (hit.kind === 3) {
    shadeSign(block.sign as Sign, hit, target);
    return;
  }
  shadeWall(block, hit, target);
  if (hit.kind === 2) shadeSideWindows(block, hit, target);
  else if (hit.v < SHOP) shadeShop(block, hit, target);
  else shadeWindows(block, hit, target);
}

interface Target {
  readonly light: FacadeLight;
  readonly out: Pixel;
}

function shadeWall(block: Block, { u, v, kind }: StreetHit, { light, out }: Target): void {
  const grime = fbm(u * 0.35 + block.seed, v * 0.12, { seed: block.seed, octaves: 3 });
  const brick = block.style === 3 ? brickLines(u, v) : 1;
  const foot = 0.72 + 0.28 * smoothstep(0, 6, v);
  const crown = v > block.height - 0.7 ? 1.22 : v > block.height - 1 ? 0.7 : 1;
  const ledge = kind === 1 && (v - SHOP) % FLOOR < 0.16 && v > SHOP ? 1.2 : 1;
  const tone = (0.92 + grime * 0.22) * brick * foot * crown * ledge * (kind === 2 ? 0.72 : 1);
  const sun = kind === 1 ? smoothstep(2, 11, v) : 0.15;
  out.r = block.wall[0] * tone * (light.ambient[0] + light.direct[0] * sun);
  out.g = block.wall[1] * tone * (light.ambient[1] + light.direct[1] * sun);
  out.b = block.wall[2] * tone * (light.ambient[2] + light.direct[2] * sun);
  const glow = light.lamps * Math.exp(-v * 0.24) * 0.16;
  addColor(out, block.shop, glow);
}

function brickLines(u: number, v: number): number {
  const row = Math.floor(v / 0.22);
  const shift = row % 2 ? 0.25 : 0;
  const joint = (v / 0.22) % 1 < 0.13 || ((u + shift) / 0.5) % 1 < 0.06;
  return joint ? 0.86 : 0.94 + 0.14 * randomCell(Math.floor((u + shift) / 0.5), row, 3);
}

function shadeWindows(block: Block, { u, v }: StreetHit, { light, out }: Target): void {
  const floor = Math.floor((v - SHOP) / FLOOR);
  const fv = (v - SHOP) / FLOOR - floor;
  const bay = Math.floor(u / block.bay);
  const fu = u / block.bay - bay;
  if (v > block.height - 1.1) return;
  const [mu, low, high] = INSETS[block.style] as readonly [number, number, number];
  const du = Math.abs(fu - 0.5);
  if (du > 0.5 - mu || fv < low || fv > high) {
    // The lintel's shadow just above the glass gives the wall its thickness.
    if (fv > high && fv < high + 0.05 && du < 0.5 - mu) darken(out, 0.6);
    return;
  }
  const frame = 0.5 - mu - 0.035;
  const mullion = block.style !== 1 && Math.abs(fu - 0.5) < 0.02;
  if (du > frame || fv < low + 0.03 || fv > high - 0.03 || mullion) {
    darken(out, block.style === 2 ? 0.45 : 1.25);
    return;
  }
  const shade = fv > high - 0.14 ? 0.62 : 1;
  shadeGlass(block, { bay, floor, fu, fv: (fv - low) / (high - low), shade }, { light, out });
}

const INSETS: readonly (readonly [number, number, number])[] = [
  [0.22, 0.26, 0.84],
  [0.02, 0.3, 0.82],
  [0.03, 0.05, 0.97],
  [0.27, 0.18, 0.88],
];

interface Pane {
  readonly bay: number;
  readonly floor: number;
  readonly fu: number;
  readonly fv: number;
  readonly shade: number;
}

function shadeGlass(block: Block, pane: Pane, { light, out }: Target): void {
  const hash = hashCell(pane.bay, pane.floor, block.seed);
  const chance = (hash & 1023) / 1023;
  const tilt = 0.75 + ((hash >> 10) & 255) / 560;
  out.r = light.mirror[0] * tilt * pane.shade * 0.72;
  out.g = light.mirror[1] * tilt * pane.shade * 0.8;
  out.b = light.mirror[2] * tilt * pane.shade * 0.9;
  // The sky is brighter up in the pane than down where the street is mirrored.
  darken(out, 0.5 + 0.6 * pane.fv);
  if (chance > light.lit) return;
  const kind = (hash >> 20) & 7;
  const color = kind < 5 ? WARM : kind < 7 ? COOL : PINK;
  const bright = (0.3 + 0.7 * (((hash >> 12) & 255) / 255)) * light.lamps;
  const curtain = ((hash >> 24) & 3) === 0 && pane.fu < 0.42 ? 0.55 : 1;
  const room = (0.55 + 0.45 * pane.fv) * curtain * pane.shade;
  mixColor(out, [color[0] * room, color[1] * room, color[2] * room], 0.9 * bright);
}

function shadeSideWindows(block: Block, { u, v }: StreetHit, { light, out }: Target): void {
  const floor = Math.floor((v - SHOP) / FLOOR);
  const fv = (v - SHOP) / FLOOR - floor;
  const bay = Math.floor(u / 3.4);
  const fu = u / 3.4 - bay;
  if (v < SHOP || fu < 0.34 || fu > 0.66 || fv < 0.3 || fv > 0.78) return;
  shadeGlass(
    block,
    { bay: bay + 50, floor, fu, fv: (fv - 0.3) / 0.48, shade: 0.8 },
    { light, out },
  );
}

function shadeShop(block: Block, hit: StreetHit, { light, out }: Target): void {
  const { u, v } = hit;
  const width = 4.4;
  const bay = Math.floor(u / width);
  const fu = u / width - bay;
  const hash = hashCell(bay, 1, block.seed);
  const day = 1 - light.lamps;
  if (v > 3.25) {
    const hue = (hash & 3) === 0 ? WARM : block.shop;
    const board = 0.25 + 0.75 * light.lamps;
    const letters = lettering(fu * 9, (v - 3.4) / 0.55, hash);
    mixColor(out, [hue[0] * 0.4, hue[1] * 0.4, hue[2] * 0.4], 0.75 * (0.4 + 0.6 * day));
    if (v > 3.4 && v < 3.95) addColor(out, hue, letters * board * 0.95);
    return;
  }
  const post = fu < 0.04 || fu > 0.96 || v < 0.45;
  if (post || Math.abs(fu - 0.5) < 0.008 || Math.abs(v - 2.45) < 0.035) {
    darken(out, post ? 0.6 : 0.35);
    return;
  }
  const warm = (hash & 7) < 5 ? WARM : block.shop;
  const display = displayOf({ u: u + bay * 0.17, v, t: hit.t }, hash, warm);
  const inside = 0.62 + 0.38 * smoothstep(0.4, 2.8, v);
  const glow = inside * (0.28 + 0.85 * light.lamps);
  const glass = 0.22 + 0.3 * day;
  out.r = mix(display[0] * glow, light.mirror[0] * 0.5, glass);
  out.g = mix(display[1] * glow, light.mirror[1] * 0.5, glass);
  out.b = mix(display[2] * glow, light.mirror[2] * 0.5, glass);
  if (v > 2.9) darken(out, 0.55);
}

const SHELF = 0.8;
const PLACE = 0.36;
const WARES: readonly Rgb[] = [
  [0.85, 0.16, 0.12],
  [0.1, 0.32, 0.62],
  [0.16, 0.5, 0.3],
  [0.95, 0.85, 0.7],
  [0.5, 0.2, 0.5],
  [0.25, 0.14, 0.08],
];

/** What a lit shop window shows: wares on shelves, or the bright room above a half curtain. */
function displayOf({ u, v, t }: Pick<StreetHit, 'u' | 'v' | 't'>, hash: number, warm: Rgb): Rgb {
  const row = Math.floor((v - 0.45) / SHELF);
  const high = (v - 0.45) / SHELF - row;
  const lamp = 0.5 + 0.4 * high;
  const back: Rgb = [warm[0] * lamp, warm[1] * lamp, warm[2] * lamp];
  const clear = smoothstep(46, 16, t);
  if (((hash >> 4) & 3) === 0) {
    const fold = 0.8 + 0.2 * Math.sin(u * 21);
    return v < 1.35 ? mixRgb(back, scaleRgb([0.5, 0.2, 0.16], fold), 0.75 * clear) : back;
  }
  if (high < 0.07) return scaleRgb(back, 1 - 0.5 * clear);
  const place = Math.floor(u / PLACE);
  const ware = hashCell(place, row, hash & 1023);
  const across = Math.abs(u / PLACE - place - 0.5);
  const tall = 0.28 + ((ware & 255) / 255) * 0.45;
  const wide = 0.2 + (((ware >> 8) & 255) / 255) * 0.24;
  // Round shoulders, so that wares are jars and bags rather than bricks.
  const shoulder = wide * (1 - 0.55 * smoothstep(tall - 0.22, tall, high) ** 2);
  if (((ware >> 16) & 7) === 0 || high > tall || across > shoulder) return back;
  const own = WARES[(ware >>> 20) % WARES.length] as Rgb;
  const lit = (0.75 - 0.5 * across) * (0.55 + 0.75 * high);
  return mixRgb(back, mixRgb(scaleRgb(own, lit), back, 0.25), clear);
}

/** Strokes that read as writing without being any. */
function lettering(x: number, y: number, seed: number): number {
  const cell = Math.floor(x);
  const fx = x - cell;
  if (y < 0.12 || y > 0.88 || fx < 0.16 || fx > 0.84) return 0;
  if (randomCell(cell, 3, seed) < 0.18) return 0;
  const col = Math.floor((fx - 0.16) * 4.4);
  const row = Math.floor((y - 0.12) * 6.5);
  return randomCell(cell * 7 + col, row, seed) < 0.56 ? 1 : 0;
}

function shadeSign(sign: Sign, { u, v }: StreetHit, { light, out }: Target): void {
  const tall = (sign.top - sign.bottom) / sign.reach;
  const edge = Math.min(u, 1 - u, v, tall - v);
  const power = 0.35 + 0.9 * light.lamps;
  if (edge < 0.06) {
    out.r = sign.color[0] * power * 1.25;
    out.g = sign.color[1] * power * 1.25;
    out.b = sign.color[2] * power * 1.25;
    return;
  }
  const glyph = signGlyph(u, v, sign.seed);
  const back = 0.05 + 0.07 * light.lamps;
  const flip = sign.seed % 3 === 0;
  const on = clamp01(flip ? 1 - glyph : glyph);
  const white = 0.25 * on;
  out.r = (back + on * power * 1.1) * sign.color[0] + white * power;
  out.g = (back + on * power * 1.1) * sign.color[1] + white * power;
  out.b = (back + on * power * 1.1) * sign.color[2] + white * power;
}

function signGlyph(u: number, v: number, seed: number): number {
  const cell = Math.floor(v / 0.85);
  const fy = v / 0.85 - cell;
  if (u < 0.2 || u > 0.8 || fy < 0.14 || fy > 0.86) return 0;
  const col = Math.floor((u - 0.2) * 8.3);
  const row = Math.floor((fy - 0.14) * 7);
  const bar = row % 2 === 0 && randomCell(cell, row, seed) < 0.72;
  const post = col % 2 === 0 && randomCell(cell * 5 + col, 9, seed) < 0.6;
  return bar || post ? 1 : 0;
}

function darken(out: Pixel, by: number): void {
  out.r *= by;
  out.g *= by;
  out.b *= by;
}
