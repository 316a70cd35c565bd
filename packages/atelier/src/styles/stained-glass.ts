import { edgeSmooth } from '../raster/filters/edge-smooth.ts';
import { flowLines } from '../raster/filters/flow-lines.ts';
import { lineLuma } from '../raster/filters/line-luma.ts';
import { silhouette } from '../raster/filters/outline.ts';
import { busyPlane } from '../raster/filters/strokes.ts';
import { structureTensor } from '../raster/filters/structure-tensor.ts';
import { lumaPlane } from '../raster/filters/tone.ts';
import { cellColours, growCells, scatterSites } from '../raster/filters/voronoi.ts';
import { defineKernel } from '../raster/kernel.ts';
import { clamp01, gradientNoise, randomCell, smoothstep } from '../raster/noise.ts';
import { oklabToSrgb, srgbToOklab } from '../raster/oklab.ts';
import { createRaster, type Raster } from '../raster/raster.ts';
import { defineStyle } from './define-style.ts';

/** A leaded window: glowing panes that follow the forms, features painted on the glass. */
export const stainedGlass = defineStyle({
  id: 'stained-glass',
  title: 'Stained glass',
  summary: 'Glowing panes in lead, with the features painted on the glass.',
  source:
    'Mould 2003, "A Stained Glass Image Filter"; Hausner 2001, "Simulating Decorative Mosaics"; ' +
    'Lloyd 1982, "Least Squares Quantization in PCM"',
  family: 'craft',
  words: ['stained glass', 'stained-glass', 'church window', 'leaded glass', 'tiffany'],
  focusBlur: 0,
  params: {
    pane: { title: 'Size of the panes', min: 0.6, max: 2, default: 1 },
    lead: { title: 'Width of the lead', min: 0.5, max: 2, default: 1 },
    glow: { title: 'Light behind the glass', min: 0, max: 1.5, default: 1 },
  },
  render: ({ image, character, scale, params, random, bands, checkpoint }) => {
    const seed = Math.floor(random.next() * 9973);
    const flow = structureTensor(image, { sigma: 3 * scale }, bands);
    const flat = edgeSmooth(image, { space: 16 * scale, range: 0.5 }, bands);
    const busy = busyPlane(flat, 7 * scale, bands);
    checkpoint();
    const pane = (params.pane ?? 1) * scale;
    const sites = scatterSites({
      character,
      spacing: (i, inside) =>
        (inside ? 17 : 44) * pane * (1 - 0.55 * Math.min(1, (busy.data[i] as number) * 9)),
      least: Math.max(3, 8 * pane),
      random: random.fork('panes'),
    });
    const cells = growCells(sites, { character, shape: 'round', flow, rounds: 2 }, bands);
    checkpoint();
    const lines = flowLines(
      lineLuma(flat, { character, scale }, bands),
      { flow, sigma: 1.2 * scale, strength: 20, level: 0.55, slope: 9, along: 5 },
      bands,
    );
    const rim = silhouette(character, 4.6 * scale * (params.lead ?? 1), bands);
    const out = createRaster(image.width, image.height);
    bands.run(
      windowKernel,
      {
        flat,
        luma: lumaPlane(flat, bands).data,
        colours: cellColours(flat, cells, sites.count),
        sites: sites.data,
        owner: cells.owner,
        border: cells.border.data,
        lines: lines.data,
        rim: rim.data,
        character: character.data,
        out,
        scale,
        seed,
        lead: params.lead ?? 1,
        glow: params.glow ?? 1,
      },
      image.height,
    );
    return out;
  },
});

interface WindowArgs {
  readonly flat: Raster;
  readonly luma: Float32Array;
  readonly colours: Float32Array;
  readonly sites: Float32Array;
  readonly owner: Int32Array;
  readonly border: Float32Array;
  readonly lines: Float32Array;
  readonly rim: Float32Array;
  readonly character: Float32Array;
  readonly out: Raster;
  readonly scale: number;
  readonly seed: number;
  readonly lead: number;
  readonly glow: number;
}

const windowKernel = defineKernel<WindowArgs>('style/stained-glass', (args, y0, y1) => {
  const { out, scale, seed, colours } = args;
  for (let y = y0; y < y1; y++) {
    for (let x = 0; x < out.width; x++) {
      const i = y * out.width + x;
      const m = args.character[i] as number;
      const s = args.owner[i] as number;
      const pr = colours[s * 3] as number;
      const pg = colours[s * 3 + 1] as number;
      const pb = colours[s * 3 + 2] as number;
      // Glass paint: inside the character the pane carries the light and dark of the picture.
      const mean = 0.2126 * pr + 0.7152 * pg + 0.0722 * pb;
      const paint = ((args.luma[i] as number) - mean) * (0.25 + 0.6 * m);
      const own = 0.5 * m;
      const [l, a, b] = srgbToOklab(
        clamp01(pr + own * ((args.flat.r[i] as number) - pr)),
        clamp01(pg + own * ((args.flat.g[i] as number) - pg)),
        clamp01(pb + own * ((args.flat.b[i] as number) - pb)),
      );
      const streak = gradientNoise(x / (34 * scale), y / (9 * scale), seed + s * 13);
      const pieces = randomCell(s, 3, seed) - 0.5;
      const lit = args.glow * (0.09 * (1 - m * 0.5) + 0.03 * streak);
      const level = l + paint + lit + 0.09 * pieces * (1 - 0.6 * m);
      const rich = 1.38 - 0.22 * m;
      const rgb = oklabToSrgb(clamp01(level), a * rich, b * rich);
      const lead = leadAt(args, i, m);
      const metal = 0.085 + 0.12 * lead.shine;
      out.r[i] = clamp01((rgb[0] ?? 0) * (1 - lead.cover) + metal * lead.cover);
      out.g[i] = clamp01((rgb[1] ?? 0) * (1 - lead.cover) + metal * lead.cover);
      out.b[i] = clamp01((rgb[2] ?? 0) * (1 - lead.cover) + (metal + 0.012) * lead.cover);
    }
  }
});

// Thick came between the panes of the ground, thin in the character, thickest on the outline.
function leadAt(args: WindowArgs, i: number, m: number): { cover: number; shine: number } {
  const { scale, lead } = args;
  const half = Math.max(0.55, (2.1 - 1.45 * m) * scale * lead);
  const away = args.border[i] as number;
  const came = (1 - smoothstep(half - 0.7, half + 0.7, away)) * (1 - 0.42 * m);
  const outline = smoothstep(0.3, 0.7, args.rim[i] as number);
  const drawn = 0.9 * smoothstep(0.25, 0.75, (1 - (args.lines[i] as number)) * (0.3 + 0.7 * m)) * m;
  const round = Math.max(0, 1 - away / Math.max(0.6, half));
  return { cover: Math.max(came, outline, drawn), shine: came > drawn ? round : 0.2 };
}
