import { fitGamut } from '../place/relight.ts';
import { blurRaster, gaussianBlur } from '../raster/blur.ts';
import { halveRaster, lumaPlane } from '../raster/filters/tone.ts';
import { defineKernel } from '../raster/kernel.ts';
import { length2 } from '../raster/length.ts';
import { clamp01, randomCell, smoothstep } from '../raster/noise.ts';
import { oklabToSrgb, srgbToOklab } from '../raster/oklab.ts';
import { createRaster, type Raster } from '../raster/raster.ts';
import { resizeRaster } from '../raster/resample.ts';
import { defineStyle } from './define-style.ts';

/** A film still: filmic contrast, bloom and halation, cool shadows, warm lights, fine grain. */
export const cinematic = defineStyle({
  id: 'cinematic',
  title: 'Cinematic',
  summary: 'A graded film still with bloom, halation and fine grain.',
  source:
    'Hable 2010, "Filmic Tonemapping Operators"; Reinhard, Ashikhmin, Gooch, Shirley 2001, ' +
    '"Color Transfer between Images"; Newson et al. 2017, "A Stochastic Film Grain Model"',
  family: 'photographic',
  words: ['cinematic', 'film still', 'movie', 'photo', 'photographic', 'realistic', 'dramatic'],
  focusBlur: 0.004,
  params: {
    grade: { title: 'Strength of the grade', min: 0, max: 1.5, default: 1 },
    glow: { title: 'Bloom of the lights', min: 0, max: 2, default: 1 },
    grain: { title: 'Film grain', min: 0, max: 2, default: 1 },
  },
  render: ({ image, character, scale, params, random, bands, checkpoint }) => {
    const { width, height } = image;
    const small = halveRaster(halveRaster(image, bands), bands);
    bands.run(lightsKernel, { small }, small.height);
    const near = blurRaster(small, 3.2 * scale, bands);
    const far = blurRaster(near, 14 * scale, bands);
    checkpoint();
    bands.run(sumKernel, { near, far }, near.height);
    const glow = resizeRaster(near, { width, height }, bands);
    const luma = lumaPlane(image, bands);
    const wide = gaussianBlur(luma, 22 * scale, bands);
    checkpoint();
    const out = createRaster(width, height);
    bands.run(
      gradeKernel,
      {
        image: { width, height, r: image.r, g: image.g, b: image.b },
        glow,
        luma: luma.data,
        wide: wide.data,
        character: character.data,
        out,
        grade: params.grade ?? 1,
        bloom: params.glow ?? 1,
        grain: 0.03 * (params.grain ?? 1),
        seed: Math.floor(random.next() * 1e9),
      },
      height,
    );
    return out;
  },
});

const lightsKernel = defineKernel<{ small: Raster }>('style/cinematic-lights', (args, y0, y1) => {
  const { r, g, b, width } = args.small;
  for (let i = y0 * width; i < y1 * width; i++) {
    const peak = Math.max(r[i] as number, g[i] as number, b[i] as number);
    const keep = smoothstep(0.62, 1, peak);
    r[i] = (r[i] as number) * keep;
    g[i] = (g[i] as number) * keep;
    b[i] = (b[i] as number) * keep;
  }
});

// Halation: the wide glow is light scattered back by the film base, which is reddish.
const sumKernel = defineKernel<{ near: Raster; far: Raster }>(
  'style/cinematic-sum',
  ({ near, far }, y0, y1) => {
    const { width } = near;
    for (let i = y0 * width; i < y1 * width; i++) {
      near.r[i] = 0.5 * (near.r[i] as number) + 0.78 * (far.r[i] as number);
      near.g[i] = 0.5 * (near.g[i] as number) + 0.56 * (far.g[i] as number);
      near.b[i] = 0.5 * (near.b[i] as number) + 0.5 * (far.b[i] as number);
    }
  },
);

interface GradeArgs {
  readonly image: Raster;
  readonly glow: Raster;
  readonly luma: Float32Array;
  readonly wide: Float32Array;
  readonly character: Float32Array;
  readonly out: Raster;
  readonly grade: number;
  readonly bloom: number;
  readonly grain: number;
  readonly seed: number;
}

const gradeKernel = defineKernel<GradeArgs>('style/cinematic', (args, y0, y1) => {
  const { image, glow, luma, wide, character, out, grade } = args;
  const { width, height } = image;
  for (let y = y0; y < y1; y++) {
    const v = y / height - 0.5;
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const u = x / width - 0.5;
      const mask = character[i] as number;
      const light = luma[i] as number;
      // Local contrast first, then the filmic toe and shoulder as one curve on luminance.
      const clear = light + 0.28 * grade * (light - (wide[i] as number));
      const curved = filmic(clear);
      const toned = light + (curved - light) * Math.min(1, 0.85 * grade);
      const gain = toned / Math.max(light, 0.02);
      const edge = smoothstep(0.32, 0.86, length2(u, v)) * (1 - 0.5 * mask);
      const shade = 1 - 0.5 * grade * edge;
      // Split toning is held back on the character, whose hue must stay its own.
      const tint = grade * (1 - 0.72 * mask);
      const dark = (1 - toned) * (1 - toned);
      const bright = toned * toned;
      const speck =
        args.grain *
        (randomCell(x, y, args.seed) + randomCell(x >> 1, y >> 1, args.seed + 1) - 1) *
        (1.15 - light) *
        (1 - 0.4 * mask);
      const bloom = args.bloom * (0.5 - 0.22 * mask);
      const r = (image.r[i] as number) * gain + tint * (0.042 * bright - 0.03 * dark);
      const g = (image.g[i] as number) * gain + tint * (0.008 * bright + 0.004 * dark);
      const b = (image.b[i] as number) * gain + tint * (0.036 * dark - 0.038 * bright);
      out.r[i] = screen(r * shade + speck, bloom * (glow.r[i] as number));
      out.g[i] = screen(g * shade + speck, bloom * (glow.g[i] as number));
      out.b[i] = screen(b * shade + speck, bloom * (glow.b[i] as number));
      if (mask > 0) keepHue(args, i, mask);
    }
  }
});

/** Degrees, as radians, by which the grade may turn a character's hue. */
const TURN = (5 * Math.PI) / 180;

/** Clipped lights and halation turn orange to yellow: a character gets its own hue back. */
function keepHue({ image, out }: GradeArgs, i: number, mask: number): void {
  const was = srgbToOklab(image.r[i] as number, image.g[i] as number, image.b[i] as number);
  const now = srgbToOklab(out.r[i] as number, out.g[i] as number, out.b[i] as number);
  const chroma = length2(was[1], was[2]);
  if (chroma < 0.02) return;
  const along = was[1] * now[1] + was[2] * now[2];
  const turned = Math.atan2(was[1] * now[2] - was[2] * now[1], along);
  const hue = Math.atan2(was[2], was[1]) + TURN * Math.tanh(turned / TURN);
  const rich = Math.max(chroma, length2(now[1], now[2]));
  // Light that leaves no room for the colour is given up first: paint, not chalk.
  const light = now[0] + (was[0] - now[0]) * 0.4 * smoothstep(0, 2 * TURN, Math.abs(turned));
  const own = fitGamut([light, Math.cos(hue) * rich, Math.sin(hue) * rich], was[0]);
  const [r, g, b] = oklabToSrgb(own[0], own[1], own[2]);
  const share = mask * smoothstep(0.02, 0.05, chroma);
  out.r[i] = clamp01((out.r[i] as number) + (r - (out.r[i] as number)) * share);
  out.g[i] = clamp01((out.g[i] as number) + (g - (out.g[i] as number)) * share);
  out.b[i] = clamp01((out.b[i] as number) + (b - (out.b[i] as number)) * share);
}

function filmic(x: number): number {
  const v = Math.max(0, x);
  // A gentle S: 0 -> 0.012, 0.5 -> 0.49, 1 -> 0.985.
  const s = v / (v + 0.52 * (1 - Math.min(v, 1)) ** 1.55 + 1e-6);
  return 0.012 + 0.973 * Math.min(1, s * 0.55 + v * 0.45);
}

function screen(value: number, light: number): number {
  const v = clamp01(value);
  return 1 - (1 - v) * (1 - Math.min(1, light));
}
