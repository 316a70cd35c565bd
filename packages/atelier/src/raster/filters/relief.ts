import { type Bands, defineKernel } from '../kernel.ts';
import { randomCell } from '../noise.ts';
import { createPlane, type Plane, type Raster } from '../raster.ts';
import { planesOf } from './tone.ts';

/** White noise of square grains `size` pixels wide, 0..1: raw material for `smearAlong`. */
export function whiteNoise(
  size: { readonly width: number; readonly height: number },
  spec: { readonly size: number; readonly seed: number },
  bands: Bands,
): Plane {
  const out = createPlane(size.width, size.height);
  bands.run(whiteKernel, { out: out.data, width: out.width, ...spec }, out.height);
  return out;
}

interface WhiteArgs {
  readonly out: Float32Array;
  readonly width: number;
  readonly size: number;
  readonly seed: number;
}

const whiteKernel = defineKernel<WhiteArgs>('filter/white', (args, y0, y1) => {
  const { out, width, size, seed } = args;
  for (let y = y0; y < y1; y++) {
    const v = Math.floor(y / size);
    for (let x = 0; x < width; x++) {
      out[y * width + x] = randomCell(Math.floor(x / size), v, seed);
    }
  }
});

/** How strongly a height plane catches the light. */
export interface ReliefOptions {
  readonly height: Plane;
  /** Brightness change per unit of slope. */
  readonly strength: number;
  /** Strength where `character` is 1, as a share; 1 by default. */
  readonly inside?: number;
  readonly character?: Plane;
  /** Pixels between the two heights compared: 1 = the finest relief. */
  readonly reach?: number;
}

/** Lights a picture as paint of the given height, lamp at the upper left (Hertzmann 2002). */
export function lightRelief(image: Raster, options: ReliefOptions, bands: Bands): void {
  bands.run(
    reliefKernel,
    {
      image: planesOf(image),
      height: options.height.data,
      strength: options.strength,
      inside: options.inside ?? 1,
      character: options.character?.data ?? null,
      reach: options.reach ?? 1,
    },
    image.height,
  );
}

interface ReliefArgs {
  readonly image: Raster;
  readonly height: Float32Array;
  readonly strength: number;
  readonly inside: number;
  readonly character: Float32Array | null;
  readonly reach: number;
}

const reliefKernel = defineKernel<ReliefArgs>('filter/relief', (args, y0, y1) => {
  const { image, height, strength, inside, character, reach } = args;
  const { r, g, b, width } = image;
  for (let y = y0; y < y1; y++) {
    const up = Math.max(0, y - reach) * width;
    const down = Math.min(image.height - 1, y + reach) * width;
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const left = Math.max(0, x - reach);
      const right = Math.min(width - 1, x + reach);
      const slope =
        (height[y * width + right] as number) -
        (height[y * width + left] as number) +
        1.3 * ((height[down + x] as number) - (height[up + x] as number));
      const mask = character === null ? 0 : (character[i] as number);
      const lit = slope * strength * (1 + (inside - 1) * mask);
      const soft = lit / (1 + Math.abs(lit) * 1.6);
      r[i] = lightened(r[i] as number, soft);
      g[i] = lightened(g[i] as number, soft);
      b[i] = lightened(b[i] as number, soft);
    }
  }
});

// Brighter towards white, darker towards black, never outside.
function lightened(value: number, lit: number): number {
  return lit > 0 ? value + (1 - value) * lit * 0.55 : value * (1 + lit * 0.8);
}
