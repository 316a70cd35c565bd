import { gaussianBlur } from '../raster/blur.ts';
import { flowLines } from '../raster/filters/flow-lines.ts';
import { groundHeight } from '../raster/filters/grain.ts';
import { kuwahara } from '../raster/filters/kuwahara.ts';
import { levelledLuma } from '../raster/filters/levels.ts';
import { lineLuma } from '../raster/filters/line-luma.ts';
import { silhouette } from '../raster/filters/outline.ts';
import { structureTensor } from '../raster/filters/structure-tensor.ts';
import { defineKernel } from '../raster/kernel.ts';
import { clamp01, fbm, gradientNoise, smoothstep } from '../raster/noise.ts';
import { createRaster, type Plane, type Raster } from '../raster/raster.ts';
import { sampleBilinear } from '../raster/resample.ts';
import { defineStyle } from './define-style.ts';

/** Sumi-e: a few diluted tones of ink that bleed into absorbent paper, and a living brush line. */
export const inkWash = defineStyle({
  id: 'ink-wash',
  title: 'Ink wash',
  summary: 'Diluted ink bleeding into rice paper, with a living brush line.',
  source:
    'Bousseau et al. 2006, "Interactive Watercolor Rendering"; Chu, Tai 2005, "MoXi: Real-Time ' +
    'Ink Dispersion in Absorbent Paper" (edges and bleeding as functions of tone)',
  family: 'line',
  monochrome: true,
  words: ['ink wash', 'sumi-e', 'sumi', 'sumie', 'brush painting', 'chinese ink', 'suibokuga'],
  focusBlur: 0,
  params: {
    bleed: { title: 'Bleeding', min: 0, max: 2, default: 1 },
    line: { title: 'Weight of the line', min: 0.5, max: 2, default: 1 },
    color: { title: 'Trace of colour', min: 0, max: 1, default: 0.3 },
  },
  render: ({ image, character, scale, params, random, bands, checkpoint }) => {
    const seed = Math.floor(random.next() * 9973);
    const flow = structureTensor(image, { sigma: 3 * scale }, bands);
    const options = { flow, radius: 6.5 * scale, insideRadius: 3.4 * scale, character };
    const washes = kuwahara(image, options, bands);
    checkpoint();
    const tone = levelledLuma(washes, { middle: 0.7, character }, bands);
    const wet = gaussianBlur(tone, (2 + 9 * (params.bleed ?? 1)) * scale, bands);
    const lines = flowLines(
      lineLuma(washes, { character, scale }, bands),
      {
        flow,
        sigma: 1.9 * scale * (params.line ?? 1),
        strength: 17,
        level: 0.52,
        slope: 7,
        along: 6,
      },
      bands,
    );
    checkpoint();
    const rim = silhouette(character, 3 * scale, bands);
    const paper = groundHeight(image, { ground: 'washi', size: 1.2 * scale, seed }, bands);
    const out = createRaster(image.width, image.height);
    bands.run(
      sumiKernel,
      {
        washes,
        tone,
        wet,
        lines,
        rim: rim.data,
        paper: paper.data,
        character: character.data,
        out,
        scale,
        seed,
        color: params.color ?? 0.3,
      },
      image.height,
    );
    return out;
  },
});

interface SumiArgs {
  readonly washes: Raster;
  readonly tone: Plane;
  readonly wet: Plane;
  readonly lines: Plane;
  readonly rim: Float32Array;
  readonly paper: Float32Array;
  readonly character: Float32Array;
  readonly out: Raster;
  readonly scale: number;
  readonly seed: number;
  readonly color: number;
}

const sumiKernel = defineKernel<SumiArgs>('style/ink-wash', (args, y0, y1) => {
  const { washes, out, scale, seed } = args;
  for (let y = y0; y < y1; y++) {
    for (let x = 0; x < out.width; x++) {
      const i = y * out.width + x;
      const m = args.character[i] as number;
      const shake = (7 - 5.2 * m) * scale;
      const px = x + shake * gradientNoise(x / (22 * scale), y / (22 * scale), seed);
      const py = y + shake * gradientNoise(x / (22 * scale), y / (22 * scale), seed + 3);
      const grain = (args.paper[i] as number) - 0.5;
      const ink = inkAt(args, { x, y, px, py, m }) * (1 - 0.22 * grain);
      const kept = 1 - clamp01(ink);
      const l =
        0.3 * (washes.r[i] as number) +
        0.59 * (washes.g[i] as number) +
        0.11 * (washes.b[i] as number);
      const tint = args.color * (0.35 + 0.65 * m) * (0.35 + 0.65 * kept);
      const sheet = 1 + 0.045 * grain;
      out.r[i] = clamp01((0.07 + 0.895 * kept + tint * ((washes.r[i] as number) - l)) * sheet);
      out.g[i] = clamp01((0.075 + 0.87 * kept + tint * ((washes.g[i] as number) - l)) * sheet);
      out.b[i] = clamp01((0.09 + 0.8 * kept + tint * ((washes.b[i] as number) - l)) * sheet);
    }
  }
});

interface SumiPoint {
  readonly x: number;
  readonly y: number;
  readonly px: number;
  readonly py: number;
  readonly m: number;
}

// Three dilutions of ink, each with a darker shore, over a soft bleed; far things are left out.
function inkAt(args: SumiArgs, at: SumiPoint): number {
  const { scale, seed } = args;
  const i = at.y * args.out.width + at.x;
  const crisp = 1 - sampleBilinear(args.tone, at.px, at.py);
  const soft = 1 - sampleBilinear(args.wet, at.px, at.py);
  const span = 170 * scale;
  const cloud = fbm(at.x / span, at.y / span, { seed: seed + 9, octaves: 3 });
  const mixed = soft + (crisp - soft) * (0.35 + 0.5 * at.m);
  const level = mixed + 0.16 * cloud * (1 - 0.6 * at.m);
  const blur = 0.14 * at.m;
  const wash =
    0.16 * smoothstep(0.14 - blur, 0.26 + blur, level) +
    0.26 * smoothstep(0.4 - blur, 0.52 + blur, level) +
    0.34 * smoothstep(0.66 - blur, 0.84 + blur, level);
  const pool = Math.max(0, crisp - soft) * (0.8 - 0.45 * at.m);
  // The brush runs dry along the line and leaves the paper's fibres white.
  const dry = gradientNoise(at.x / (46 * scale), at.y / (46 * scale), seed + 21);
  const drag = smoothstep(-0.75, 0.25, dry + 1.1 * ((args.paper[i] as number) - 0.5));
  const line =
    (1 - sampleBilinear(args.lines, at.px, at.py)) * (0.42 + 0.5 * at.m) * (0.35 + 0.65 * drag);
  const outline = 0.55 * (args.rim[i] as number) * drag;
  return Math.max(line, outline) + (wash + pool) * (1 - 0.75 * line);
}
