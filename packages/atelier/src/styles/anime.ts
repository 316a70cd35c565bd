import { blurRaster } from '../raster/blur.ts';
import { edgeSmooth } from '../raster/filters/edge-smooth.ts';
import { flowLines } from '../raster/filters/flow-lines.ts';
import { kuwahara } from '../raster/filters/kuwahara.ts';
import { lineLuma } from '../raster/filters/line-luma.ts';
import { silhouette } from '../raster/filters/outline.ts';
import { structureTensor } from '../raster/filters/structure-tensor.ts';
import { halveRaster } from '../raster/filters/tone.ts';
import { defineKernel } from '../raster/kernel.ts';
import { smoothstep } from '../raster/noise.ts';
import { oklabToSrgb, srgbToOklab } from '../raster/oklab.ts';
import { createRaster, type Raster } from '../raster/raster.ts';
import { resizeRaster } from '../raster/resample.ts';
import { defineStyle } from './define-style.ts';

/** A cel over a painted background: flat tones and clean coloured lines, light spilling softly. */
export const anime = defineStyle({
  id: 'anime',
  title: 'Anime',
  summary: 'A cel-shaded character with clean lines before a painted background.',
  source:
    'Winnemöller, Olsen, Gooch 2006, "Real-Time Video Abstraction"; Kang, Lee, Chui 2007, ' +
    '"Coherent Line Drawing"; Gastal, Oliveira 2011, "Domain Transform"',
  family: 'painted',
  words: ['anime', 'cel', 'cel shaded', 'cel-shading', 'manga colour', 'ghibli', 'cartoon'],
  focusBlur: 0.0012,
  params: {
    tones: { title: 'Tones', min: 3, max: 10, default: 5 },
    lines: { title: 'Strength of the lines', min: 0, max: 1, default: 0.85 },
    light: { title: 'Spill of light', min: 0, max: 1.5, default: 0.7 },
  },
  render: ({ image, character, scale, params, bands, checkpoint }) => {
    const { width, height } = image;
    const flow = structureTensor(image, { sigma: 2.2 * scale }, bands);
    const rim = silhouette(character, 2.2 * scale, bands);
    const options = { flow, radius: 6.5 * scale, insideRadius: 3.6 * scale, character };
    const painted = kuwahara(image, options, bands);
    checkpoint();
    const flat = edgeSmooth(painted, { space: 30 * scale, range: 0.42 }, bands);
    const lines = flowLines(
      lineLuma(flat, { character, scale }, bands),
      { flow, sigma: 1.3 * scale, strength: 26, level: 0.5, slope: 9, along: 5 },
      bands,
    );
    checkpoint();
    const small = halveRaster(halveRaster(flat, bands), bands);
    const spill = resizeRaster(blurRaster(small, 7 * scale, bands), { width, height }, bands);
    const out = createRaster(width, height);
    bands.run(
      celKernel,
      {
        flat,
        painted,
        spill,
        lines: lines.data,
        rim: rim.data,
        character: character.data,
        out,
        tones: params.tones ?? 5,
        ink: params.lines ?? 0.85,
        light: params.light ?? 0.7,
      },
      height,
    );
    return out;
  },
});

interface CelArgs {
  readonly flat: Raster;
  readonly painted: Raster;
  readonly spill: Raster;
  readonly lines: Float32Array;
  readonly rim: Float32Array;
  readonly character: Float32Array;
  readonly out: Raster;
  readonly tones: number;
  readonly ink: number;
  readonly light: number;
}

const celKernel = defineKernel<CelArgs>('style/anime', (args, y0, y1) => {
  const { flat, painted, spill, character, out } = args;
  for (let i = y0 * out.width; i < y1 * out.width; i++) {
    const m = character[i] as number;
    // The background keeps some of its brushwork, the cel is flat.
    const keep = 0.4 * (1 - m);
    const [l, a, b] = srgbToOklab(
      between(flat.r, painted.r, i, keep),
      between(flat.g, painted.g, i, keep),
      between(flat.b, painted.b, i, keep),
    );
    const stepped = soften(l, args.tones + (1 - m) * 3, 12 - 7 * (1 - m));
    const share = 0.35 + 0.5 * m;
    const lifted = l + (stepped - l) * share;
    const bright = lifted + 0.055 * (1 - lifted) * (1 - m) + 0.02 * m;
    const rich = 1.18 - 0.08 * m;
    const drawn = 1 - (args.lines[i] as number);
    const outline = 0.75 * (args.rim[i] as number);
    const ink = args.ink * Math.max(drawn * (0.3 + 0.62 * m), outline);
    // Lines are a dark version of what they border, never plain black.
    const dark = Math.max(0, bright * 0.3 - 0.02);
    const [r, g, bl] = oklabToSrgb(bright + (dark - bright) * ink, a * rich, b * rich);
    const glow = args.light * (0.34 - 0.2 * m);
    out.r[i] = screen(r, glow, spill.r[i] as number);
    out.g[i] = screen(g, glow, spill.g[i] as number);
    out.b[i] = screen(bl, glow, spill.b[i] as number);
  }
});

function between(a: Float32Array, b: Float32Array, ...at: [number, number]): number {
  const [i, t] = at;
  return (a[i] as number) + ((b[i] as number) - (a[i] as number)) * t;
}

// Soft luminance quantisation: tanh steps (Winnemöller 2006, section 3.4).
function soften(l: number, tones: number, sharp: number): number {
  const v = l * tones;
  const step = Math.floor(v + 0.5);
  return (step + 0.5 * Math.tanh(sharp * (v - step))) / tones;
}

function screen(value: number, share: number, light: number): number {
  const lit = share * light * smoothstep(0.45, 0.95, light);
  return 1 - (1 - value) * (1 - lit);
}
