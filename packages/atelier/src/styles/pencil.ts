import { edgeSmooth } from '../raster/filters/edge-smooth.ts';
import { flowLines, smearAlong } from '../raster/filters/flow-lines.ts';
import { groundHeight } from '../raster/filters/grain.ts';
import { levelledLuma } from '../raster/filters/levels.ts';
import { lineLuma } from '../raster/filters/line-luma.ts';
import { silhouette } from '../raster/filters/outline.ts';
import { whiteNoise } from '../raster/filters/relief.ts';
import { constantFlow, structureTensor } from '../raster/filters/structure-tensor.ts';
import { defineKernel } from '../raster/kernel.ts';
import { clamp01, smoothstep } from '../raster/noise.ts';
import { createRaster, type Raster } from '../raster/raster.ts';
import { defineStyle } from './define-style.ts';

/** Graphite: soft contour lines, shading strokes over the tooth of the paper, kept highlights. */
export const pencil = defineStyle({
  id: 'pencil',
  title: 'Pencil',
  summary: 'A graphite drawing with directional shading on toothed paper.',
  source:
    'Mao, Nagasaka, Imamiya 2001, "Automatic Generation of Pencil Drawing Using LIC"; ' +
    'Winnemöller, Kyprianidis, Olsen 2012, "XDoG"',
  family: 'line',
  monochrome: true,
  words: ['pencil', 'graphite', 'pencil sketch', 'sketch', 'drawing'],
  focusBlur: 0,
  params: {
    darkness: { title: 'Softness of the lead', min: 0.4, max: 1.6, default: 1 },
    shading: { title: 'Shading', min: 0, max: 1.5, default: 1 },
  },
  render: ({ image, character, scale, params, random, bands, checkpoint }) => {
    const seed = Math.floor(random.next() * 9973);
    const flow = structureTensor(image, { sigma: 2 * scale }, bands);
    const calm = edgeSmooth(image, { space: 8 * scale, range: 0.5 }, bands);
    const lines = flowLines(
      lineLuma(calm, { character, scale }, bands),
      { flow, sigma: 1.15 * scale, strength: 24, level: 0.55, slope: 4 },
      bands,
    );
    checkpoint();
    const rim = silhouette(character, 1.8 * scale, bands);
    const tone = levelledLuma(calm, { middle: 0.66, character }, bands);
    const grains = whiteNoise(image, { size: Math.max(1, 1.5 * scale), seed }, bands);
    const reach = 17 * scale;
    const slant = constantFlow(image, -0.95);
    const cross = constantFlow(image, -0.35);
    const first = smearAlong(grains, { flow: slant, reach, step: 1.4 * scale }, bands);
    const second = smearAlong(grains, { flow: cross, reach, step: 1.4 * scale }, bands);
    checkpoint();
    const paper = groundHeight(image, { ground: 'cold-press', size: 0.8 * scale, seed }, bands);
    const out = createRaster(image.width, image.height);
    bands.run(
      graphiteKernel,
      {
        lines: lines.data,
        rim: rim.data,
        tone: tone.data,
        first: first.data,
        second: second.data,
        paper: paper.data,
        character: character.data,
        out,
        darkness: params.darkness ?? 1,
        shading: params.shading ?? 1,
      },
      image.height,
    );
    return out;
  },
});

interface GraphiteArgs {
  readonly lines: Float32Array;
  readonly rim: Float32Array;
  readonly tone: Float32Array;
  readonly first: Float32Array;
  readonly second: Float32Array;
  readonly paper: Float32Array;
  readonly character: Float32Array;
  readonly out: Raster;
  readonly darkness: number;
  readonly shading: number;
}

const graphiteKernel = defineKernel<GraphiteArgs>('style/pencil', (args, y0, y1) => {
  const { out, character } = args;
  for (let i = y0 * out.width; i < y1 * out.width; i++) {
    const m = character[i] as number;
    const tooth = (args.paper[i] as number) - 0.5;
    const dark = (1 - (args.tone[i] as number)) * args.shading;
    // Strokes are ridges of smeared noise; the darker the tone, the more of them take graphite.
    const ridge = 2.6 * ((args.first[i] as number) - 0.5) + 0.5 * tooth;
    const ridge2 = 2.6 * ((args.second[i] as number) - 0.5) + 0.5 * tooth;
    const grip = 0.34 + 0.1 * m;
    const single = smoothstep(-grip, grip, dark * 0.98 - 0.36 + ridge * (0.62 - 0.22 * m));
    const double = smoothstep(-grip, grip, dark * 1.05 - 0.72 + ridge2 * 0.5);
    const shade = Math.min(0.9, 0.5 * single * smoothstep(0.04, 0.5, dark) + 0.5 * double * dark);
    const line = (1 - (args.lines[i] as number)) * (0.72 + 0.2 * m) * (1 - 0.5 * tooth);
    const outline = 0.62 * (args.rim[i] as number) * (1 - 0.5 * tooth);
    const lead = Math.min(0.93, Math.max(line, outline) + shade * (1 - 0.7 * line));
    const kept = 1 - clamp01(lead * args.darkness);
    const sheet = 0.965 + 0.03 * tooth;
    // Graphite is a cool grey on slightly warm paper.
    out.r[i] = clamp01(sheet * (0.13 + 0.87 * kept));
    out.g[i] = clamp01(sheet * (0.135 + 0.86 * kept));
    out.b[i] = clamp01(sheet * (0.15 + 0.825 * kept));
  }
});
