import { edgeSmooth } from '../raster/filters/edge-smooth.ts';
import { nearest, type Palette, pickPalette } from '../raster/filters/palette.ts';
import { defineKernel } from '../raster/kernel.ts';
import { oklabToSrgb, srgbToOklab } from '../raster/oklab.ts';
import { createRaster, type Plane, type Raster } from '../raster/raster.ts';
import { resizePlane, resizeRaster } from '../raster/resample.ts';
import { defineStyle } from './define-style.ts';

/** Sixteen-bit game art: a coarse grid, few colours, ordered dither, a dark line round the hero. */
export const pixelArt = defineStyle({
  id: 'pixel-art',
  title: 'Pixel art',
  summary: 'A 16-bit game screen: few colours, ordered dither and a hero with an outline.',
  source:
    'Gerstner et al. 2012, "Pixelated Image Abstraction"; Bayer 1973, "An Optimum Method for ' +
    'Two-Level Rendition of Continuous-Tone Pictures"',
  family: 'graphic',
  words: ['pixel', 'pixel art', '8-bit', '8 bit', '16-bit', '16 bit', 'retro game', 'sprite'],
  focusBlur: 0,
  params: {
    grid: { title: 'Pixels along the long side', min: 96, max: 320, default: 204 },
    colors: { title: 'Colours', min: 8, max: 48, default: 32 },
    dither: { title: 'Dither', min: 0, max: 1.5, default: 0.7 },
  },
  render: ({ image, character, scale, params, random, bands, checkpoint }) => {
    const { width, height } = image;
    const calm = edgeSmooth(image, { space: 5 * scale, range: 0.5 }, bands);
    const long = Math.min(Math.round(params.grid ?? 204), Math.max(width, height));
    const share = long / Math.max(width, height);
    const size = {
      width: Math.max(1, Math.round(width * share)),
      height: Math.max(1, Math.round(height * share)),
    };
    const grid = resizeRaster(calm, size, bands);
    const mask = resizePlane(character, size, bands);
    checkpoint();
    bands.run(crispKernel, { image: grid, mask: mask.data }, size.height);
    const source = { image: grid, character: mask, random: random.fork('palette') };
    const palette = pickPalette(source, Math.round(params.colors ?? 32));
    const cells = createRaster(size.width, size.height);
    bands.run(
      cellKernel,
      { grid, cells, mask, palette, dither: params.dither ?? 0.7 },
      size.height,
    );
    const out = createRaster(width, height);
    bands.run(enlargeKernel, { cells, out }, height);
    return out;
  },
});

// Averaging greys a sprite: chroma and contrast are given back before colours are chosen.
const crispKernel = defineKernel<{ readonly image: Raster; readonly mask: Float32Array }>(
  'style/pixel-art-crisp',
  ({ image, mask }, y0, y1) => {
    const { r, g, b, width } = image;
    for (let i = y0 * width; i < y1 * width; i++) {
      const [l, a, bb] = srgbToOklab(r[i] as number, g[i] as number, b[i] as number);
      const rich = 1.2 - 0.12 * (mask[i] as number);
      const rgb = oklabToSrgb(Math.max(0, l + 0.12 * (l - 0.55)), a * rich, bb * rich);
      r[i] = rgb[0];
      g[i] = rgb[1];
      b[i] = rgb[2];
    }
  },
);

const BAYER = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5] as const;

interface CellArgs {
  readonly grid: Raster;
  readonly cells: Raster;
  readonly mask: Plane;
  readonly palette: Palette;
  readonly dither: number;
}

const cellKernel = defineKernel<CellArgs>('style/pixel-art-cells', (args, y0, y1) => {
  const { grid, cells, mask, palette } = args;
  const { width } = grid;
  for (let y = y0; y < y1; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const inside = (mask.data[i] as number) > 0.5;
      const [l, a, b] = srgbToOklab(grid.r[i] as number, grid.g[i] as number, grid.b[i] as number);
      const order = ((BAYER[(y & 3) * 4 + (x & 3)] ?? 0) + 0.5) / 16 - 0.5;
      const nudge = order * args.dither * (inside ? 0.022 : 0.075);
      const k = nearest(palette, [l + nudge, a, b]) * 3;
      const line = outlined(mask, x, y);
      const level = (palette[k] as number) * (1 - 0.68 * line);
      const rgb = oklabToSrgb(
        level,
        (palette[k + 1] as number) * (1 - 0.5 * line),
        (palette[k + 2] as number) * (1 - 0.5 * line),
      );
      cells.r[i] = rgb[0];
      cells.g[i] = rgb[1];
      cells.b[i] = rgb[2];
    }
  }
});

// 1 on the ground cells that touch the character: the outline lies outside, eating none of it.
function outlined(mask: Plane, x: number, y: number): number {
  const { width, height, data } = mask;
  const at = (px: number, py: number) =>
    px >= 0 && py >= 0 && px < width && py < height && (data[py * width + px] as number) > 0.5;
  if (at(x, y)) return 0;
  return at(x - 1, y) || at(x + 1, y) || at(x, y - 1) || at(x, y + 1) ? 1 : 0;
}

interface EnlargeArgs {
  readonly cells: Raster;
  readonly out: Raster;
}

const enlargeKernel = defineKernel<EnlargeArgs>('style/pixel-art', ({ cells, out }, y0, y1) => {
  for (let y = y0; y < y1; y++) {
    const row = Math.floor((y * cells.height) / out.height) * cells.width;
    for (let x = 0; x < out.width; x++) {
      const from = row + Math.floor((x * cells.width) / out.width);
      const i = y * out.width + x;
      out.r[i] = cells.r[from] as number;
      out.g[i] = cells.g[from] as number;
      out.b[i] = cells.b[from] as number;
    }
  }
});
