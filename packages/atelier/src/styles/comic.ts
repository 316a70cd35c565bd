import { edgeSmooth } from '../raster/filters/edge-smooth.ts';
import { flowLines } from '../raster/filters/flow-lines.ts';
import { halftoneInk } from '../raster/filters/halftone.ts';
import { kuwahara } from '../raster/filters/kuwahara.ts';
import { lineLuma } from '../raster/filters/line-luma.ts';
import { silhouette } from '../raster/filters/outline.ts';
import { structureTensor } from '../raster/filters/structure-tensor.ts';
import { defineKernel } from '../raster/kernel.ts';
import { clamp01, smoothstep } from '../raster/noise.ts';
import { oklabToSrgb, srgbToOklab } from '../raster/oklab.ts';
import { createRaster, type Raster } from '../raster/raster.ts';
import { defineStyle } from './define-style.ts';

/** A comic page: flat colour in steps, Ben-Day dots in the half-tones, bold key lines. */
export const comic = defineStyle({
  id: 'comic',
  title: 'Comic',
  summary: 'Bold key lines, flat colour and Ben-Day dots on newsprint.',
  source:
    'Winnemöller, Olsen, Gooch 2006, "Real-Time Video Abstraction"; Winnemöller et al. 2012, ' +
    '"XDoG"; Ulichney 1987, "Digital Halftoning"',
  family: 'graphic',
  words: ['comic', 'comic book', 'graphic novel', 'superhero comic', 'ben-day', 'cartoon strip'],
  focusBlur: 0,
  params: {
    lines: { title: 'Weight of the key lines', min: 0.5, max: 2, default: 1 },
    dots: { title: 'Size of the dots', min: 0.5, max: 2, default: 1 },
  },
  render: ({ image, character, scale, params, bands, checkpoint }) => {
    const flow = structureTensor(image, { sigma: 2.4 * scale }, bands);
    const options = { flow, radius: 6.5 * scale, insideRadius: 3.4 * scale, character };
    const painted = kuwahara(image, options, bands);
    checkpoint();
    const flat = edgeSmooth(painted, { space: 34 * scale, range: 0.4 }, bands);
    const lines = flowLines(
      lineLuma(flat, { character, scale }, bands),
      {
        flow,
        sigma: 1.5 * scale * (params.lines ?? 1),
        strength: 24,
        level: 0.55,
        slope: 14,
        along: 5,
      },
      bands,
    );
    checkpoint();
    const rim = silhouette(character, 3.2 * scale * (params.lines ?? 1), bands);
    const out = createRaster(image.width, image.height);
    bands.run(
      pageKernel,
      {
        flat,
        lines: lines.data,
        rim: rim.data,
        character: character.data,
        out,
        cell: 7 * scale * (params.dots ?? 1),
      },
      image.height,
    );
    return out;
  },
});

interface PageArgs {
  readonly flat: Raster;
  readonly lines: Float32Array;
  readonly rim: Float32Array;
  readonly character: Float32Array;
  readonly out: Raster;
  readonly cell: number;
}

const STEPS = 4;

const pageKernel = defineKernel<PageArgs>('style/comic', (args, y0, y1) => {
  const { flat, out } = args;
  for (let y = y0; y < y1; y++) {
    for (let x = 0; x < out.width; x++) {
      const i = y * out.width + x;
      const m = args.character[i] as number;
      const [l, a, b] = srgbToOklab(flat.r[i] as number, flat.g[i] as number, flat.b[i] as number);
      const bright = 1 - (1 - l) * 0.92;
      // Between two flat steps the darker one comes as dots; finer ones on the character.
      const v = bright * STEPS;
      const step = Math.floor(v);
      const between = v - step;
      const screen = { cell: args.cell * (1 - 0.35 * m), angle: 0.52 };
      const dots = halftoneInk(screen, { x, y }, smoothstep(0.18, 0.82, 1 - between));
      const light = (step + 0.97) / STEPS;
      const dark = (step + 0.06) / STEPS;
      const stepped = light + (dark - light) * dots * (0.85 - 0.25 * m);
      const level = bright + (stepped - bright) * (0.72 - 0.22 * m);
      const rich = 1.32 - 0.16 * m;
      const [r, g, bl] = oklabToSrgb(Math.min(0.99, level), a * rich, b * rich);
      const drawn = Math.max(
        (1 - (args.lines[i] as number)) * (0.72 + 0.28 * m),
        args.rim[i] as number,
      );
      const ink = smoothstep(0.25, 0.75, drawn);
      out.r[i] = clamp01((r * 0.97 + 0.025) * (1 - ink) + 0.055 * ink);
      out.g[i] = clamp01((g * 0.965 + 0.02) * (1 - ink) + 0.045 * ink);
      out.b[i] = clamp01((bl * 0.93 + 0.015) * (1 - ink) + 0.07 * ink);
    }
  }
});
