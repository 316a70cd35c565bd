import { gaussianBlur } from '../raster/blur.ts';
import { edgeSmooth } from '../raster/filters/edge-smooth.ts';
import { flowLines, smearAlong } from '../raster/filters/flow-lines.ts';
import { groundHeight } from '../raster/filters/grain.ts';
import { levelledLuma } from '../raster/filters/levels.ts';
import { lineLuma } from '../raster/filters/line-luma.ts';
import { silhouette } from '../raster/filters/outline.ts';
import { whiteNoise } from '../raster/filters/relief.ts';
import { structureTensor } from '../raster/filters/structure-tensor.ts';
import { defineKernel } from '../raster/kernel.ts';
import { clamp01, smoothstep } from '../raster/noise.ts';
import { createRaster, type Raster } from '../raster/raster.ts';
import { defineStyle } from './define-style.ts';

/** Charcoal on laid paper: smudged masses, broken strokes with the form, lifted highlights. */
export const charcoal = defineStyle({
  id: 'charcoal',
  title: 'Charcoal',
  summary: 'Smudged masses and broken velvet-black strokes with lifted lights.',
  source:
    'Majumder, Gopi 2002, "Hardware Accelerated Real Time Charcoal Rendering"; ' +
    'Mao, Nagasaka, Imamiya 2001, "Automatic Generation of Pencil Drawing Using LIC"',
  family: 'line',
  monochrome: true,
  words: ['charcoal', 'charcoal drawing', 'conté', 'conte', 'smudged'],
  focusBlur: 0,
  params: {
    weight: { title: 'Pressure', min: 0.5, max: 1.5, default: 1 },
    smudge: { title: 'Smudging', min: 0, max: 1.5, default: 1 },
  },
  render: ({ image, character, scale, params, random, bands, checkpoint }) => {
    const seed = Math.floor(random.next() * 9973);
    const drift = { wavelength: 380 * scale, seed };
    const flow = structureTensor(image, { sigma: 3.2 * scale, drift }, bands);
    const calm = edgeSmooth(image, { space: 12 * scale, range: 0.5 }, bands);
    const lines = flowLines(
      lineLuma(calm, { character, scale }, bands),
      { flow, sigma: 2.1 * scale, strength: 17, level: 0.56, slope: 3 },
      bands,
    );
    checkpoint();
    const rim = silhouette(character, 3.4 * scale, bands);
    const tone = levelledLuma(calm, { middle: 0.58, character }, bands);
    const rubbed = gaussianBlur(tone, 5 * (params.smudge ?? 1) * scale + 0.5, bands);
    const noise = whiteNoise(image, { size: Math.max(1, 2.2 * scale), seed }, bands);
    const grain = smearAlong(noise, { flow, reach: 15 * scale, step: 2 * scale }, bands);
    checkpoint();
    const paper = groundHeight(image, { ground: 'laid', size: 1.35 * scale, seed }, bands);
    const out = createRaster(image.width, image.height);
    bands.run(
      coalKernel,
      {
        lines: lines.data,
        rim: rim.data,
        tone: tone.data,
        rubbed: rubbed.data,
        grain: grain.data,
        paper: paper.data,
        character: character.data,
        out,
        weight: params.weight ?? 1,
      },
      image.height,
    );
    return out;
  },
});

interface CoalArgs {
  readonly lines: Float32Array;
  readonly rim: Float32Array;
  readonly tone: Float32Array;
  readonly rubbed: Float32Array;
  readonly grain: Float32Array;
  readonly paper: Float32Array;
  readonly character: Float32Array;
  readonly out: Raster;
  readonly weight: number;
}

const coalKernel = defineKernel<CoalArgs>('style/charcoal', (args, y0, y1) => {
  const { out, character } = args;
  for (let i = y0 * out.width; i < y1 * out.width; i++) {
    const m = character[i] as number;
    const tooth = (args.paper[i] as number) - 0.5;
    const streak = 2.4 * ((args.grain[i] as number) - 0.5);
    const dark = (1 - (args.tone[i] as number)) * args.weight;
    const soft = (1 - (args.rubbed[i] as number)) * args.weight;
    // A rubbed-in mass below, dragged strokes that skip over the paper's laid lines above.
    const smudge = 0.66 * Math.min(dark + 0.25, soft) ** 1.3;
    const grip = smoothstep(-0.22, 0.3, dark - 0.42 + streak * (0.5 - 0.18 * m) + tooth * 0.9);
    const drag = 0.9 * grip * smoothstep(0.12, 0.8, dark);
    const edge = (1 - (args.lines[i] as number)) * (0.85 + 0.5 * tooth);
    const outline = 0.7 * (args.rim[i] as number) * (0.8 + 1.4 * tooth + 0.5 * streak);
    const coal = clamp01(Math.max(smudge, drag, 0.9 * edge, outline) + 0.1 * tooth * soft);
    const lifted = smoothstep(0.88, 1, args.tone[i] as number) * 0.1 * (0.6 + m * 0.4);
    const sheet = 0.91 + 0.045 * tooth + lifted;
    const kept = 1 - 0.93 * coal;
    out.r[i] = clamp01(sheet * (0.075 + 0.925 * kept));
    out.g[i] = clamp01(sheet * (0.073 + 0.905 * kept));
    out.b[i] = clamp01(sheet * (0.074 + 0.855 * kept));
  }
});
