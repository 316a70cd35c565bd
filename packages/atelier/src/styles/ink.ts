import { edgeSmooth } from '../raster/filters/edge-smooth.ts';
import { flowLines } from '../raster/filters/flow-lines.ts';
import { groundHeight } from '../raster/filters/grain.ts';
import { hatchInk } from '../raster/filters/hatch.ts';
import { levelledLuma } from '../raster/filters/levels.ts';
import { lineLuma } from '../raster/filters/line-luma.ts';
import { silhouette } from '../raster/filters/outline.ts';
import { structureTensor } from '../raster/filters/structure-tensor.ts';
import { defineKernel } from '../raster/kernel.ts';
import { clamp01, smoothstep } from '../raster/noise.ts';
import { createRaster, type Raster } from '../raster/raster.ts';
import { defineStyle } from './define-style.ts';

/** Pen and ink: swelling contour lines, hatching that crosses where it is dark, spotted blacks. */
export const ink = defineStyle({
  id: 'ink',
  title: 'Pen and ink',
  summary: 'Swelling pen lines and cross-hatching on warm paper.',
  source:
    'Winnemöller, Kyprianidis, Olsen 2012, "XDoG: An eXtended difference-of-Gaussians"; ' +
    'Salisbury, Anderson, Barzel, Salesin 1994, "Interactive Pen-and-Ink Illustration"',
  family: 'line',
  monochrome: true,
  words: ['ink', 'pen and ink', 'ink drawing', 'line art', 'black and white drawing'],
  focusBlur: 0,
  params: {
    weight: { title: 'Weight of the lines', min: 0.5, max: 2, default: 1 },
    hatching: { title: 'Hatching', min: 0, max: 1.5, default: 1 },
  },
  render: ({ image, character, scale, params, random, bands, checkpoint }) => {
    const seed = Math.floor(random.next() * 9973);
    const flow = structureTensor(image, { sigma: 2.4 * scale }, bands);
    const calm = edgeSmooth(image, { space: 14 * scale, range: 0.5 }, bands);
    const luma = lineLuma(calm, { character, scale }, bands);
    checkpoint();
    const lines = flowLines(
      luma,
      {
        flow,
        sigma: 1.35 * scale * (params.weight ?? 1),
        strength: 23,
        level: 0.6,
        slope: 16,
        along: 5,
      },
      bands,
    );
    checkpoint();
    const rim = silhouette(character, 2.6 * scale, bands);
    const tone = levelledLuma(calm, { middle: 0.68, character }, bands);
    const paper = groundHeight(image, { ground: 'laid', size: 1.2 * scale, seed }, bands);
    const out = createRaster(image.width, image.height);
    bands.run(
      penKernel,
      {
        lines: lines.data,
        rim: rim.data,
        tone: tone.data,
        paper: paper.data,
        character: character.data,
        out,
        scale,
        seed,
        hatching: params.hatching ?? 1,
      },
      image.height,
    );
    return out;
  },
});

interface PenArgs {
  readonly lines: Float32Array;
  readonly rim: Float32Array;
  readonly tone: Float32Array;
  readonly paper: Float32Array;
  readonly character: Float32Array;
  readonly out: Raster;
  readonly scale: number;
  readonly seed: number;
  readonly hatching: number;
}

const penKernel = defineKernel<PenArgs>('style/ink', (args, y0, y1) => {
  const { out, scale, character } = args;
  for (let y = y0; y < y1; y++) {
    for (let x = 0; x < out.width; x++) {
      const i = y * out.width + x;
      const m = character[i] as number;
      const drawn = 1 - (args.lines[i] as number);
      const outline = 0.95 * (args.rim[i] as number);
      const hatch = args.hatching * hatchAt(args, { x, y, i, spacing: (6.4 - 1.6 * m) * scale });
      const wet = clamp01(Math.max(drawn, outline, Math.min(0.95, hatch)));
      const sheet = 1 + 0.05 * ((args.paper[i] as number) - 0.5);
      out.r[i] = clamp01((0.965 - 0.885 * wet) * sheet);
      out.g[i] = clamp01((0.945 - 0.865 * wet) * sheet);
      out.b[i] = clamp01((0.895 - 0.785 * wet) * sheet);
    }
  }
});

// One direction for half-shade, a second where it is darker, a third near black.
function hatchAt(args: PenArgs, at: { x: number; y: number; i: number; spacing: number }): number {
  const { seed } = args;
  const { spacing } = at;
  const dark = 1 - (args.tone[at.i] as number);
  const first = 0.62 * smoothstep(0.2, 0.72, dark);
  const second = 0.56 * smoothstep(0.55, 0.88, dark);
  const third = 0.8 * smoothstep(0.8, 0.99, dark);
  return Math.max(
    hatchInk({ angle: -0.86, spacing, seed }, at, first),
    second > 0 ? hatchInk({ angle: 0.62, spacing: spacing * 1.1, seed: seed + 3 }, at, second) : 0,
    third > 0 ? hatchInk({ angle: 1.45, spacing: spacing * 0.9, seed: seed + 6 }, at, third) : 0,
  );
}
