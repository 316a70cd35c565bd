import { gaussianBlur } from '../raster/blur.ts';
import { edgeSmooth } from '../raster/filters/edge-smooth.ts';
import { groundHeight } from '../raster/filters/grain.ts';
import { kuwahara } from '../raster/filters/kuwahara.ts';
import { pickPalette, quantise } from '../raster/filters/palette.ts';
import { lightRelief } from '../raster/filters/relief.ts';
import { structureTensor } from '../raster/filters/structure-tensor.ts';
import { lumaPlane } from '../raster/filters/tone.ts';
import { defineKernel } from '../raster/kernel.ts';
import { clamp01, smoothstep } from '../raster/noise.ts';
import { createPlane, type Plane, type Raster } from '../raster/raster.ts';
import { defineStyle } from './define-style.ts';

/** Layers of cut card: flat shapes stacked by depth, each throwing a soft shadow on the next. */
export const paperCut = defineStyle({
  id: 'paper-cut',
  title: 'Paper cut-out',
  summary: 'Layers of cut card with soft shadows between them.',
  source:
    'Xu, Kaplan, Mi 2007, "Computer-Generated Papercutting"; Kyprianidis, Kang, Döllner 2009, ' +
    '"Anisotropic Kuwahara Filtering"; Arthur, Vassilvitskii 2007, "k-means++"',
  family: 'craft',
  words: [
    'paper cut',
    'papercut',
    'paper-cut',
    'paper cutout',
    'cut paper',
    'paper craft',
    'collage',
  ],
  focusBlur: 0,
  params: {
    sheets: { title: 'Colours of card', min: 5, max: 32, default: 18 },
    depth: { title: 'Depth of the shadows', min: 0, max: 2, default: 1 },
  },
  render: ({ image, character, depth, scale, params, random, bands, checkpoint }) => {
    const seed = Math.floor(random.next() * 9973);
    const flow = structureTensor(image, { sigma: 4 * scale }, bands);
    const options = { flow, radius: 7.5 * scale, insideRadius: 2.6 * scale, character };
    const painted = kuwahara(image, options, bands);
    checkpoint();
    const flat = edgeSmooth(painted, { space: 36 * scale, range: 0.32 }, bands);
    const source = { image: flat, character, random: random.fork('card') };
    const palette = pickPalette(source, Math.round(params.sheets ?? 18));
    quantise(flat, { palette, character, pull: 1, insidePull: 0.74, soft: 0.004 }, bands);
    const again = structureTensor(flat, { sigma: 4 * scale }, bands);
    const round = { flow: again, radius: 4.4 * scale, insideRadius: 1.6 * scale, character };
    const cut = kuwahara(flat, round, bands);
    checkpoint();
    const height = createPlane(image.width, image.height);
    const luma = lumaPlane(cut, bands);
    const stack = { luma: luma.data, depth: depth.data, character: character.data };
    bands.run(stackKernel, { ...stack, out: height.data, width: image.width }, image.height);
    const soft = gaussianBlur(height, 5 * scale, bands);
    const card = groundHeight(image, { ground: 'washi', size: 1.2 * scale, seed }, bands);
    const amount = params.depth ?? 1;
    bands.run(shadowKernel, { image: cut, height, soft, scale, amount }, image.height);
    lightRelief(cut, { height, strength: 0.5 * amount, inside: 0.6, character }, bands);
    lightRelief(cut, { height: card, strength: 0.16 }, bands);
    return cut;
  },
});

interface StackArgs {
  readonly luma: Float32Array;
  readonly depth: Float32Array;
  readonly character: Float32Array;
  readonly out: Float32Array;
  readonly width: number;
}

// Near sheets lie above far ones, dark above light within a layer, the character above them all.
const stackKernel = defineKernel<StackArgs>('style/paper-cut-stack', (args, y0, y1) => {
  const { luma, depth, character, out, width } = args;
  for (let i = y0 * width; i < y1 * width; i++) {
    const m = character[i] as number;
    const layer = 0.3 * (1 - (depth[i] as number)) + 0.55 * (1 - (luma[i] as number));
    out[i] = layer * (1 - 0.55 * m) + 0.85 * m;
  }
});

interface ShadowArgs {
  readonly image: Raster;
  readonly height: Plane;
  readonly soft: Plane;
  readonly scale: number;
  readonly amount: number;
}

const shadowKernel = defineKernel<ShadowArgs>('style/paper-cut', (args, y0, y1) => {
  const { image, height, soft, scale, amount } = args;
  const { r, g, b, width } = image;
  const shift = Math.round(6 * scale);
  const near = Math.round(2 * scale);
  for (let y = y0; y < y1; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const sy = Math.max(0, y - shift);
      const sx = Math.max(0, x - shift);
      const here = height.data[i] as number;
      const over = (soft.data[sy * width + sx] as number) - here;
      const close =
        (height.data[Math.max(0, y - near) * width + Math.max(0, x - near)] as number) - here;
      const dark = 0.62 * smoothstep(0.02, 0.5, over) + 0.22 * smoothstep(0.04, 0.3, close);
      const light = 1 - clamp01(dark * amount);
      r[i] = clamp01((r[i] as number) * light);
      g[i] = clamp01((g[i] as number) * light);
      b[i] = clamp01((b[i] as number) * (light + 0.04 * (1 - light)));
    }
  }
});
