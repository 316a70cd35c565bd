import { edgeSmooth } from '../raster/filters/edge-smooth.ts';
import { flowLines } from '../raster/filters/flow-lines.ts';
import { flowStripes } from '../raster/filters/flow-stripes.ts';
import { groundHeight } from '../raster/filters/grain.ts';
import { levelledLuma } from '../raster/filters/levels.ts';
import { lineLuma } from '../raster/filters/line-luma.ts';
import { silhouette } from '../raster/filters/outline.ts';
import { structureTensor } from '../raster/filters/structure-tensor.ts';
import { defineKernel } from '../raster/kernel.ts';
import { clamp01, gradientNoise, smoothstep } from '../raster/noise.ts';
import { createRaster, type Raster } from '../raster/raster.ts';
import { defineStyle } from './define-style.ts';

/** A block print: gouge cuts that follow the form between solid black and bare paper. */
export const woodcut = defineStyle({
  id: 'woodcut',
  title: 'Woodcut',
  summary: 'A hand-printed block: gouge cuts following the form, rich black, bare paper.',
  source:
    'Mello, Jung, Walter 2007, "Virtual Woodcuts from Images"; Winnemöller, Kyprianidis, Olsen ' +
    '2012, "XDoG" (woodcut setting)',
  family: 'line',
  monochrome: true,
  words: ['woodcut', 'linocut', 'lino', 'block print', 'woodblock', 'relief print'],
  focusBlur: 0,
  params: {
    cut: { title: 'Width of the cuts', min: 0.6, max: 2, default: 1 },
    wear: { title: 'Uneven printing', min: 0, max: 2, default: 1 },
  },
  render: ({ image, character, scale, params, random, bands, checkpoint }) => {
    const seed = Math.floor(random.next() * 9973);
    const drift = { wavelength: 520 * scale, seed };
    const calm = edgeSmooth(image, { space: 18 * scale, range: 0.5 }, bands);
    const flow = structureTensor(calm, { sigma: 4 * scale, drift }, bands);
    const lines = flowLines(
      lineLuma(calm, { character, scale }, bands),
      { flow, sigma: 1.6 * scale, strength: 20, level: 0.55, slope: 20, along: 5 },
      bands,
    );
    checkpoint();
    const tone = levelledLuma(calm, { middle: 0.56, character }, bands);
    const rim = silhouette(character, 3.2 * scale, bands);
    const spacing = 9 * scale * (params.cut ?? 1);
    const stripes = flowStripes(tone, { flow, spacing, inside: 0.52, character, seed }, bands);
    checkpoint();
    const wood = groundHeight(image, { ground: 'wood', size: 1.3 * scale, seed }, bands);
    const out = createRaster(image.width, image.height);
    bands.run(
      blockKernel,
      {
        lines: lines.data,
        tone: tone.data,
        rim: rim.data,
        stripes: stripes.data,
        wood: wood.data,
        character: character.data,
        out,
        scale,
        seed,
        wear: params.wear ?? 1,
      },
      image.height,
    );
    return out;
  },
});

interface BlockArgs {
  readonly lines: Float32Array;
  readonly tone: Float32Array;
  readonly rim: Float32Array;
  readonly stripes: Float32Array;
  readonly wood: Float32Array;
  readonly character: Float32Array;
  readonly out: Raster;
  readonly scale: number;
  readonly seed: number;
  readonly wear: number;
}

const blockKernel = defineKernel<BlockArgs>('style/woodcut', (args, y0, y1) => {
  const { out, scale, seed } = args;
  for (let y = y0; y < y1; y++) {
    for (let x = 0; x < out.width; x++) {
      const i = y * out.width + x;
      const m = args.character[i] as number;
      // The character is printed lighter than the block around it: more wood is cut away.
      const light = (args.tone[i] as number) ** (1 - 0.3 * m);
      // Stripes are 0..1 across one cut: the lighter the tone, the wider the gouge.
      const cut = smoothstep(0.2 + 0.1 * m, 0.84 - 0.16 * m, light);
      const stripe = args.stripes[i] as number;
      const soft = 0.13;
      const gouged =
        cut <= 0 ? 0 : cut >= 1 ? 1 : smoothstep(1 - cut - soft, 1 - cut + soft, stripe);
      const drawn = Math.max(1 - (args.lines[i] as number), args.rim[i] as number);
      // A white cut runs outside the black outline in dark ground, as a carver would free a form.
      const print = Math.max(1 - gouged, smoothstep(0.35, 0.65, drawn));
      const grain = (args.wood[i] as number) - 0.5;
      const mottle = gradientNoise(x / (3.2 * scale), y / (3.2 * scale), seed + 5);
      const starve = smoothstep(0.34, 0.7, mottle * 0.7 + grain * 0.9) * args.wear;
      const inked = print * clamp01(0.97 - 0.4 * starve - 0.07 * grain * args.wear);
      const sheet = 1 + 0.02 * mottle;
      out.r[i] = clamp01((0.95 - 0.86 * inked) * sheet);
      out.g[i] = clamp01((0.92 - 0.835 * inked) * sheet);
      out.b[i] = clamp01((0.845 - 0.755 * inked) * sheet);
    }
  }
});
