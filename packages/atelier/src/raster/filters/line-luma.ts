import { type Bands, defineKernel } from '../kernel.ts';
import { createPlane, type Plane, type Raster } from '../raster.ts';
import { normalisedLuma } from './tone.ts';

/** What is drawn and how large a pixel is. */
export interface LineLumaSpec {
  readonly character: Plane;
  /** Long side / 1024. */
  readonly scale: number;
}

/**
 * The luminance that lines are drawn on: locally normalised, and outside the character cleared of
 * bright specks by a grey-scale opening (Serra 1982), because a flake, a star or a far flower would
 * come out as a ring.
 */
export function lineLuma(image: Raster, spec: LineLumaSpec, bands: Bands): Plane {
  const { width, height } = image;
  const luma = normalisedLuma(image, 11 * spec.scale, bands);
  const one = createPlane(width, height);
  const two = createPlane(width, height);
  const reach = Math.max(1, Math.round(4.5 * spec.scale));
  const size = { width, height, reach };
  bands.run(extremeRows, { from: luma.data, to: one.data, ...size, sign: 1 }, height);
  bands.run(extremeColumns, { from: one.data, to: two.data, ...size, sign: 1 }, height);
  bands.run(extremeRows, { from: two.data, to: one.data, ...size, sign: -1 }, height);
  bands.run(extremeColumns, { from: one.data, to: two.data, ...size, sign: -1 }, height);
  const args = { luma: luma.data, opened: two.data, mask: spec.character.data, width };
  bands.run(keepInside, args, height);
  return luma;
}

interface ExtremeArgs {
  readonly from: Float32Array;
  readonly to: Float32Array;
  readonly width: number;
  readonly height: number;
  readonly reach: number;
  /** 1 = the least of the neighbours, -1 = the greatest. */
  readonly sign: number;
}

const extremeRows = defineKernel<ExtremeArgs>('filter/extreme-rows', (args, y0, y1) => {
  const { from, to, width, reach, sign } = args;
  for (let y = y0; y < y1; y++) {
    const row = y * width;
    for (let x = 0; x < width; x++) {
      const last = row + Math.min(width - 1, x + reach);
      let best = sign * (from[row + x] as number);
      for (let i = row + Math.max(0, x - reach); i <= last; i++) {
        const v = sign * (from[i] as number);
        if (v < best) best = v;
      }
      to[row + x] = sign * best;
    }
  }
});

const extremeColumns = defineKernel<ExtremeArgs>('filter/extreme-columns', (args, y0, y1) => {
  const { from, to, width, height, reach, sign } = args;
  for (let y = y0; y < y1; y++) {
    const row = y * width;
    const first = Math.max(0, y - reach);
    const last = Math.min(height - 1, y + reach);
    for (let x = 0; x < width; x++) to[row + x] = from[first * width + x] as number;
    for (let near = first + 1; near <= last; near++) {
      for (let x = 0; x < width; x++) {
        const v = from[near * width + x] as number;
        if (sign * v < sign * (to[row + x] as number)) to[row + x] = v;
      }
    }
  }
});

interface KeepArgs {
  readonly luma: Float32Array;
  readonly opened: Float32Array;
  readonly mask: Float32Array;
  readonly width: number;
}

const keepInside = defineKernel<KeepArgs>('filter/keep-inside', (args, y0, y1) => {
  const { luma, opened, mask, width } = args;
  for (let i = y0 * width; i < y1 * width; i++) {
    const open = opened[i] as number;
    luma[i] = open + ((luma[i] as number) - open) * (mask[i] as number);
  }
});
