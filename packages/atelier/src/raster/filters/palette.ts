import { type Bands, defineKernel } from '../kernel.ts';
import { length2 } from '../length.ts';
import { oklabToSrgb, srgbToOklab } from '../oklab.ts';
import type { Random } from '../random.ts';
import { createFloats, type Plane, type Raster } from '../raster.ts';
import { planesOf } from './tone.ts';

/** Colours as l,a,b triples of OKLab, one after the other. */
export type Palette = Float32Array;

/** What a palette is drawn from. */
export interface PaletteSource {
  readonly image: Raster;
  readonly character: Plane;
  readonly random: Random;
}

const SAMPLES = 3000;
const ROUNDS = 9;

/**
 * The `count` colours that stand for a picture best: k-means in OKLab with far-apart starts
 * (Arthur, Vassilvitskii 2007, "k-means++"). Half of the samples come from the character, so that
 * a small one keeps its own colours.
 */
export function pickPalette(source: PaletteSource, count: number): Palette {
  const samples = sampleColours(source);
  const palette = startColours(samples, count, source.random);
  const sums = new Float64Array(count * 4);
  for (let round = 0; round < ROUNDS; round++) {
    sums.fill(0);
    for (let s = 0; s < samples.length; s += 3) {
      const l = samples[s] as number;
      const a = samples[s + 1] as number;
      const b = samples[s + 2] as number;
      const k = nearest(palette, [l, a, b]) * 4;
      sums[k] = (sums[k] as number) + l;
      sums[k + 1] = (sums[k + 1] as number) + a;
      sums[k + 2] = (sums[k + 2] as number) + b;
      sums[k + 3] = (sums[k + 3] as number) + 1;
    }
    for (let k = 0; k < count; k++) {
      const n = sums[k * 4 + 3] as number;
      if (n === 0) continue;
      for (let c = 0; c < 3; c++) palette[k * 3 + c] = (sums[k * 4 + c] as number) / n;
    }
  }
  return palette;
}

/** OKLab triples of sRGB colours given as 0xrrggbb. */
export function paletteOf(colours: readonly number[]): Palette {
  const palette = createFloats(colours.length * 3);
  colours.forEach((colour, k) => {
    const rgb = [(colour >> 16) & 255, (colour >> 8) & 255, colour & 255].map((v) => v / 255);
    palette.set(srgbToOklab(rgb[0] ?? 0, rgb[1] ?? 0, rgb[2] ?? 0), k * 3);
  });
  return palette;
}

type Triple = readonly [number, number, number];

/** Index of the palette's colour nearest to an OKLab colour. */
export function nearest(palette: Palette, colour: Triple): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let k = 0; k < palette.length; k += 3) {
    const dl = (palette[k] as number) - colour[0];
    const da = (palette[k + 1] as number) - colour[1];
    const db = (palette[k + 2] as number) - colour[2];
    // Hue counts more than lightness: a palette should not turn red fur brown.
    const distance = dl * dl + 2.2 * (da * da + db * db);
    if (distance < least) {
      least = distance;
      best = k / 3;
    }
  }
  return best;
}

function sampleColours({ image, character, random }: PaletteSource): Float32Array {
  const size = image.width * image.height;
  const samples: number[] = [];
  let tries = 0;
  while (samples.length < SAMPLES * 3 && tries < SAMPLES * 30) {
    const i = Math.floor(random.next() * size);
    tries++;
    const wantInside = (samples.length / 3) % 2 === 1 && tries < SAMPLES * 20;
    if (wantInside && (character.data[i] as number) < 0.5) continue;
    const { r, g, b } = image;
    samples.push(...srgbToOklab(r[i] as number, g[i] as number, b[i] as number));
  }
  return Float32Array.from(samples);
}

function startColours(samples: Float32Array, count: number, random: Random): Palette {
  const palette = createFloats(count * 3);
  const total = samples.length / 3;
  const far = new Float64Array(total).fill(Number.POSITIVE_INFINITY);
  let chosen = Math.floor(random.next() * total);
  for (let k = 0; k < count; k++) {
    palette.set(samples.subarray(chosen * 3, chosen * 3 + 3), k * 3);
    let sum = 0;
    for (let s = 0; s < total; s++) {
      let distance = 0;
      for (let c = 0; c < 3; c++) {
        const d = (samples[s * 3 + c] as number) - (palette[k * 3 + c] as number);
        distance += d * d * (c === 0 ? 1 : 2.2);
      }
      far[s] = Math.min(far[s] as number, distance);
      sum += far[s] as number;
    }
    let left = random.next() * sum;
    for (chosen = 0; chosen < total - 1; chosen++) {
      left -= far[chosen] as number;
      if (left <= 0) break;
    }
  }
  return palette;
}

/** How a picture is drawn to a palette. */
export interface QuantiseOptions {
  readonly palette: Palette;
  readonly character: Plane;
  /** Share of the way to the palette outside and inside the character, 0..1. */
  readonly pull: number;
  readonly insidePull: number;
  /** Width of the blend between two colours, in OKLab units; .02 keeps edges soft by a pixel. */
  readonly soft: number;
}

/** Moves every pixel to a soft nearest of the palette's colours, in place, in OKLab. */
export function quantise(image: Raster, options: QuantiseOptions, bands: Bands): void {
  const { palette, pull, insidePull, soft } = options;
  const mask = options.character.data;
  const args = { image: planesOf(image), palette, mask, pull, insidePull, soft };
  bands.run(quantiseKernel, args, image.height);
}

interface QuantiseArgs {
  readonly image: Raster;
  readonly palette: Palette;
  readonly mask: Float32Array;
  readonly pull: number;
  readonly insidePull: number;
  readonly soft: number;
}

/** By how much more colour than the palette's a character may keep, as a share. */
const KEPT_VIVID = 0.6;

const quantiseKernel = defineKernel<QuantiseArgs>('filter/quantise', (args, y0, y1) => {
  const { image, palette, mask, soft } = args;
  const { r, g, b, width } = image;
  const distances = new Float64Array(palette.length / 3);
  for (let i = y0 * width; i < y1 * width; i++) {
    const lab = srgbToOklab(r[i] as number, g[i] as number, b[i] as number);
    let least = Number.POSITIVE_INFINITY;
    for (let k = 0; k < distances.length; k++) {
      const dl = (palette[k * 3] as number) - lab[0];
      const da = (palette[k * 3 + 1] as number) - lab[1];
      const db = (palette[k * 3 + 2] as number) - lab[2];
      const distance = Math.sqrt(dl * dl + 2.2 * (da * da + db * db));
      distances[k] = distance;
      if (distance < least) least = distance;
    }
    let l = 0;
    let a = 0;
    let bb = 0;
    let total = 0;
    for (let k = 0; k < distances.length; k++) {
      const over = ((distances[k] as number) - least) / soft;
      if (over >= 1) continue;
      const weight = (1 - over) * (1 - over);
      l += weight * (palette[k * 3] as number);
      a += weight * (palette[k * 3 + 1] as number);
      bb += weight * (palette[k * 3 + 2] as number);
      total += weight;
    }
    const inside = mask[i] as number;
    const pull = args.pull + (args.insidePull - args.pull) * inside;
    a = lab[1] + (a / total - lab[1]) * pull;
    bb = lab[2] + (bb / total - lab[2]) * pull;
    // A palette duller than the character gives it hue and tone, not its dullness.
    const lost = (1.05 * length2(lab[1], lab[2])) / Math.max(1e-4, length2(a, bb)) - 1;
    const vivid = 1 + inside * Math.max(0, Math.min(KEPT_VIVID, lost));
    const rgb = oklabToSrgb(lab[0] + (l / total - lab[0]) * pull, a * vivid, bb * vivid);
    r[i] = rgb[0];
    g[i] = rgb[1];
    b[i] = rgb[2];
  }
});
