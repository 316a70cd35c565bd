import { edgeSmooth } from '../raster/filters/edge-smooth.ts';
import { nearest, type Palette, pickPalette } from '../raster/filters/palette.ts';
import { defineKernel } from '../raster/kernel.ts';
import { clamp01, randomCell, smoothstep } from '../raster/noise.ts';
import { oklabToSrgb, srgbToOklab } from '../raster/oklab.ts';
import { createRaster, type Raster } from '../raster/raster.ts';
import { resizePlane, resizeRaster } from '../raster/resample.ts';
import { defineStyle } from './define-style.ts';

/** Counted cross-stitch: twisted thread in crosses on evenweave, from a bought set of colours. */
export const crossStitch = defineStyle({
  id: 'cross-stitch',
  title: 'Cross-stitch',
  summary: 'Counted crosses of twisted thread on evenweave linen.',
  source:
    'Deussen, Isenberg 2013, "Halftoning and Stippling" (grid primitives); Gerstner et al. 2012, ' +
    '"Pixelated Image Abstraction"',
  family: 'craft',
  words: ['cross-stitch', 'cross stitch', 'embroidery', 'needlework', 'stitched', 'knitted'],
  focusBlur: 0,
  params: {
    stitches: { title: 'Stitches along the long side', min: 80, max: 220, default: 146 },
    colors: { title: 'Threads', min: 12, max: 64, default: 44 },
  },
  render: ({ image, character, scale, params, random, bands, checkpoint }) => {
    const { width, height } = image;
    const long = Math.max(width, height);
    const pitch = long / Math.min(Math.round(params.stitches ?? 146), Math.max(8, long / 4));
    const size = { width: Math.ceil(width / pitch), height: Math.ceil(height / pitch) };
    const calm = edgeSmooth(image, { space: 4 * scale, range: 0.5 }, bands);
    const grid = resizeRaster(calm, size, bands);
    const mask = resizePlane(character, size, bands);
    checkpoint();
    const palette = pickPalette(
      { image: grid, character: mask, random: random.fork('threads') },
      Math.round(params.colors ?? 44),
    );
    bands.run(threadKernel, { grid, mask: mask.data, palette }, size.height);
    const out = createRaster(width, height);
    const seed = Math.floor(random.next() * 9973);
    bands.run(stitchKernel, { grid, out, pitch, seed }, height);
    return out;
  },
});

interface ThreadArgs {
  readonly grid: Raster;
  readonly mask: Float32Array;
  readonly palette: Palette;
}

const threadKernel = defineKernel<ThreadArgs>('style/cross-stitch-threads', (args, y0, y1) => {
  const { grid, mask, palette } = args;
  for (let i = y0 * grid.width; i < y1 * grid.width; i++) {
    const [l, a, b] = srgbToOklab(grid.r[i] as number, grid.g[i] as number, grid.b[i] as number);
    const rich = 1.24 - 0.14 * (mask[i] as number);
    const k = nearest(palette, [l, a, b]) * 3;
    // Threads shade each other, so they are chosen a little lighter than the picture.
    const rgb = oklabToSrgb(
      Math.min(1, (palette[k] as number) * 0.95 + 0.055),
      (palette[k + 1] as number) * rich,
      (palette[k + 2] as number) * rich,
    );
    grid.r[i] = rgb[0];
    grid.g[i] = rgb[1];
    grid.b[i] = rgb[2];
  }
});

interface StitchArgs {
  readonly grid: Raster;
  readonly out: Raster;
  readonly pitch: number;
  readonly seed: number;
}

const stitchKernel = defineKernel<StitchArgs>('style/cross-stitch', (args, y0, y1) => {
  const { grid, out, pitch, seed } = args;
  for (let y = y0; y < y1; y++) {
    const cy = Math.min(grid.height - 1, Math.floor((y + 0.5) / pitch));
    const v = (y + 0.5) / pitch - cy - 0.5;
    for (let x = 0; x < out.width; x++) {
      const cx = Math.min(grid.width - 1, Math.floor((x + 0.5) / pitch));
      const u = (x + 0.5) / pitch - cx - 0.5;
      const i = y * out.width + x;
      const cell = cy * grid.width + cx;
      const loose = 0.05 * (randomCell(cx, cy, seed) - 0.5);
      const lower = thread((u - v) * Math.SQRT1_2 + loose, (u + v) * Math.SQRT1_2);
      const upper = thread((u + v) * Math.SQRT1_2 + loose, (u - v) * Math.SQRT1_2);
      const weave = linen({ x, y }, pitch, seed);
      const cover = Math.max(lower.cover, upper.cover);
      // The upper thread throws a shadow on the lower one where they cross.
      const shade = upper.cover > 0.3 ? upper.light : lower.light * (1 - 0.5 * upper.near);
      const bright = 0.96 + 0.07 * (randomCell(cx, cy, seed + 1) - 0.5);
      const dim = 1 - 0.3 * Math.max(lower.near, upper.near) * (1 - cover);
      out.r[i] = stitched(grid.r[cell] as number, [cover, shade * bright], 0.9 * weave * dim);
      out.g[i] = stitched(grid.g[cell] as number, [cover, shade * bright], 0.87 * weave * dim);
      out.b[i] = stitched(grid.b[cell] as number, [cover, shade * bright], 0.79 * weave * dim);
    }
  }
});

interface Strand {
  readonly cover: number;
  readonly light: number;
  /** 1 beside the strand: where its shadow falls. */
  readonly near: number;
}

// One diagonal: `across` and `along` in cells. Two twisted plies shine along their crests.
function thread(across: number, along: number): Strand {
  const half = 0.232;
  const end = smoothstep(0.72, 0.6, Math.abs(along));
  const cover = smoothstep(half, half - 0.06, Math.abs(across)) * end;
  const roll = across / half;
  const twist = 0.5 + 0.5 * Math.sin((along * 3.1 + roll * 0.42) * Math.PI * 2);
  const light =
    0.7 + 0.36 * Math.sqrt(Math.max(0, 1 - roll * roll)) - 0.1 * roll + 0.11 * twist - 0.1;
  return { cover, light, near: smoothstep(half + 0.16, half, Math.abs(across)) * end };
}

function linen({ x, y }: { x: number; y: number }, pitch: number, seed: number): number {
  const k = (2 * Math.PI) / (pitch / 2);
  const weave = 0.06 * Math.cos(x * k) + 0.06 * Math.cos(y * k);
  return 0.93 + weave + 0.04 * (randomCell(x >> 1, y >> 1, seed) - 0.5);
}

// The colour's own linen is tinted by the stitch: gaps between dark threads do not sparkle.
function stitched(colour: number, strand: readonly [number, number], linenLight: number): number {
  const [cover, light] = strand;
  const ground = linenLight * (0.28 + 0.72 * colour) * 0.86;
  return clamp01(colour * light * cover + ground * (1 - cover));
}
