import { gaussianBlur } from '../raster/blur.ts';
import { edgeSmooth } from '../raster/filters/edge-smooth.ts';
import { flowLines } from '../raster/filters/flow-lines.ts';
import { groundHeight } from '../raster/filters/grain.ts';
import { levelledLuma } from '../raster/filters/levels.ts';
import { lineLuma } from '../raster/filters/line-luma.ts';
import { silhouette } from '../raster/filters/outline.ts';
import { structureTensor } from '../raster/filters/structure-tensor.ts';
import { defineKernel } from '../raster/kernel.ts';
import { clamp01, gradientNoise, smoothstep } from '../raster/noise.ts';
import { createRaster, type Raster } from '../raster/raster.ts';
import { defineStyle } from './define-style.ts';

/** Copperplate: swelling parallel lines bent by the form, crossed in shade, as on a banknote. */
export const engraving = defineStyle({
  id: 'engraving',
  title: 'Engraving',
  summary: 'Swelling parallel lines that wrap the form, as on an old banknote.',
  source:
    'Ostromoukhov 1999, "Digital Facial Engraving"; Winnemöller, Kyprianidis, Olsen 2012, "XDoG"',
  family: 'line',
  monochrome: true,
  words: [
    'engraving',
    'etching',
    'copperplate',
    'banknote',
    'dürer',
    'durer',
    'vintage illustration',
  ],
  focusBlur: 0,
  params: {
    pitch: { title: 'Distance of the lines', min: 0.6, max: 2, default: 1 },
    form: { title: 'How far lines bend with the form', min: 0, max: 2, default: 1 },
  },
  render: ({ image, character, scale, params, random, bands, checkpoint }) => {
    const seed = Math.floor(random.next() * 9973);
    const flow = structureTensor(image, { sigma: 2.4 * scale }, bands);
    const calm = edgeSmooth(image, { space: 8 * scale, range: 0.5 }, bands);
    const lines = flowLines(
      lineLuma(calm, { character, scale }, bands),
      { flow, sigma: 1.1 * scale, strength: 22, level: 0.56, slope: 12, along: 5 },
      bands,
    );
    checkpoint();
    const rim = silhouette(character, 2.2 * scale, bands);
    const tone = levelledLuma(calm, { middle: 0.6, character }, bands);
    const body = gaussianBlur(character, 46 * scale, bands);
    const form = gaussianBlur(tone, 9 * scale, bands);
    checkpoint();
    const paper = groundHeight(image, { ground: 'laid', size: 1.2 * scale, seed }, bands);
    const out = createRaster(image.width, image.height);
    bands.run(
      plateKernel,
      {
        lines: lines.data,
        rim: rim.data,
        tone: tone.data,
        form: form.data,
        body: body.data,
        paper: paper.data,
        character: character.data,
        out,
        scale,
        seed,
        pitch: 6 * scale * (params.pitch ?? 1),
        bend: params.form ?? 1,
      },
      image.height,
    );
    return out;
  },
});

interface PlateArgs {
  readonly lines: Float32Array;
  readonly rim: Float32Array;
  readonly tone: Float32Array;
  readonly form: Float32Array;
  readonly body: Float32Array;
  readonly paper: Float32Array;
  readonly character: Float32Array;
  readonly out: Raster;
  readonly scale: number;
  readonly seed: number;
  readonly pitch: number;
  readonly bend: number;
}

const plateKernel = defineKernel<PlateArgs>('style/engraving', (args, y0, y1) => {
  const { out, scale } = args;
  for (let y = y0; y < y1; y++) {
    for (let x = 0; x < out.width; x++) {
      const i = y * out.width + x;
      const m = args.character[i] as number;
      const shade = shadeAt(args, { x, y, i, m });
      const drawn = Math.max(
        (1 - (args.lines[i] as number)) * (0.6 + 0.4 * m),
        0.9 * (args.rim[i] as number),
      );
      const ink = clamp01(Math.max(shade, smoothstep(0.2, 0.8, drawn)));
      const fibre = (args.paper[i] as number) - 0.5;
      const age = 0.03 * gradientNoise(x / (210 * scale), y / (210 * scale), args.seed);
      out.r[i] = clamp01(0.955 + age + 0.04 * fibre - 0.83 * ink);
      out.g[i] = clamp01(0.93 + 1.3 * age + 0.04 * fibre - 0.81 * ink);
      out.b[i] = clamp01(0.86 + 1.8 * age + 0.04 * fibre - 0.725 * ink);
    }
  }
});

interface PlatePoint {
  readonly x: number;
  readonly y: number;
  readonly i: number;
  readonly m: number;
}

function shadeAt(args: PlateArgs, { x, y, i, m }: PlatePoint): number {
  const { pitch, bend, scale } = args;
  const dark = 1 - (args.tone[i] as number);
  if (dark < 0.05) return 0;
  // The character's soft height bends the lines round its form; the ground's lines lie level.
  const round = bend * (58 * (args.form[i] as number) + 70 * (args.body[i] as number)) * scale;
  const fine = pitch * (1 - 0.2 * m);
  const first = m * (0.62 * x + 0.78 * y) + (1 - m) * (0.06 * x + y) + round * (0.35 + 0.65 * m);
  const second = 0.8 * x - 0.6 * y + round * 0.7;
  const a = lineInk(first, fine, 0.1 + 0.86 * dark ** 0.9);
  const b = lineInk(second, fine * 1.05, 0.92 * smoothstep(0.42, 0.98, dark));
  return Math.max(a, b);
}

function lineInk(at: number, pitch: number, width: number): number {
  if (width <= 0.05) return 0;
  const t = at / pitch;
  const off = Math.abs(t - Math.floor(t) - 0.5) * 2;
  const soft = Math.min(0.45, 1.5 / pitch);
  return 1 - smoothstep(width - soft, width + soft, off);
}
