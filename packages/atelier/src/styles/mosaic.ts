import { edgeSmooth } from '../raster/filters/edge-smooth.ts';
import { liftGround } from '../raster/filters/lift-ground.ts';
import { busyPlane } from '../raster/filters/strokes.ts';
import { structureTensor } from '../raster/filters/structure-tensor.ts';
import { cellColours, growCells, SITE, scatterSites } from '../raster/filters/voronoi.ts';
import { defineKernel } from '../raster/kernel.ts';
import { clamp01, gradientNoise, randomCell, smoothstep } from '../raster/noise.ts';
import { oklabToSrgb, srgbToOklab } from '../raster/oklab.ts';
import { createRaster, type Raster } from '../raster/raster.ts';
import { defineStyle } from './define-style.ts';

/** Roman mosaic: square tesserae in rows along every contour, small ones for the character. */
export const mosaic = defineStyle({
  id: 'mosaic',
  title: 'Mosaic',
  summary: 'Stone tesserae laid in rows along every contour.',
  source: 'Hausner 2001, "Simulating Decorative Mosaics"',
  family: 'craft',
  words: ['mosaic', 'roman mosaic', 'tiles', 'tesserae', 'byzantine'],
  focusBlur: 0,
  params: {
    tile: { title: 'Size of the tiles', min: 0.6, max: 2, default: 1 },
    grout: { title: 'Width of the grout', min: 0.3, max: 2, default: 1 },
  },
  render: ({ image, character, scale, params, random, bands, checkpoint }) => {
    const seed = Math.floor(random.next() * 9973);
    const drift = { wavelength: 420 * scale, seed };
    const flow = structureTensor(image, { sigma: 5 * scale, drift }, bands);
    const flat = edgeSmooth(image, { space: 5 * scale, range: 0.5 }, bands);
    // Stone and glass are never as dark as a night.
    liftGround(flat, { character, middle: 0.46 }, bands);
    const busy = busyPlane(flat, 6 * scale, bands);
    checkpoint();
    const tile = (params.tile ?? 1) * scale;
    const sites = scatterSites({
      character,
      spacing: (i, inside) =>
        (inside ? 6.4 : 13) * tile * (1 - 0.3 * Math.min(1, (busy.data[i] as number) * 9)),
      least: Math.max(2.2, 4.4 * tile),
      random: random.fork('tiles'),
    });
    const cells = growCells(sites, { character, shape: 'square', flow, rounds: 4 }, bands);
    checkpoint();
    const out = createRaster(image.width, image.height);
    bands.run(
      tileKernel,
      {
        flat,
        colours: cellColours(flat, cells, sites.count),
        sites: sites.data,
        owner: cells.owner,
        border: cells.border.data,
        character: character.data,
        out,
        scale,
        seed,
        grout: params.grout ?? 1,
      },
      image.height,
    );
    return out;
  },
});

interface TileArgs {
  readonly flat: Raster;
  readonly colours: Float32Array;
  readonly sites: Float32Array;
  readonly owner: Int32Array;
  readonly border: Float32Array;
  readonly character: Float32Array;
  readonly out: Raster;
  readonly scale: number;
  readonly seed: number;
  readonly grout: number;
}

const tileKernel = defineKernel<TileArgs>('style/mosaic', (args, y0, y1) => {
  const { out, scale, seed, sites, colours } = args;
  for (let y = y0; y < y1; y++) {
    for (let x = 0; x < out.width; x++) {
      const i = y * out.width + x;
      const s = args.owner[i] as number;
      const m = sites[s * SITE + 3] as number;
      const pick = randomCell(s, 1, seed);
      const tilt = randomCell(s, 2, seed) - 0.5;
      const [l, a, b] = srgbToOklab(
        colours[s * 3] as number,
        colours[s * 3 + 1] as number,
        colours[s * 3 + 2] as number,
      );
      // Each stone is cut from another lump, and leans a little, so that it shades across.
      const dx = (x - (sites[s * SITE] as number)) / (9 * scale);
      const dy = (y - (sites[s * SITE + 1] as number)) / (9 * scale);
      const lean = 0.045 * (tilt * dx + (pick - 0.5) * dy) - 0.02 * (dx + dy);
      const vein = 0.02 * gradientNoise(x / (3 * scale), y / (3 * scale), seed + s);
      // Inside the character a stone keeps some of the light and dark that falls on it.
      const mean = 0.2126 * (colours[s * 3] as number) + 0.7152 * (colours[s * 3 + 1] as number);
      const local = 0.2126 * (args.flat.r[i] as number) + 0.7152 * (args.flat.g[i] as number);
      const detail = 0.62 * m * (local - mean);
      const uneven = (pick - 0.5) * (0.085 - 0.045 * m);
      const rich = 1.16 + 0.1 * m;
      const rgb = oklabToSrgb(
        clamp01(l + uneven + lean + vein + detail + 0.015),
        a * rich,
        b * rich,
      );
      const half = (0.95 - 0.5 * m) * scale * args.grout;
      const away = args.border[i] as number;
      const stone = smoothstep(half - 0.55, half + 0.55, away);
      const bevel = 1 - smoothstep(half, half + 2.2 * scale, away);
      const shade = 1 - 0.2 * bevel * (0.4 + 0.6 * clamp01(0.5 + (dx + dy) * 0.8));
      const sand = 0.03 * (randomCell(x, y, seed) - 0.5);
      // Grout is toned to the stones, as a restorer would: pale grout turns a night scene grey.
      const bed = 0.12 + 0.34 * l + sand;
      out.r[i] = clamp01(bed * 1.04 * (1 - stone) + (rgb[0] ?? 0) * shade * stone);
      out.g[i] = clamp01(bed * (1 - stone) + (rgb[1] ?? 0) * shade * stone);
      out.b[i] = clamp01(bed * 0.92 * (1 - stone) + (rgb[2] ?? 0) * shade * stone);
    }
  }
});
