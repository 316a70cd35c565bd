import { groundHeight } from '../raster/filters/grain.ts';
import { paintStrokes } from '../raster/filters/stroke-paint.ts';
import { busyPlane, planStrokes, type StrokeLayer } from '../raster/filters/strokes.ts';
import { structureTensor } from '../raster/filters/structure-tensor.ts';
import { defineKernel } from '../raster/kernel.ts';
import { clamp01 } from '../raster/noise.ts';
import { createPlane, createRaster, type Raster } from '../raster/raster.ts';
import { defineStyle } from './define-style.ts';

/** Soft pastel: broad chalk dragged over toned, toothed paper that shows between the strokes. */
export const pastel = defineStyle({
  id: 'pastel',
  title: 'Soft pastel',
  summary: 'Dry chalk strokes glowing on toned paper.',
  source:
    'Hertzmann 1998, "Painterly Rendering with Curved Brush Strokes of Multiple Sizes"; ' +
    'Rudolf, Mould, Neufeld 2003, "Simulating Wax Crayons" (grain of the paper)',
  family: 'painted',
  words: ['pastel', 'soft pastel', 'chalk', 'oil pastel', 'crayon', 'degas'],
  focusBlur: 0.001,
  params: {
    grain: { title: 'Tooth of the paper', min: 0, max: 1.5, default: 1 },
    stroke: { title: 'Stroke size', min: 0.5, max: 2, default: 1 },
  },
  render: ({ image, character, scale, params, random, bands, checkpoint }) => {
    const size = (params.stroke ?? 1) * scale;
    const seed = Math.floor(random.next() * 1e9);
    const drift = { wavelength: 500 * scale, seed };
    const flow = structureTensor(image, { sigma: 3.5 * scale, drift }, bands);
    const busy = busyPlane(image, 6 * scale, bands);
    const paper = groundHeight(image, { ground: 'cold-press', size: 1.05 * scale, seed }, bands);
    checkpoint();
    const rich = createRaster(image.width, image.height);
    const sheet = createRaster(image.width, image.height);
    bands.run(
      tonedKernel,
      { image: { ...image }, rich, sheet, paper: paper.data, character: character.data },
      image.height,
    );
    const scene = { image: rich, flow, character, busy, random: random.fork('strokes') };
    const plan = planStrokes(scene, layersFor(size), bands);
    checkpoint();
    const canvas = { image: sheet, height: createPlane(image.width, image.height), character };
    const bare = 0.36 * (params.grain ?? 1);
    paintStrokes(
      canvas,
      { plan, brush: { bristle: 0.5, dryness: 0.25, opacity: 0.86, tooth: paper, bare } },
      bands,
    );
    return sheet;
  },
});

function layersFor(size: number): StrokeLayer[] {
  const layer = (radius: number, spacing: number, detail: number): StrokeLayer => ({
    radius: Math.max(0.8, radius * size),
    spacing,
    length: 8,
    detail,
    insideBonus: Math.min(0.055, detail),
    jitter: 0.12,
    angle: null,
  });
  return [layer(10, 2, 0), layer(6, 1.8, 0), layer(3.2, 1.4, 0.022), layer(1.7, 1.2, 0.055)];
}

interface TonedArgs {
  readonly image: Raster;
  readonly rich: Raster;
  readonly sheet: Raster;
  readonly paper: Float32Array;
  readonly character: Float32Array;
}

// A warm grey sheet with a first rubbed-in layer of colour; chalk itself is paler and purer.
const tonedKernel = defineKernel<TonedArgs>('style/pastel', (args, y0, y1) => {
  const { image, rich, sheet, paper, character } = args;
  for (let i = y0 * image.width; i < y1 * image.width; i++) {
    const red = image.r[i] as number;
    const green = image.g[i] as number;
    const blue = image.b[i] as number;
    const grey = 0.3 * red + 0.59 * green + 0.11 * blue;
    const m = character[i] as number;
    const purer = 1.3 - 0.22 * m;
    const lift = 0.09 - 0.04 * m;
    rich.r[i] = clamp01(lift + (1 - lift) * (grey + (red - grey) * purer));
    rich.g[i] = clamp01(lift + (1 - lift) * (grey + (green - grey) * purer));
    rich.b[i] = clamp01(lift + (1 - lift) * (grey + (blue - grey) * purer));
    const tooth = 1 + 0.12 * ((paper[i] as number) - 0.5);
    const rub = 0.42 + 0.34 * m;
    sheet.r[i] = clamp01((0.56 + (red - 0.56) * rub) * tooth);
    sheet.g[i] = clamp01((0.5 + (green - 0.5) * rub) * tooth);
    sheet.b[i] = clamp01((0.46 + (blue - 0.46) * rub) * tooth);
  }
});
