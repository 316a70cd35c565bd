import { gaussianBlur } from '../raster/blur.ts';
import { liftGround } from '../raster/filters/lift-ground.ts';
import { lightRelief } from '../raster/filters/relief.ts';
import { paintStrokes } from '../raster/filters/stroke-paint.ts';
import { busyPlane, planStrokes, type StrokeLayer } from '../raster/filters/strokes.ts';
import { structureTensor } from '../raster/filters/structure-tensor.ts';
import { copyRaster } from '../raster/filters/tone.ts';
import { createPlane } from '../raster/raster.ts';
import { defineStyle } from './define-style.ts';

/** Thick paint: curved loaded strokes, big ones first, lit so that ridges and bristles show. */
export const impasto = defineStyle({
  id: 'impasto',
  title: 'Impasto',
  summary: 'Thick, swirling strokes with light catching the ridges of the paint.',
  source:
    'Hertzmann 1998, "Painterly Rendering with Curved Brush Strokes of Multiple Sizes"; ' +
    'Hertzmann 2002, "Fast Paint Texture"',
  family: 'painted',
  words: [
    'impasto',
    'van gogh',
    'thick paint',
    'palette knife',
    'expressionist',
    'post-impressionist',
  ],
  focusBlur: 0.0005,
  params: {
    brush: { title: 'Brush size', min: 0.5, max: 2, default: 1 },
    relief: { title: 'Thickness of the paint', min: 0, max: 2, default: 1 },
    energy: { title: 'Uneven colour', min: 0, max: 2, default: 1 },
  },
  render: ({ image: given, character, scale, params, random, bands, checkpoint }) => {
    const size = (params.brush ?? 1) * scale;
    const image = copyRaster(given);
    liftGround(image, { character, middle: 0.5 }, bands);
    const seed = Math.floor(random.next() * 1e9);
    const drift = { wavelength: 240 * scale, seed };
    const flow = structureTensor(image, { sigma: 4 * scale, drift }, bands);
    const busy = busyPlane(image, 6 * scale, bands);
    checkpoint();
    const scene = { image, flow, character, busy, random: random.fork('strokes') };
    const plan = planStrokes(scene, layersFor(size, params.energy ?? 1), bands);
    checkpoint();
    const canvas = {
      image: copyRaster(image),
      height: createPlane(image.width, image.height),
      character,
    };
    const brush = { bristle: 1, dryness: 0.42, opacity: 1, tooth: null, bare: 0 };
    paintStrokes(canvas, { plan, brush }, bands);
    checkpoint();
    const height = gaussianBlur(canvas.height, 0.7 * scale, bands);
    const strength = 1.5 * (params.relief ?? 1);
    lightRelief(canvas.image, { height, strength, inside: 0.55, character }, bands);
    return canvas.image;
  },
});

function layersFor(size: number, energy: number): StrokeLayer[] {
  const layer = (radius: number, spacing: number, detail: number): StrokeLayer => ({
    radius: Math.max(0.8, radius * size),
    spacing,
    length: 9,
    detail,
    insideBonus: Math.min(0.06, detail),
    jitter: 0.13 * energy,
    angle: null,
  });
  return [
    layer(15, 1.6, 0),
    layer(9, 1.45, 0.006),
    layer(5, 1.25, 0.026),
    layer(2.7, 1.1, 0.05),
    layer(1.5, 1.05, 0.085),
  ];
}
