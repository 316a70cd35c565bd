import { edgeSmooth } from '../raster/filters/edge-smooth.ts';
import { flowLines } from '../raster/filters/flow-lines.ts';
import { groundHeight } from '../raster/filters/grain.ts';
import { kuwahara } from '../raster/filters/kuwahara.ts';
import { liftGround } from '../raster/filters/lift-ground.ts';
import { lineLuma } from '../raster/filters/line-luma.ts';
import { silhouette } from '../raster/filters/outline.ts';
import { paletteOf, quantise } from '../raster/filters/palette.ts';
import { structureTensor } from '../raster/filters/structure-tensor.ts';
import { defineKernel } from '../raster/kernel.ts';
import { clamp01, gradientNoise, smoothstep } from '../raster/noise.ts';
import type { Raster } from '../raster/raster.ts';
import { defineStyle } from './define-style.ts';

/** A Japanese woodblock print: mineral colours, a graded sky, wood grain, a sumi key line. */
export const ukiyoE = defineStyle({
  id: 'ukiyo-e',
  title: 'Ukiyo-e',
  summary: 'A woodblock print in mineral colours with a graded sky and a fine key line.',
  source:
    'Kyprianidis, Kang, Döllner 2009, "Anisotropic Kuwahara Filtering"; Kang, Lee, Chui 2007, ' +
    '"Coherent Line Drawing"; Mizuno et al. 2003, "Virtual Ukiyo-e" (bokashi and grain)',
  family: 'graphic',
  words: ['ukiyo-e', 'ukiyoe', 'hokusai', 'hiroshige', 'japanese woodblock', 'japanese print'],
  focusBlur: 0,
  params: {
    pull: { title: 'Pull to the mineral palette', min: 0, max: 1, default: 0.86 },
    lines: { title: 'Strength of the key line', min: 0, max: 1, default: 0.85 },
  },
  render: ({ image, character, scale, params, random, bands, checkpoint }) => {
    const seed = Math.floor(random.next() * 9973);
    const flow = structureTensor(image, { sigma: 2.8 * scale }, bands);
    const options = { flow, radius: 7 * scale, insideRadius: 3.2 * scale, character };
    const painted = kuwahara(image, options, bands);
    checkpoint();
    const flat = edgeSmooth(painted, { space: 40 * scale, range: 0.3 }, bands);
    const lines = flowLines(
      lineLuma(painted, { character, scale }, bands),
      { flow, sigma: 1.25 * scale, strength: 30, level: 0.6, slope: 10, along: 6 },
      bands,
    );
    checkpoint();
    const rim = silhouette(character, 2.2 * scale, bands);
    const pull = params.pull ?? 0.86;
    liftGround(flat, { character, middle: 0.52 }, bands);
    quantise(
      flat,
      { palette: MINERAL, character, pull, insidePull: pull * 0.3, soft: 0.032 },
      bands,
    );
    const wood = groundHeight(image, { ground: 'wood', size: 1.5 * scale, seed }, bands);
    const paper = groundHeight(
      image,
      { ground: 'washi', size: 1.1 * scale, seed: seed + 1 },
      bands,
    );
    bands.run(
      blockKernel,
      {
        image: flat,
        lines: lines.data,
        rim: rim.data,
        wood: wood.data,
        paper: paper.data,
        character: character.data,
        scale,
        seed,
        ink: params.lines ?? 0.85,
      },
      image.height,
    );
    return flat;
  },
});

// Gofun white, safflower, ochres, madder, indigo and Prussian blues, greens of mixed blocks, sumi.
const MINERAL = paletteOf([
  0xf3e9d2, 0xe9d5ae, 0xd9b777, 0xc48a4a, 0xa9552f, 0xc9473a, 0xe3a08c, 0xe8c3b0, 0x8c5a3c,
  0x5d4332, 0x1f3a5f, 0x33608f, 0x6f9bb8, 0xa9c4cb, 0x5d7a5a, 0x86a06a, 0xb8bf86, 0x39503f,
  0x6b6a78, 0x2b2a33, 0x9a7d93,
]);

interface BlockArgs {
  readonly image: Raster;
  readonly lines: Float32Array;
  readonly rim: Float32Array;
  readonly wood: Float32Array;
  readonly paper: Float32Array;
  readonly character: Float32Array;
  readonly scale: number;
  readonly seed: number;
  readonly ink: number;
}

const blockKernel = defineKernel<BlockArgs>('style/ukiyo-e', (args, y0, y1) => {
  const { image, scale, seed } = args;
  const { r, g, b, width, height } = image;
  for (let y = y0; y < y1; y++) {
    // Bokashi: the printer wipes a band of Prussian blue into the top of the block.
    const wipe = 0.62 * smoothstep(0.2, 0, y / height);
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const m = args.character[i] as number;
      const grain = (args.wood[i] as number) - 0.5;
      const fibre = (args.paper[i] as number) - 0.5;
      const rub = gradientNoise(x / (34 * scale), y / (34 * scale), seed);
      const shade = 1 + (0.085 * grain + 0.03 * rub) * (1 - 0.55 * m) + 0.05 * fibre;
      const blue = wipe * (1 - m) * (0.9 + 0.3 * rub);
      const drawn = Math.max(
        (1 - (args.lines[i] as number)) * (0.65 + 0.35 * m),
        args.rim[i] as number,
      );
      const ink = args.ink * smoothstep(0.2, 0.8, drawn) * (0.94 - 0.2 * fibre);
      r[i] = printed((r[i] as number) * (1 - blue) + 0.12 * blue, shade, ink, 0.13);
      g[i] = printed((g[i] as number) * (1 - blue) + 0.26 * blue, shade, ink, 0.13);
      b[i] = printed((b[i] as number) * (1 - blue) + 0.45 * blue, shade, ink, 0.17);
    }
  }
});

function printed(value: number, shade: number, ...line: [number, number]): number {
  const [ink, dark] = line;
  const colour = clamp01((0.05 + value * 0.92) * shade);
  return colour + (dark - colour) * clamp01(ink);
}
