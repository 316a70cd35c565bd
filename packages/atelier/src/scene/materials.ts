import { length2 } from '../raster/length.ts';
import { clamp01, fbm, randomCell, smoothstep } from '../raster/noise.ts';
import { paintDecor } from './materials-decor.ts';
import { paintMasonry } from './materials-masonry.ts';
import { dim, type PaintJob, paintAs, type Surface, tint } from './surface.ts';

/** Paints a place with its skin's material. */
export function paintSurface(job: PaintJob, out: Surface): void {
  const { skin } = job;
  out.glow = skin.glow;
  out.gloss = skin.gloss;
  paintAs(out, skin.color, 1);
  const paint = PAINTERS[skin.material];
  if (paint) paint(job, out);
  else if (!paintMasonry(job, out)) paintDecor(job, out);
}

function paintPlain({ hit, u, v, px, skin }: PaintJob, out: Surface): void {
  const edge = Math.min(u, hit.w - u, v, hit.h - v);
  const bevel = hit.w > 0.1 && hit.h > 0.03 ? 1 + 0.16 * (1 - smoothstep(0.004, 0.014, edge)) : 1;
  dim(out, bevel * (1 + 0.05 * fbm(u * 6, v * 6, { seed: skin.seed, octaves: 2, width: px * 3 })));
}

function paintPlanks({ skin, u, v, px }: PaintJob, out: Surface): void {
  const wide = 0.17 * skin.size;
  const row = Math.floor(u / wide);
  const shift = randomCell(row, 1, skin.seed) * 3;
  const long = 2.1 * skin.size;
  const board = Math.floor((v + shift) / long);
  const across = u - row * wide;
  const along = v + shift - board * long;
  const tone = 0.78 + 0.4 * randomCell(row, board, skin.seed + 2);
  const fade = clamp01(0.05 / (px + 0.02));
  const offset = row * 7.3 + board * 3.1;
  const spec = { seed: skin.seed + 3, octaves: 3, width: px * 15 };
  const grain = fbm(across * 34 + offset, along * 1.6, spec);
  dim(out, tone * (1 + grain * 0.2 * fade));
  const gap = Math.min(across, wide - across, (long - along) * 0.8, along * 0.8);
  const seam = 1 - smoothstep(0.002, 0.006 + px * 0.7, gap);
  dim(out, 1 - 0.55 * seam * clamp01(0.02 / (px + 0.004)));
  out.gloss = skin.gloss * (0.75 + 0.3 * grain) * (1 - seam * 0.7);
}

function paintWood({ skin, hit, u, v, px }: PaintJob, out: Surface): void {
  const lengthwise = hit.w > hit.h;
  const along = (lengthwise ? u : v) + skin.seed * 1.7;
  const across = lengthwise ? v : u;
  const spec = { seed: skin.seed, octaves: 3, width: px * 12 };
  const grain = fbm(across * 26 + along * 0.4, along * 1.3, spec);
  const edge = Math.min(u, hit.w - u, v, hit.h - v);
  const bevel = 0.24 * (1 - smoothstep(0.004, 0.018, edge));
  dim(out, 0.96 + grain * 0.24 + bevel);
}

function paintPlaster({ skin, u, v, px }: PaintJob, out: Surface): void {
  const broad = fbm(u * 0.7, v * 0.7, { seed: skin.seed, octaves: 3 });
  const fine = fbm(u * 9, v * 9, { seed: skin.seed + 4, octaves: 2, width: px * 4 });
  dim(out, 1 + broad * 0.12 + fine * 0.045);
}

const BINDINGS: readonly (readonly [number, number, number])[] = [
  [0.3, 0.05, 0.04],
  [0.06, 0.14, 0.22],
  [0.07, 0.17, 0.09],
  [0.36, 0.2, 0.08],
  [0.42, 0.33, 0.2],
  [0.14, 0.08, 0.05],
  [0.26, 0.1, 0.16],
  [0.08, 0.2, 0.22],
  [0.5, 0.42, 0.3],
];

/** A bookcase: boards, uprights and rows of books of many heights. */
function paintBooks(job: PaintJob, out: Surface): void {
  const { skin, u, v, hit } = job;
  const tall = 0.38 * skin.size;
  const bay = 1.15 * skin.size;
  const bays = Math.max(1, Math.round(hit.w / bay));
  const across = (hit.a * bays) % 1;
  const wide = hit.w / bays;
  const post = Math.min(across, 1 - across) * wide;
  const plinth = 0.16;
  const row = Math.floor((v - plinth) / tall);
  const up = v - plinth - row * tall;
  const wood = 0.8 + 0.2 * fbm(u * 3 + v * 30, v * 3 + u * 2, { seed: skin.seed, octaves: 2 });
  if (post < 0.035 || v < plinth || up < 0.032 || v > hit.h - 0.12) {
    const lip = up < 0.032 && up > 0.024 ? 1.35 : post > 0.028 ? 1.25 : 1;
    paintAs(out, skin.color, wood * lip);
    return;
  }
  paintAs(out, skin.other, 0.28);
  const shelf = row * 31 + Math.floor(hit.a * bays) * 7;
  const slot = 0.052 * skin.size;
  const edges = { slot, shelf, seed: skin.seed + 5 };
  const x = across * wide;
  let book = Math.floor(x / slot + 0.5);
  if (x < bookEdge(edges, book)) book--;
  const left = bookEdge(edges, book);
  const width = bookEdge(edges, book + 1) - left;
  paintBook(job, { f: (x - left) / width, up, book, shelf, room: tall - 0.032, width }, out);
}

function bookEdge(at: { slot: number; shelf: number; seed: number }, book: number): number {
  return at.slot * (book + (randomCell(book, at.shelf, at.seed) - 0.5) * 0.7);
}

interface BookSpot {
  readonly f: number;
  readonly up: number;
  readonly book: number;
  readonly shelf: number;
  readonly room: number;
  readonly width: number;
}

function paintBook({ skin }: PaintJob, spot: BookSpot, out: Surface): void {
  const { f, book, shelf, room } = spot;
  const chance = randomCell(book, shelf, skin.seed);
  const height = room * (0.62 + 0.3 * randomCell(book, shelf, skin.seed + 1));
  const up = spot.up - 0.032;
  if (chance > 0.955 || up > height) {
    dim(out, 1 - 0.5 * smoothstep(0, 0.12, up - height));
    return;
  }
  const hue = Math.floor(randomCell(book, shelf, skin.seed + 2) * BINDINGS.length);
  const round = 1 - 0.55 * (2 * f - 1) ** 2;
  const tone = 0.45 + 0.5 * randomCell(book, shelf, skin.seed + 3);
  paintAs(out, BINDINGS[hue] ?? [0.3, 0.2, 0.1], tone * round);
  const t = up / height;
  const band = Math.abs(t - 0.16) < 0.018 || Math.abs(t - 0.84) < 0.018;
  const label = chance < 0.45 && t > 0.58 && t < 0.74 && Math.abs(f - 0.5) < 0.34;
  if (band || label) tint(out, [0.62, 0.44, 0.17], 0.62 * round);
  // The board above shades the books' tops.
  dim(out, 1 - 0.38 * smoothstep(room * 0.45, room, up));
}

function paintRug({ skin, hit, u, v, px }: PaintJob, out: Surface): void {
  const edge = Math.min(u, hit.w - u, v, hit.h - v);
  const x = (hit.a - 0.5) * 2;
  const y = (hit.b - 0.5) * 2;
  const weave = 0.92 + 0.14 * fbm(u * 30, v * 30, { seed: skin.seed, octaves: 2, width: px * 14 });
  if (edge < 0.05) paintAs(out, skin.other, 0.8);
  else if (edge < 0.22) {
    const step = Math.abs((((u + v) * 7) % 1) - 0.5) < 0.22;
    paintAs(out, step ? skin.other : skin.color, step ? 1 : 0.55);
  } else if (edge < 0.26) paintAs(out, skin.other, 1.1);
  else {
    const diamond = Math.abs(x) * 1.1 + Math.abs(y);
    const ring = Math.abs(diamond - 0.62) < 0.035 || Math.abs(diamond - 0.3) < 0.025;
    const dots = length2(((u * 2.6) % 1) - 0.5, ((v * 2.6) % 1) - 0.5) < 0.13 && diamond > 0.7;
    if (ring || dots) paintAs(out, skin.other, 0.9);
    else if (diamond < 0.3) paintAs(out, skin.other, 0.35);
  }
  dim(out, weave);
}

function paintCurtain({ skin, hit, u, v }: PaintJob, out: Surface): void {
  const sway = fbm(u * 0.8, v * 0.35, { seed: skin.seed, octaves: 2 });
  const wave = Math.sin((u * 15) / skin.size + sway * 3.4);
  const fold = 0.5 + 0.5 * wave;
  const deep = 0.3 + 0.75 * fold ** 1.4;
  dim(out, deep * (0.9 + 0.1 * Math.sin(u * 47 + sway * 9)));
  const sheen = Math.max(0, wave) ** 6 * 0.22;
  tint(out, skin.other, sheen);
  if (v < 0.1 && hit.h > 1.5 && skin.other !== skin.color) tint(out, skin.other, 0.5 * fold);
}

const PAINTERS: Readonly<Record<string, (job: PaintJob, out: Surface) => void>> = {
  planks: paintPlanks,
  wood: paintWood,
  plaster: paintPlaster,
  books: paintBooks,
  rug: paintRug,
  curtain: paintCurtain,
  metal: (job, out) => dim(out, 0.8 + 0.45 * clamp01(job.hit.b)),
  plain: paintPlain,
};
