import { Resvg } from '@resvg/resvg-js';
import { fromInterleaved } from '../codec/decode-image.ts';
import type { CutOut } from '../cutout/cut-out.ts';
import { boxOf } from '../cutout/mask-shape.ts';
import type { SubjectWish } from '../prompt/find-subjects.ts';
import { oklabToSrgb, srgbToOklab } from '../raster/oklab.ts';
import { type Box, createFloats, type RasterA } from '../raster/raster.ts';
import { srgb } from '../scene/color.ts';
import { drawFigure, isHeadOnly } from './bodies.ts';
import { icons } from './icons.gen.ts';
import type { NounKind } from './nouns.ts';

/** Busts: people whose icon ends at the chest, so the picture's edge must cut them too. */
const BUSTS = new Set(
  `astronaut cook scientist farmer artist singer pilot detective police-officer firefighter teacher
student construction-worker mechanic guard ninja santa-claus man-mage woman-mage woman-elf
woman-vampire zombie princess prince`.split(/\s+/),
);

/** Height beside other things, by kind. */
const STATURE: Readonly<Record<NounKind, number>> = {
  animal: 0.8,
  sea: 0.8,
  person: 1,
  fantasy: 1,
  space: 1,
  vehicle: 1.05,
  food: 0.45,
  object: 0.55,
};

/** Things drawn from the vocabulary, side by side; null when nothing is known. */
export function drawSubjects(wishes: readonly SubjectWish[], height: number): CutOut | null {
  const stature = (wish: SubjectWish) => STATURE[wish.noun.kind] * wish.size;
  const tallest = Math.max(...wishes.map(stature));
  const drawn = wishes.flatMap((wish) => {
    const one = drawOne(wish, Math.max(48, Math.round((height * stature(wish)) / tallest)));
    if (!one) return [];
    // Several of a kind look this way and that.
    return Array.from({ length: wish.count }, (_, at) => (at % 2 === 1 ? mirrored(one) : one));
  });
  if (drawn.length === 0) return null;
  const rgba = drawn.length === 1 ? (drawn[0] as RasterA) : sideBySide(drawn);
  const box = boxOf({ width: rgba.width, height: rgba.height, data: rgba.a }) as Box;
  // One bust is enough: its cut edge must lie on the picture's own.
  const touchesBottom = wishes.some((wish) => BUSTS.has(wish.noun.icon));
  return { rgba, method: 'alpha', confidence: 1, box, touchesBottom };
}

function drawOne(wish: SubjectWish, height: number): RasterA | null {
  const icon = icons[wish.noun.icon];
  if (!icon) return null;
  const whole = isHeadOnly(wish.noun.icon);
  const body = whole ? drawFigure(wish.noun.icon, icon.body, icon.size) : icon.body;
  const view = whole ? '0 0 128 176' : `0 0 ${icon.size} ${icon.size}`;
  const names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"';
  const svg = `<svg ${names} viewBox="${view}">${body}</svg>`;
  const image = new Resvg(svg, { fitTo: { mode: 'height', value: height } }).render();
  const picture = fromPremultiplied(image.pixels, image.width, image.height);
  if (wish.color) recolor(picture, wish.color);
  return cropped(picture);
}

function fromPremultiplied(pixels: Uint8Array, width: number, height: number): RasterA {
  const picture = fromInterleaved(pixels, { width, height, channels: 4 });
  for (let i = 0; i < picture.a.length; i++) {
    const alpha = picture.a[i] as number;
    if (alpha === 0 || alpha === 1) continue;
    picture.r[i] = Math.min(1, (picture.r[i] as number) / alpha);
    picture.g[i] = Math.min(1, (picture.g[i] as number) / alpha);
    picture.b[i] = Math.min(1, (picture.b[i] as number) / alpha);
  }
  return picture;
}

/**
 * Gives the wished colour to the subject's main colour: pixels keep their own lightness relative to
 * the main one, and eyes, teeth and outlines, which are far from it, stay as they are.
 */
function recolor(picture: RasterA, hex: string): void {
  const [tl, ta, tb] = srgbToOklab(...srgb(hex));
  const main = mainColor(picture);
  for (let i = 0; i < picture.a.length; i++) {
    if ((picture.a[i] as number) === 0) continue;
    const [l, a, b] = srgbToOklab(
      picture.r[i] as number,
      picture.g[i] as number,
      picture.b[i] as number,
    );
    const distance = Math.hypot((l - main[0]) * 0.55, a - main[1], b - main[2]);
    const share = Math.max(0, Math.min(1, (0.24 - distance) / 0.08));
    if (share === 0) continue;
    const light = Math.max(0.08, Math.min(0.97, tl + (l - main[0]) * 0.9));
    const to = oklabToSrgb(light, ta, tb);
    picture.r[i] = (picture.r[i] as number) * (1 - share) + to[0] * share;
    picture.g[i] = (picture.g[i] as number) * (1 - share) + to[1] * share;
    picture.b[i] = (picture.b[i] as number) * (1 - share) + to[2] * share;
  }
}

/** The most frequent colour, from a coarse OKLab histogram. */
function mainColor(picture: RasterA): [number, number, number] {
  const bins = new Map<string, [number, number, number, number]>();
  for (let i = 0; i < picture.a.length; i += 7) {
    if ((picture.a[i] as number) < 0.9) continue;
    const lab = srgbToOklab(picture.r[i] as number, picture.g[i] as number, picture.b[i] as number);
    // Near-black is outline and pupil; it is never what "a blue cat" means.
    if (lab[0] < 0.2) continue;
    const key = lab.map((v) => Math.round(v * 9)).join();
    const bin = bins.get(key) ?? [0, 0, 0, 0];
    bins.set(key, [bin[0] + lab[0], bin[1] + lab[1], bin[2] + lab[2], bin[3] + 1]);
  }
  let best: [number, number, number, number] = [0.7, 0, 0, 1];
  for (const bin of bins.values()) if (bin[3] > best[3]) best = bin;
  return [best[0] / best[3], best[1] / best[3], best[2] / best[3]];
}

function cropped(picture: RasterA): RasterA {
  const box = boxOf({ width: picture.width, height: picture.height, data: picture.a });
  if (box === null) return picture;
  return paste([{ picture, box, x: 0, y: 0 }], box.width, box.height);
}

function mirrored(picture: RasterA): RasterA {
  const { width, height } = picture;
  const turn = (from: Float32Array) => {
    const to = createFloats(from.length);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        to[y * width + x] = from[(y + 1) * width - 1 - x] as number;
      }
    }
    return to;
  };
  const { r, g, b, a } = picture;
  return { width, height, r: turn(r), g: turn(g), b: turn(b), a: turn(a) };
}

function sideBySide(parts: readonly RasterA[]): RasterA {
  const height = Math.max(...parts.map((part) => part.height));
  const gap = Math.round(height * 0.06);
  let x = 0;
  const placed = parts.map((part) => {
    const box = { x: 0, y: 0, width: part.width, height: part.height };
    const one = { picture: part, box, x, y: height - part.height };
    x += part.width + gap;
    return one;
  });
  return paste(placed, x - gap, height);
}

interface Part {
  readonly picture: RasterA;
  readonly box: Box;
  readonly x: number;
  readonly y: number;
}

function paste(parts: readonly Part[], width: number, height: number): RasterA {
  const blank = () => createFloats(width * height);
  const out: RasterA = { width, height, r: blank(), g: blank(), b: blank(), a: blank() };
  for (const { picture, box, x, y } of parts) {
    for (let row = 0; row < box.height; row++) {
      const from = (box.y + row) * picture.width + box.x;
      const to = (y + row) * width + x;
      for (const key of ['r', 'g', 'b', 'a'] as const) {
        out[key].set(picture[key].subarray(from, from + box.width), to);
      }
    }
  }
  return out;
}
