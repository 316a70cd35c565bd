import { type Bands, defineKernel } from '../kernel.ts';
import { fbm, gradientNoise, randomCell } from '../noise.ts';
import { createPlane, type Plane, type Raster } from '../raster.ts';

/** What the picture is painted on. */
export type Ground = 'cold-press' | 'canvas' | 'laid' | 'wood' | 'washi';

/** Which ground, how large its grain is in pixels, and its seed. */
export interface GroundSpec {
  readonly ground: Ground;
  readonly size: number;
  readonly seed: number;
}

/**
 * Height of a painting ground, about 0..1 around .5: cold-pressed paper as fractal noise with pits
 * (after Curtis et al. 1997), canvas as a weave, laid paper as chain lines, wood as rings.
 */
export function groundHeight(image: Raster, spec: GroundSpec, bands: Bands): Plane {
  const out = createPlane(image.width, image.height);
  bands.run(groundKernel, { ...spec, out: out.data, width: image.width }, image.height);
  return out;
}

interface GroundArgs extends GroundSpec {
  readonly out: Float32Array;
  readonly width: number;
}

const groundKernel = defineKernel<GroundArgs>('filter/ground', (args, y0, y1) => {
  const { out, width, ground, size, seed } = args;
  const height = heightOf(ground);
  for (let y = y0; y < y1; y++) {
    for (let x = 0; x < width; x++) out[y * width + x] = height(x / size, y / size, seed);
  }
});

function heightOf(ground: Ground): (x: number, y: number, seed: number) => number {
  switch (ground) {
    case 'cold-press':
      return coldPress;
    case 'canvas':
      return canvas;
    case 'laid':
      return laid;
    case 'wood':
      return wood;
    case 'washi':
      return washi;
    default:
      return ground satisfies never;
  }
}

function coldPress(x: number, y: number, seed: number): number {
  const bumps = gradientNoise(x / 2.4, y / 2.4, seed);
  const fine = gradientNoise(x / 1.1, y / 1.1, seed + 7);
  return 0.5 + 0.34 * bumps - 0.2 * bumps * bumps + 0.26 * fine;
}

function canvas(x: number, y: number, seed: number): number {
  const wander = 0.6 * gradientNoise(x / 14, y / 14, seed);
  const u = (x + wander) / 3;
  const v = (y + wander) / 3;
  const over = (Math.floor(u) + Math.floor(v)) & 1;
  const thread = over ? Math.abs(Math.sin(u * Math.PI)) : Math.abs(Math.sin(v * Math.PI));
  return 0.28 + 0.46 * thread + 0.16 * gradientNoise(x / 1.3, y / 1.3, seed + 3);
}

function laid(x: number, y: number, seed: number): number {
  const wander = 0.8 * gradientNoise(x / 30, y / 30, seed);
  const lines = Math.sin(((y + wander) / 3) * Math.PI * 2);
  const chains = Math.abs(Math.sin(((x + wander) / 46) * Math.PI)) < 0.04 ? 0.1 : 0;
  return 0.5 + 0.12 * lines + 0.3 * gradientNoise(x / 1.6, y / 1.6, seed + 5) - chains;
}

function wood(x: number, y: number, seed: number): number {
  const drift = fbm(x / 90, y / 22, { seed, octaves: 2 });
  const ring = Math.sin((y / 4.5 + drift * 7) * 2);
  const pores = gradientNoise(x / 18, y / 0.9, seed + 11);
  return 0.5 + 0.18 * ring + 0.3 * pores;
}

function washi(x: number, y: number, seed: number): number {
  const u = x + 9 * gradientNoise(x / 40, y / 40, seed);
  const v = y + 9 * gradientNoise(x / 40, y / 40, seed + 1);
  const fibre = gradientNoise(u / 22, v / 1.4, seed + 9) + gradientNoise(u / 1.5, v / 19, seed + 4);
  return 0.5 + 0.18 * fibre + 0.12 * (randomCell(x | 0, y | 0, seed) - 0.5);
}
