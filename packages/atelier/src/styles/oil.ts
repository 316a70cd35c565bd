import { smearAlong } from '../raster/filters/flow-lines.ts';
import { groundHeight } from '../raster/filters/grain.ts';
import { kuwahara } from '../raster/filters/kuwahara.ts';
import { lightRelief, whiteNoise } from '../raster/filters/relief.ts';
import { structureTensor } from '../raster/filters/structure-tensor.ts';
import { defineKernel } from '../raster/kernel.ts';
import { clamp01 } from '../raster/noise.ts';
import { createPlane, type Raster } from '../raster/raster.ts';
import { defineStyle } from './define-style.ts';

/** Oil on canvas: brush marks that follow the forms, bristle hair, a weave under thin paint. */
export const oil = defineStyle({
  id: 'oil',
  title: 'Oil painting',
  summary: 'Confident oil paint on canvas, brush marks following every form.',
  source:
    'Kyprianidis, Kang, Döllner 2009, "Image and Video Abstraction by Anisotropic Kuwahara ' +
    'Filtering"; Cabral, Leedom 1993, "Imaging Vector Fields Using Line Integral Convolution"',
  family: 'painted',
  words: ['oil', 'oil painting', 'oil on canvas', 'old master', 'rembrandt', 'classical painting'],
  focusBlur: 0.001,
  params: {
    brush: { title: 'Brush size', min: 0.4, max: 2, default: 1 },
    relief: { title: 'Thickness of the paint', min: 0, max: 2, default: 1 },
  },
  render: ({ image, character, scale, params, random, bands, checkpoint }) => {
    const brush = (params.brush ?? 1) * scale;
    const seed = Math.floor(random.next() * 1e9);
    const drift = { wavelength: 300 * scale, seed };
    const flow = structureTensor(image, { sigma: 3 * scale, drift }, bands);
    checkpoint();
    const painted = kuwahara(
      image,
      { flow, radius: 8 * brush, insideRadius: 4.2 * brush, character },
      bands,
    );
    checkpoint();
    const reach = 13 * brush;
    const hair = whiteNoise(image, { size: Math.max(1, 1.6 * scale), seed }, bands);
    const streak = whiteNoise(image, { size: Math.max(1, 4.5 * brush), seed: seed + 1 }, bands);
    const fine = smearAlong(hair, { flow, reach, step: 1.5 * scale }, bands);
    const broad = smearAlong(streak, { flow, reach: reach * 2, step: 3.5 * brush }, bands);
    checkpoint();
    const weave = groundHeight(
      image,
      { ground: 'canvas', size: Math.max(0.8, scale), seed },
      bands,
    );
    const height = createPlane(image.width, image.height);
    bands.run(
      bodyKernel,
      {
        painted,
        fine: fine.data,
        broad: broad.data,
        weave: weave.data,
        character: character.data,
        height: height.data,
      },
      image.height,
    );
    const strength = 0.95 * (params.relief ?? 1);
    lightRelief(painted, { height, strength, inside: 0.6, character }, bands);
    return painted;
  },
});

interface BodyArgs {
  readonly painted: Raster;
  readonly fine: Float32Array;
  readonly broad: Float32Array;
  readonly weave: Float32Array;
  readonly character: Float32Array;
  readonly height: Float32Array;
}

// Light colours are painted thick and hide the canvas, dark ones thin and show it.
const bodyKernel = defineKernel<BodyArgs>('style/oil', (args, y0, y1) => {
  const { painted, fine, broad, weave, character, height } = args;
  const { r, g, b, width } = painted;
  for (let i = y0 * width; i < y1 * width; i++) {
    const hair = ((fine[i] as number) - 0.5) * 2.6;
    const streak = ((broad[i] as number) - 0.5) * 2.2;
    const red = r[i] as number;
    const green = g[i] as number;
    const blue = b[i] as number;
    const light = 0.3 * red + 0.6 * green + 0.1 * blue;
    const thick = 0.35 + 0.65 * light;
    height[i] =
      (0.42 * hair + 0.3 * streak) * thick + 0.1 * (1 - 0.6 * thick) * (weave[i] as number);
    // Paint on one brush is never evenly mixed: streaks differ in value and a little in warmth.
    const uneven = streak * (0.16 - 0.1 * (character[i] as number));
    r[i] = clamp01(red * (1 + uneven * 1.1));
    g[i] = clamp01(green * (1 + uneven * 0.9));
    b[i] = clamp01(blue * (1 + uneven * 0.7));
  }
});
