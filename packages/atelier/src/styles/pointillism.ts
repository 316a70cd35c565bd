import { lightRelief } from '../raster/filters/relief.ts';
import { paintStrokes } from '../raster/filters/stroke-paint.ts';
import type { StrokeLayer, StrokePlan } from '../raster/filters/strokes.ts';
import { busyPlane, POINTS, planStrokes, STRIDE } from '../raster/filters/strokes.ts';
import { structureTensor } from '../raster/filters/structure-tensor.ts';
import { defineKernel } from '../raster/kernel.ts';
import { clamp01 } from '../raster/noise.ts';
import { oklabToSrgb, srgbToOklab } from '../raster/oklab.ts';
import type { Random } from '../raster/random.ts';
import { createPlane, createRaster, type Raster } from '../raster/raster.ts';
import { defineStyle } from './define-style.ts';

/** Pointillism: round dabs of divided colour that mix in the eye, finer on the character. */
export const pointillism = defineStyle({
  id: 'pointillism',
  title: 'Pointillism',
  summary: 'Thousands of dabs of pure colour that blend at a distance.',
  source:
    'Haeberli 1990, "Paint by Numbers: Abstract Image Representations"; Luong, Seth, Klein, ' +
    'Lawrence 2005, "Isoluminant Color Picking for Non-Photorealistic Rendering"',
  family: 'painted',
  words: ['pointillism', 'pointillist', 'seurat', 'divisionism', 'dots of paint'],
  focusBlur: 0.0008,
  params: {
    dot: { title: 'Size of the dabs', min: 0.5, max: 2, default: 1 },
    division: { title: 'Division of colour', min: 0, max: 2, default: 1 },
  },
  render: ({ image, character, scale, params, random, bands, checkpoint }) => {
    const size = (params.dot ?? 1) * scale;
    const flow = structureTensor(image, { sigma: 3 * scale }, bands);
    const busy = busyPlane(image, 6 * scale, bands);
    const canvas = createRaster(image.width, image.height);
    bands.run(groundKernel, { image: { ...image }, canvas }, image.height);
    checkpoint();
    const scene = { image, flow, character, busy, random: random.fork('dabs') };
    const plan = planStrokes(scene, layersFor(size), bands);
    divide(plan, random.fork('division'), params.division ?? 1);
    checkpoint();
    const height = createPlane(image.width, image.height);
    const brush = { bristle: 0.15, dryness: 0, opacity: 0.96, tooth: null, bare: 0 };
    paintStrokes({ image: canvas, height, character }, { plan, brush }, bands);
    lightRelief(canvas, { height, strength: 0.4, inside: 0.5, character }, bands);
    return canvas;
  },
});

function layersFor(size: number): StrokeLayer[] {
  const layer = (radius: number, detail: number, insideBonus: number): StrokeLayer => ({
    radius: Math.max(0.8, radius * size),
    spacing: 1.4,
    length: 1.2,
    detail,
    insideBonus,
    jitter: 0.06,
    angle: null,
  });
  return [layer(5.6, 0, 0), layer(4.4, 0, 0), layer(3, 0.018, 0.03), layer(1.9, 0.045, 0.05)];
}

// Every dab leaves the true colour by a hue either side of it, at the same lightness, so that
// neighbours cancel; inside the busy small layers less, which keeps eyes readable.
function divide(plan: StrokePlan, random: Random, strength: number): void {
  for (let s = 0; s < plan.count; s++) {
    const at = s * STRIDE + POINTS * 2;
    const radius = plan.data[at + 1] as number;
    const spread = strength * Math.min(1, radius / 4.5);
    const [l, a, b] = srgbToOklab(
      plan.data[at + 2] as number,
      plan.data[at + 3] as number,
      plan.data[at + 4] as number,
    );
    const turn = random.between(-0.5, 0.5) * spread;
    const push = 1.25 + random.between(-0.3, 0.3) * spread;
    const grey = 0.016 * spread;
    const na = (a * Math.cos(turn) - b * Math.sin(turn)) * push + random.between(-grey, grey);
    const nb = (a * Math.sin(turn) + b * Math.cos(turn)) * push + random.between(-grey, grey);
    const lit = l + random.between(-0.045, 0.045) * spread;
    const colour = oklabToSrgb(clamp01(lit), na, nb);
    plan.data.set(colour, at + 2);
  }
}

interface GroundArgs {
  readonly image: Raster;
  readonly canvas: Raster;
}

// The primed canvas shows between the dabs: a pale echo of the colour above it.
const groundKernel = defineKernel<GroundArgs>('style/pointillism', (args, y0, y1) => {
  const { image, canvas } = args;
  for (let i = y0 * image.width; i < y1 * image.width; i++) {
    canvas.r[i] = 0.4 + 0.55 * (image.r[i] as number);
    canvas.g[i] = 0.38 + 0.55 * (image.g[i] as number);
    canvas.b[i] = 0.32 + 0.55 * (image.b[i] as number);
  }
});
