import { gaussianBlur } from '../raster/blur.ts';
import { flowLines } from '../raster/filters/flow-lines.ts';
import { groundHeight } from '../raster/filters/grain.ts';
import { kuwahara } from '../raster/filters/kuwahara.ts';
import { lineLuma } from '../raster/filters/line-luma.ts';
import { structureTensor } from '../raster/filters/structure-tensor.ts';
import { lumaPlane } from '../raster/filters/tone.ts';
import { defineKernel } from '../raster/kernel.ts';
import { clamp01, fbm, gradientNoise, smoothstep } from '../raster/noise.ts';
import { createRaster, type Plane, type Raster } from '../raster/raster.ts';
import { sampleBilinear } from '../raster/resample.ts';
import { defineStyle } from './define-style.ts';

/** Washes on cold-pressed paper: pooled edges, granulation, tide marks and a torn wet border. */
export const watercolor = defineStyle({
  id: 'watercolor',
  title: 'Watercolour',
  summary: 'Transparent washes that pool and granulate on rough paper.',
  source:
    'Bousseau, Kaplan, Thollot, Sillion 2006, "Interactive Watercolor Rendering with Temporal ' +
    'Coherence and Abstraction"; Curtis et al. 1997, "Computer-Generated Watercolor"',
  family: 'painted',
  words: ['watercolor', 'watercolour', 'aquarelle', 'wash painting'],
  focusBlur: 0.0012,
  params: {
    wetness: { title: 'Wetness', min: 0, max: 2, default: 1 },
    granulation: { title: 'Granulation', min: 0, max: 2, default: 1 },
    drawing: { title: 'Pencil drawing underneath', min: 0, max: 1, default: 0.5 },
    border: { title: 'Paper border', min: 0, max: 1, default: 1 },
  },
  render: ({ image, character, scale, params, random, bands, checkpoint }) => {
    const { width, height } = image;
    const seed = Math.floor(random.next() * 1e9);
    const flow = structureTensor(image, { sigma: 2.4 * scale }, bands);
    const options = { flow, radius: 7 * scale, insideRadius: 3.4 * scale, character };
    const washes = kuwahara(image, options, bands);
    checkpoint();
    const luma = lumaPlane(washes, bands);
    const pooled = gaussianBlur(luma, 4.5 * scale, bands);
    const lines = flowLines(
      lineLuma(washes, { character, scale }, bands),
      { flow, sigma: 1.05 * scale, strength: 20, level: 0.54, slope: 4 },
      bands,
    );
    checkpoint();
    const paper = groundHeight(image, { ground: 'cold-press', size: 1.3 * scale, seed }, bands);
    const out = createRaster(width, height);
    const args: WashArgs = {
      washes,
      luma,
      pooled,
      lines: lines.data,
      paper: paper.data,
      character: character.data,
      out,
      scale,
      seed: seed % 9973,
      wetness: params.wetness ?? 1,
      granulation: params.granulation ?? 1,
      drawing: params.drawing ?? 0.5,
      border: params.border ?? 1,
    };
    bands.run(washKernel, args, height);
    return out;
  },
});

interface WashArgs {
  readonly washes: Raster;
  readonly luma: Plane;
  readonly pooled: Plane;
  readonly lines: Float32Array;
  readonly paper: Float32Array;
  readonly character: Float32Array;
  readonly out: Raster;
  readonly scale: number;
  readonly seed: number;
  readonly wetness: number;
  readonly granulation: number;
  readonly drawing: number;
  readonly border: number;
}

const PAPER = [0.985, 0.972, 0.945] as const;

const washKernel = defineKernel<WashArgs>('style/watercolor', (args, y0, y1) => {
  const { washes, out, scale, seed, character } = args;
  const { width, height } = washes;
  const red: Plane = { width, height, data: washes.r };
  const green: Plane = { width, height, data: washes.g };
  const blue: Plane = { width, height, data: washes.b };
  for (let y = y0; y < y1; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const inside = character[i] as number;
      const shake = (6.5 - 4.6 * inside) * scale;
      const near = 26 * scale;
      const px = x + shake * wobble(x / near, y / near, seed);
      const py = y + shake * wobble(x / near, y / near, seed + 31);
      const grain = (args.paper[i] as number) - 0.5;
      const density = densityAt(args, { x: px, y: py, inside }) + 0.5 * args.granulation * grain;
      const line = 1 - args.drawing * (0.5 + 0.3 * inside) * (1 - (args.lines[i] as number));
      const dry = borderAt(args, x, y);
      const lit = 1 + 0.05 * grain;
      out.r[i] = wash(sampleBilinear(red, px, py), density, dry) * line * lit * PAPER[0];
      out.g[i] = wash(sampleBilinear(green, px, py), density, dry) * line * lit * PAPER[1];
      out.b[i] = wash(sampleBilinear(blue, px, py), density, dry) * line * lit * PAPER[2];
      out.r[i] = clamp01(out.r[i] as number);
      out.g[i] = clamp01(out.g[i] as number);
      out.b[i] = clamp01(out.b[i] as number);
    }
  }
});

function wobble(x: number, y: number, seed: number): number {
  return gradientNoise(x, y, seed) + 0.4 * gradientNoise(x * 3.7, y * 3.7, seed + 1);
}

// Pigment: clouds of it, more of it along the dark side of every edge, a tide mark here and there.
function densityAt(args: WashArgs, at: { x: number; y: number; inside: number }): number {
  const { scale, seed, wetness } = args;
  const span = 150 * scale;
  const cloud = fbm(at.x / span, at.y / span, { seed: seed + 5, octaves: 4 });
  const edge = sampleBilinear(args.pooled, at.x, at.y) - sampleBilinear(args.luma, at.x, at.y);
  const tide = fbm(at.x / (span * 1.7), at.y / (span * 1.7), { seed: seed + 77, octaves: 3 });
  const shore = tide > 0 ? Math.exp(-tide * 26) : Math.exp(tide * 90);
  const calm = 1 - 0.65 * at.inside;
  return (
    1 +
    wetness * calm * (0.75 * cloud + 0.2 * shore - 0.12) +
    (edge > 0 ? 4.2 : 1.2) * edge * (1 - 0.25 * at.inside)
  );
}

// 1 where the paper stays dry: the wash ends in a wavering line some way from the frame.
function borderAt(args: WashArgs, x: number, y: number): number {
  if (args.border <= 0) return 0;
  const { scale, seed } = args;
  const { width, height } = args.out;
  const near = Math.min(x, y, width - 1 - x, height - 1 - y);
  const wander =
    16 * gradientNoise(x / (70 * scale), y / (70 * scale), seed + 51) +
    7 * gradientNoise(x / (14 * scale), y / (14 * scale), seed + 52);
  const depth = near - (24 + wander) * scale * args.border;
  return depth > 14 * scale
    ? 0
    : depth < -2 * scale
      ? 1
      : 0.999 - smoothstep(-2, 14, depth / scale);
}

// Bousseau's pigment law on a lightened colour; `dry` first pools, then leaves bare paper.
function wash(value: number, density: number, dry: number): number {
  const c = 1 - (1 - clamp01(value)) * 0.9;
  const rim = dry > 0 && dry < 1 ? 1.1 * dry * (1 - dry) : 0;
  const d = Math.max(0.25, density + rim);
  const painted = clamp01(c - (c - c * c) * (d - 1));
  const bare = dry >= 1 ? 1 : smoothstep(0.72, 1, dry);
  return painted + (1 - painted) * bare;
}
