import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Bands, serialBands } from '../raster/kernel.ts';
import { createRandom } from '../raster/random.ts';
import { createPlane, createRaster, type Raster } from '../raster/raster.ts';
import type { Style, StyleInput } from './define-style.ts';
import { resolveStyleParams } from './style-params.ts';

const GOLDEN = new URL('./style.golden.json', import.meta.url);
/** Mean absolute difference of a thumbnail, in 8-bit steps, that another machine may show. */
const TOLERANCE = 3;
const SEED = 7;

/** What every style promises, on a small drawn scene. */
export function styleCase(style: Style): void {
  describe(style.id, () => {
    const scene = drawScene(160, 128);
    const painted = style.render(inputFor(style, scene, serialBands));

    it('keeps the size and paints every pixel within 0..1', () => {
      expect([painted.width, painted.height]).toEqual([160, 128]);
      for (const plane of [painted.r, painted.g, painted.b]) {
        expect(plane.length).toBe(160 * 128);
        expect(plane.every((v) => v >= 0 && v <= 1)).toBe(true);
      }
    });

    it('leaves the picture it was given untouched', () => {
      const before = drawScene(160, 128);
      expect(sameBytes(scene.image, before.image)).toBe(true);
    });

    it('paints the same bytes for the same seed, however the rows are shared', () => {
      const again = style.render(inputFor(style, drawScene(160, 128), shuffledBands(7)));
      expect(sameBytes(painted, again)).toBe(true);
      const others = style.render(inputFor(style, drawScene(160, 128), shuffledBands(50)));
      expect(sameBytes(painted, others)).toBe(true);
    });

    promisesOfRange(style);

    it('looks as it did', () => {
      const thumb = thumbnail(painted);
      const golden = readGolden();
      if (process.env.UPDATE_GOLDEN) {
        writeGolden({ ...golden, [style.id]: Buffer.from(thumb).toString('base64') });
        return;
      }
      const known = golden[style.id];
      expect(known, 'no golden yet: run with UPDATE_GOLDEN=1 after looking at it').toBeDefined();
      const bytes = Buffer.from(known ?? '', 'base64');
      expect(bytes.length).toBe(thumb.length);
      const away = thumb.map((v, i) => Math.abs(v - (bytes[i] ?? 0)));
      expect(away.reduce((sum, v) => sum + v, 0) / away.length).toBeLessThan(TOLERANCE);
    });
  });
}

function promisesOfRange(style: Style): void {
  it('restyles a whole picture and a tiny one without a character', () => {
    for (const [width, height] of [
      [40, 24],
      [9, 17],
    ] as const) {
      const bare = drawScene(width, height);
      bare.character.data.fill(0);
      const input = { ...inputFor(style, bare, serialBands), box: null };
      const out = style.render(input);
      expect([...out.r, ...out.g, ...out.b].every((v) => v >= 0 && v <= 1)).toBe(true);
    }
  });

  it('survives both ends of every parameter', () => {
    for (const end of ['min', 'max'] as const) {
      const ends = Object.entries(style.params).map(([name, param]) => [name, param[end]]);
      const input = inputFor(style, drawScene(64, 48), serialBands);
      const out = style.render({ ...input, params: Object.fromEntries(ends) });
      expect([...out.r, ...out.g, ...out.b].every((v) => v >= 0 && v <= 1)).toBe(true);
    }
  });

  it('refuses parameters out of range or unknown', () => {
    for (const [name, param] of Object.entries(style.params)) {
      expect(() => resolveStyleParams(style, { [name]: param.max + 0.01 })).toThrow(RangeError);
      expect(() => resolveStyleParams(style, { [name]: Number.NaN })).toThrow(RangeError);
    }
    expect(() => resolveStyleParams(style, { nonsense: 1 })).toThrow(RangeError);
  });

  it('describes itself for the catalogue', () => {
    expect(style.id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(style.source).toMatch(/\d{4}/);
    expect(style.words.every((word) => word === word.toLowerCase())).toBe(true);
    if (style.family === 'line') expect(style.focusBlur).toBe(0);
  });
}

type Scene = Pick<StyleInput, 'image' | 'character' | 'depth' | 'box'>;

function inputFor(style: Style, scene: Scene, bands: Bands): StyleInput {
  return {
    ...scene,
    scale: Math.max(scene.image.width, scene.image.height) / 1024,
    params: resolveStyleParams(style),
    random: createRandom(SEED),
    bands,
    checkpoint: () => {},
  };
}

/** Rows in chunks, last chunk first: whoever reads what another chunk writes is found out. */
function shuffledBands(chunk: number): Bands {
  return {
    run(kernel, args, rows) {
      const starts: number[] = [];
      for (let y = 0; y < rows; y += chunk) starts.unshift(y);
      for (const y of starts) kernel.run(args, y, Math.min(rows, y + chunk));
    },
  };
}

// Sky, hill and a round character with two eyes: edges, gradients, flats and a pale on pale part.
function drawScene(width: number, height: number): Scene {
  const image = createRaster(width, height);
  const character = createPlane(width, height);
  const depth = createPlane(width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const u = x / width;
      const v = y / height;
      const hill = v > 0.6 + 0.08 * Math.sin(u * 9);
      const stripe = hill ? 0.08 * Math.sin(u * 90) * Math.sin(v * 70) : 0;
      let colour = hill ? [0.3 + stripe, 0.5 + stripe, 0.2] : [0.35 + v * 0.5, 0.6 + v * 0.3, 0.95];
      const off = Math.hypot((u - 0.45) / 0.2, (v - 0.55) / 0.32);
      const eye = Math.min(Math.hypot(u - 0.38, v - 0.45), Math.hypot(u - 0.52, v - 0.45)) < 0.03;
      const mask = Math.min(1, Math.max(0, (1 - off) * 24));
      const body = eye ? [0.05, 0.05, 0.08] : [0.93 - 0.3 * v, 0.55 - 0.2 * u, 0.25];
      colour = colour.map((c, k) => c + ((body[k] ?? 0) - c) * mask);
      image.r[i] = colour[0] ?? 0;
      image.g[i] = colour[1] ?? 0;
      image.b[i] = colour[2] ?? 0;
      character.data[i] = mask;
      depth.data[i] = mask > 0.5 ? 0.2 : hill ? 0.6 : 1;
    }
  }
  const box = {
    x: Math.round(width * 0.25),
    y: Math.round(height * 0.23),
    width: Math.round(width * 0.4),
    height: Math.round(height * 0.64),
  };
  return { image, character, depth, box };
}

function sameBytes(a: Raster, b: Raster): boolean {
  const planes = [
    [a.r, b.r],
    [a.g, b.g],
    [a.b, b.b],
  ] as const;
  return planes.every(([p, q]) => p.length === q.length && p.every((v, i) => v === q[i]));
}

const ACROSS = 16;
const DOWN = 13;

function thumbnail(image: Raster): number[] {
  const sums = new Float64Array(ACROSS * DOWN * 4);
  for (let y = 0; y < image.height; y++) {
    for (let x = 0; x < image.width; x++) {
      const cx = Math.floor((x * ACROSS) / image.width);
      const cy = Math.floor((y * DOWN) / image.height);
      const k = (cy * ACROSS + cx) * 4;
      const i = y * image.width + x;
      for (const [c, plane] of [image.r, image.g, image.b].entries()) {
        sums[k + c] = (sums[k + c] as number) + (plane[i] as number);
      }
      sums[k + 3] = (sums[k + 3] as number) + 1;
    }
  }
  return Array.from({ length: ACROSS * DOWN * 3 }, (_, n) => {
    const k = Math.floor(n / 3) * 4;
    return Math.round((255 * (sums[k + (n % 3)] as number)) / (sums[k + 3] as number));
  });
}

/** Thumbnails by style, each the base64 of its r,g,b bytes. */
type Golden = Record<string, string>;

function readGolden(): Golden {
  try {
    return JSON.parse(readFileSync(GOLDEN, 'utf8')) as Golden;
  } catch {
    return {};
  }
}

function writeGolden(golden: Golden): void {
  const sorted = Object.fromEntries(Object.entries(golden).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(GOLDEN, `${JSON.stringify(sorted, null, 2)}\n`);
}
