import { groundHeight } from '../raster/filters/grain.ts';
import { kuwahara } from '../raster/filters/kuwahara.ts';
import { lightRelief } from '../raster/filters/relief.ts';
import { paintStrokes } from '../raster/filters/stroke-paint.ts';
import { busyPlane, planStrokes, type StrokeLayer } from '../raster/filters/strokes.ts';
import { structureTensor } from '../raster/filters/structure-tensor.ts';
import { defineKernel } from '../raster/kernel.ts';
import { clamp01 } from '../raster/noise.ts';
import { createPlane, type Raster } from '../raster/raster.ts';
import { defineStyle } from './define-style.ts';

/** Opaque matt colour in confident flat patches with dry, chalky ends. */
export const gouache = defineStyle({
  id: 'gouache',
  title: 'Gouache',
  summary: 'Matt opaque colour in flat confident patches.',
  source:
    'Kyprianidis, Kang, Döllner 2009, "Anisotropic Kuwahara Filtering"; Hertzmann 1998, ' +
    '"Painterly Rendering with Curved Brush Strokes of Multiple Sizes"',
  family: 'painted',
  words: ['gouache', 'tempera', 'poster paint', 'matte painting', 'picture book', 'storybook'],
  focusBlur: 0.0008,
  params: {
    brush: { title: 'Brush size', min: 0.5, max: 2, default: 1 },
    dryness: { title: 'Dryness of the brush', min: 0, max: 1, default: 0.6 },
  },
  render: ({ image, character, scale, params, random, bands, checkpoint }) => {
    const size = (params.brush ?? 1) * scale;
    const seed = Math.floor(random.next() * 1e9);
    const drift = { wavelength: 420 * scale, seed };
    const flow = structureTensor(image, { sigma: 3 * scale, drift }, bands);
    const options = { flow, radius: 9 * size, insideRadius: 3.4 * size, character };
    const base = kuwahara(image, options, bands);
    checkpoint();
    bands.run(mattKernel, { image: base, character: character.data }, image.height);
    const busy = busyPlane(base, 6 * scale, bands);
    const scene = { image: base, flow, character, busy, random: random.fork('strokes') };
    const plan = planStrokes(scene, layersFor(size), bands);
    checkpoint();
    const paper = groundHeight(image, { ground: 'cold-press', size: 0.9 * scale, seed }, bands);
    const canvas = { image: base, height: createPlane(image.width, image.height), character };
    const dryness = 0.75 * (params.dryness ?? 0.6);
    const brush = { bristle: 0.34, dryness, opacity: 0.9, tooth: paper, bare: 0.3 };
    paintStrokes(canvas, { plan, brush }, bands);
    lightRelief(base, { height: canvas.height, strength: 0.16, inside: 0.5, character }, bands);
    lightRelief(base, { height: paper, strength: 0.12 }, bands);
    return base;
  },
});

function layersFor(size: number): StrokeLayer[] {
  const layer = (radius: number, spacing: number, detail: number): StrokeLayer => ({
    radius: Math.max(0.8, radius * size),
    spacing,
    length: 5,
    detail,
    // Broad brushes stay off the character, which the smoothing has painted already.
    insideBonus: radius > 5 ? -1 : 0,
    jitter: 0.07,
    angle: null,
  });
  return [layer(17, 1.9, 0), layer(9, 1.7, 0.006), layer(4.5, 1.7, 0.03), layer(2.2, 1.4, 0.06)];
}

interface MattArgs {
  readonly image: Raster;
  readonly character: Float32Array;
}

// Gouache has no deep black and no glare: the range is narrowed, the colour a little richer.
const mattKernel = defineKernel<MattArgs>('style/gouache', ({ image, character }, y0, y1) => {
  const { r, g, b, width } = image;
  for (let i = y0 * width; i < y1 * width; i++) {
    const red = r[i] as number;
    const green = g[i] as number;
    const blue = b[i] as number;
    const grey = 0.3 * red + 0.59 * green + 0.11 * blue;
    const rich = 1.22 - 0.16 * (character[i] as number);
    r[i] = clamp01(0.07 + 0.9 * (grey + (red - grey) * rich));
    g[i] = clamp01(0.065 + 0.9 * (grey + (green - grey) * rich));
    b[i] = clamp01(0.07 + 0.88 * (grey + (blue - grey) * rich));
  }
});
