import { length2 } from '../raster/length.ts';
import { clamp01, fbm, gradientNoise, hashCell, randomCell, smoothstep } from '../raster/noise.ts';
import { paintTown } from './materials-town.ts';
import { dim, type PaintJob, paintAs, type Surface, tint } from './surface.ts';

/** Pictures, cloth, wares and lamps. */
export function paintDecor(job: PaintJob, out: Surface): void {
  const paint = PAINTERS[job.skin.material] ?? paintTown;
  paint(job, out);
}

function paintGlow({ hit, skin }: PaintJob, out: Surface): void {
  paintAs(out, skin.color, 0.9 + 0.2 * hit.b);
}

/** A lamp shade: bright in the middle where the bulb is. */
function paintShade({ hit, skin }: PaintJob, out: Surface): void {
  const near = 1 - Math.abs(hit.b - 0.45) * 0.9;
  const rim = hit.b < 0.04 || hit.b > 0.95 ? 0.7 : 1;
  out.glow = skin.glow * near * rim;
}

function paintPicture(job: PaintJob, out: Surface): void {
  const { skin, hit, u, v } = job;
  const edge = Math.min(u, hit.w - u, v, hit.h - v);
  if (edge < 0.06) {
    const carve = 0.7 + 0.5 * Math.sin((edge / 0.06) * Math.PI);
    paintAs(out, skin.color, carve);
    return;
  }
  if (edge < 0.1) {
    paintAs(out, [0.72, 0.68, 0.58], 0.9);
    return;
  }
  const hill = 0.42 + 0.16 * fbm(hit.a * 2.2, 3, { seed: skin.seed, octaves: 3 });
  const front = 0.26 + 0.12 * fbm(hit.a * 3, 8, { seed: skin.seed + 1, octaves: 2 });
  const cloud = fbm(hit.a * 3, hit.b * 6, { seed: skin.seed + 2, octaves: 3 });
  if (hit.b < front) paintAs(out, [0.1, 0.16, 0.06], 1 + cloud * 0.5);
  else if (hit.b < hill) paintAs(out, [0.13, 0.22, 0.24], 1 + cloud * 0.3);
  else paintAs(out, skin.other, 0.75 + 0.4 * cloud + 0.3 * (1 - hit.b));
}

function paintBanner({ skin, hit, v }: PaintJob, out: Surface): void {
  const wave = Math.sin(hit.a * 9 + hit.b * 2 + skin.seed);
  const x = Math.abs(hit.a - 0.5);
  const edge = Math.min(hit.a, 1 - hit.a);
  const chevron = Math.abs(hit.b - 0.36 - x * 0.5) < 0.035;
  const y = hit.b - 0.62;
  const star = length2(x * hit.w, y * hit.h) / hit.w;
  const spokes = 0.2 + 0.07 * Math.cos(Math.atan2(y * hit.h, (hit.a - 0.5) * hit.w) * 8);
  if (edge < 0.08 || v < 0.08 || chevron || star < spokes) paintAs(out, skin.other, 1);
  if (star < 0.09) paintAs(out, skin.color, 1);
  dim(out, 0.86 + 0.2 * wave);
}

function paintStripes({ skin, hit, u }: PaintJob, out: Surface): void {
  const stripe = Math.floor(u / (0.22 * skin.size));
  if (stripe & 1) paintAs(out, skin.other, 1);
  const f = (u / (0.22 * skin.size)) % 1;
  dim(out, 0.86 + 0.14 * Math.sin(f * Math.PI) + 0.08 * hit.b);
}

function paintChalk({ skin, hit, u, v }: PaintJob, out: Surface): void {
  const edge = Math.min(u, hit.w - u, v, hit.h - v);
  if (edge < 0.05) {
    paintAs(out, skin.other, 0.9 + 0.3 * fbm(u * 4, v * 20, { seed: 3, octaves: 2 }));
    return;
  }
  const dust = fbm(u * 1.7, v * 1.7, { seed: skin.seed, octaves: 4 });
  dim(out, 1 + dust * 0.35);
  const row = Math.floor(v / 0.15);
  const fy = (v / 0.15) % 1;
  const left = 0.16 + 0.12 * randomCell(row, 2, skin.seed);
  const right = hit.w * (0.5 + 0.4 * randomCell(row, 3, skin.seed));
  if (row < 1 || v > hit.h - 0.2 || u < left || u > right || fy < 0.25 || fy > 0.75) return;
  const stroke = Math.abs(gradientNoise(u * 34, row * 5.1 + fy * 2.2, skin.seed + 4));
  tint(out, [0.75, 0.77, 0.74], 0.75 * (1 - smoothstep(0.05, 0.16, stroke)));
}

/** A heap of round wares: fruit, vegetables, buns. */
function paintFruit({ skin, u, v }: PaintJob, out: Surface): void {
  const side = 0.085 * skin.size;
  const row = Math.floor(v / (side * 0.86));
  const x = u / side + (row & 1) * 0.5;
  const column = Math.floor(x);
  const fx = x - column - 0.5;
  const fy = v / (side * 0.86) - row - 0.5;
  const d = length2(fx, fy) * 2;
  tint(out, skin.other, randomCell(column, row, skin.seed) ** 2 * 0.75);
  dim(out, clamp01(1.12 - 0.75 * d * d + fy * 0.5 - fx * 0.2) * 0.95 + 0.05);
  const shine = length2(fx + 0.16, fy - 0.2);
  tint(out, [0.9, 0.88, 0.8], 0.4 * (1 - smoothstep(0.03, 0.14, shine)));
}

function paintLeaves({ skin, u, v }: PaintJob, out: Surface): void {
  const broad = fbm(u * 5, v * 5, { seed: skin.seed, octaves: 2 });
  const leaf = fbm(u * 22, v * 22, { seed: skin.seed + 3, octaves: 2 });
  dim(out, 0.85 + broad * 0.6 + leaf * 0.55);
  tint(out, skin.other, clamp01(leaf * 0.8));
}

const GLAZES: readonly (readonly [number, number, number])[] = [
  [0.75, 0.7, 0.6],
  [0.42, 0.2, 0.1],
  [0.16, 0.32, 0.36],
  [0.6, 0.42, 0.14],
  [0.24, 0.34, 0.18],
  [0.55, 0.2, 0.16],
];

/** Open shelves with cups, jars and bottles. */
function paintJars(job: PaintJob, out: Surface): void {
  const { skin, hit, u, v } = job;
  const tall = 0.42 * skin.size;
  const row = Math.floor(v / tall);
  const up = v - row * tall;
  if (up < 0.035 || Math.min(u, hit.w - u) < 0.04) {
    const lip = up < 0.035 && up > 0.026 ? 1.3 : 1;
    paintAs(out, skin.color, lip * (0.9 + 0.2 * fbm(u * 2, v * 25, { seed: 4, octaves: 2 })));
    return;
  }
  paintAs(out, skin.other, 0.75 - 0.35 * smoothstep(0.15, tall, up));
  const slot = 0.19 * skin.size;
  const cell = Math.floor(u / slot);
  const hash = hashCell(cell, row, skin.seed);
  if ((hash & 7) === 0) return;
  const x = (u / slot - cell - 0.5) * 2;
  const high = tall * (0.3 + (((hash >> 4) & 15) / 15) * 0.42);
  const y = (up - 0.035) / high;
  if (y > 1) return;
  const bottle = (hash & 24) === 0;
  const half = bottle && y > 0.6 ? 0.22 : (y > 0.9 ? 0.5 : 0.66) - (y < 0.08 ? 0.08 : 0);
  if (Math.abs(x) > half) return;
  const round = x / half;
  const glaze = GLAZES[(hash >> 9) % GLAZES.length] ?? [0.6, 0.5, 0.4];
  paintAs(out, glaze, 1.05 - 0.5 * round * round - 0.25 * round);
  if (y > 0.84 && !bottle) dim(out, 0.6);
  if (Math.abs(round + 0.45) < 0.12) tint(out, [0.9, 0.9, 0.88], 0.35);
}

/** A pegboard with hanging tools. */
function paintTools({ skin, hit, u, v }: PaintJob, out: Surface): void {
  const edge = Math.min(u, hit.w - u, v, hit.h - v);
  dim(out, edge < 0.04 ? 0.7 : 0.95 + 0.08 * fbm(u * 8, v * 8, { seed: skin.seed, octaves: 2 }));
  const holes = length2(((u * 18) % 1) - 0.5, ((v * 18) % 1) - 0.5);
  if (edge > 0.06) dim(out, 1 - 0.45 * (1 - smoothstep(0.1, 0.2, holes)));
  const slot = 0.26;
  const column = Math.floor(u / slot);
  const row = Math.floor(v / 0.62);
  const hash = hashCell(column, row, skin.seed);
  const x = u - (column + 0.5) * slot;
  const y = v - (row + 0.12) * 0.62;
  const long = 0.24 + ((hash & 15) / 15) * 0.16;
  if (edge < 0.1 || y < 0 || y > long) return;
  const head = y > long - 0.08;
  const wide = head ? 0.03 + (((hash >> 5) & 7) / 7) * 0.055 : 0.016;
  if (Math.abs(x) > wide) return;
  const grip = y < long * 0.4;
  const handle = (hash & 256) > 0 ? ([0.5, 0.08, 0.05] as const) : ([0.4, 0.24, 0.1] as const);
  paintAs(out, grip ? handle : [0.36, 0.38, 0.41], 1.15 - (Math.abs(x) / wide) * 0.5);
}

function paintCloth({ skin, u, v }: PaintJob, out: Surface): void {
  const crease = fbm(u * 2.2, v * 1.4, { seed: skin.seed, octaves: 4 });
  dim(out, 1 + crease * 0.22);
  if (skin.other === skin.color) return;
  const wide = 0.2 * skin.size;
  const check = ((Math.floor(u / wide) & 1) + (Math.floor(v / wide) & 1)) * 0.32;
  tint(out, skin.other, check);
}

/** Doors and drawers with knobs. */
function paintCabinet({ skin, hit, u, v }: PaintJob, out: Surface): void {
  const doors = Math.max(1, Math.round(hit.w / 0.62));
  const x = ((hit.a * doors) % 1) * (hit.w / doors);
  const wide = hit.w / doors;
  const drawer = v > hit.h - 0.24 && hit.h > 0.6;
  const low = drawer ? hit.h - 0.22 : 0.08;
  const high = drawer ? hit.h - 0.03 : hit.h > 0.6 ? hit.h - 0.26 : hit.h - 0.03;
  const edge = Math.min(x - 0.02, wide - 0.02 - x, v - low, high - v);
  dim(out, 0.95 + 0.1 * fbm(u * 3, v * 1.2, { seed: skin.seed, octaves: 3 }));
  if (edge < 0) dim(out, 0.55);
  else if (edge > 0.055 && edge < 0.07) dim(out, 0.7);
  else if (edge < 0.008) dim(out, 1.2);
  const knobX = drawer ? wide / 2 : Math.floor(hit.a * doors) & 1 ? 0.09 : wide - 0.09;
  const knobY = drawer ? (low + high) / 2 : high - 0.14;
  if (length2(x - knobX, v - knobY) < 0.022) paintAs(out, skin.other, 1);
}

function paintScreen({ skin, hit, u, v }: PaintJob, out: Surface): void {
  const edge = Math.min(u, hit.w - u, v, hit.h - v);
  if (edge < 0.03) {
    paintAs(out, [0.05, 0.05, 0.06], 1);
    out.glow = 0;
    return;
  }
  const row = Math.floor(v / 0.045);
  const long = 0.25 + 0.6 * randomCell(row, 4, skin.seed);
  const line = hit.a > 0.1 && hit.a < long && (v / 0.045) % 1 > 0.5;
  const wave = Math.abs(hit.b - 0.75 - 0.1 * Math.sin(hit.a * 19)) < 0.02;
  paintAs(out, skin.color, line && hit.b < 0.6 ? 1 : wave ? 1.3 : 0.16);
}

const PAINTERS: Readonly<Record<string, (job: PaintJob, out: Surface) => void>> = {
  glow: paintGlow,
  shade: paintShade,
  picture: paintPicture,
  banner: paintBanner,
  stripes: paintStripes,
  chalkboard: paintChalk,
  fruit: paintFruit,
  leaves: paintLeaves,
  jars: paintJars,
  tools: paintTools,
  cloth: paintCloth,
  cabinet: paintCabinet,
  screen: paintScreen,
};
