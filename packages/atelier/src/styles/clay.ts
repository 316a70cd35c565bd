import { gaussianBlur } from '../raster/blur.ts';
import { edgeSmooth } from '../raster/filters/edge-smooth.ts';
import { kuwahara } from '../raster/filters/kuwahara.ts';
import { liftGround } from '../raster/filters/lift-ground.ts';
import { structureTensor } from '../raster/filters/structure-tensor.ts';
import { defineKernel } from '../raster/kernel.ts';
import { clamp01, gradientNoise, smoothstep } from '../raster/noise.ts';
import { createPlane, createRaster, type Plane, type Raster } from '../raster/raster.ts';
import { defineStyle } from './define-style.ts';

/** Plasticine: every patch of colour puffed into a rounded form, lit softly, with fingerprints. */
export const clay = defineStyle({
  id: 'clay',
  title: 'Clay',
  summary: 'A plasticine set: puffed shapes, soft studio light and fingerprints.',
  source:
    'Johnston 2002, "Lumo: Illumination for Cel Animation" (inflated normals); Blinn 1977, ' +
    '"Models of Light Reflection"; Gastal, Oliveira 2011, "Domain Transform"',
  family: 'craft',
  words: ['clay', '3d clay', 'claymation', 'plasticine', 'stop motion', '3d render', 'toy'],
  focusBlur: 0.002,
  params: {
    puff: { title: 'Roundness', min: 0, max: 2, default: 1 },
    prints: { title: 'Fingerprints', min: 0, max: 2, default: 1 },
    gloss: { title: 'Gloss', min: 0, max: 2, default: 1 },
  },
  render: ({ image, character, scale, params, random, bands, checkpoint }) => {
    const { width, height } = image;
    const flow = structureTensor(image, { sigma: 3.4 * scale }, bands);
    const options = { flow, radius: 6.5 * scale, insideRadius: 3.4 * scale, character };
    const painted = kuwahara(image, options, bands);
    checkpoint();
    const flat = edgeSmooth(painted, { space: 34 * scale, range: 0.5 }, bands);
    liftGround(flat, { character, middle: 0.52 }, bands);
    const seams = createPlane(width, height);
    bands.run(seamKernel, { image: flat, mask: character.data, out: seams.data }, height);
    const fine = gaussianBlur(seams, 2.4 * scale, bands);
    const wide = gaussianBlur(seams, 9 * scale, bands);
    const body = gaussianBlur(character, 26 * scale, bands);
    const form = createPlane(width, height);
    bands.run(
      formKernel,
      { fine, wide, body, mask: character.data, out: form.data, scale },
      height,
    );
    const round = gaussianBlur(form, 1.6 * scale, bands);
    checkpoint();
    const out = createRaster(width, height);
    bands.run(
      lampKernel,
      {
        flat,
        form: round,
        wide: wide.data,
        mask: character.data,
        out,
        scale,
        seed: Math.floor(random.next() * 9973),
        puff: params.puff ?? 1,
        prints: params.prints ?? 1,
        gloss: params.gloss ?? 1,
      },
      height,
    );
    return out;
  },
});

interface SeamArgs {
  readonly image: Raster;
  readonly mask: Float32Array;
  readonly out: Float32Array;
}

// Seams are where colour changes: there one lump of clay meets the next.
const seamKernel = defineKernel<SeamArgs>('style/clay-seams', ({ image, mask, out }, y0, y1) => {
  const { r, g, b, width, height } = image;
  for (let y = y0; y < y1; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const right = x + 1 < width ? i + 1 : i;
      const below = y + 1 < height ? i + width : i;
      const step = (j: number) =>
        Math.abs((r[i] as number) - (r[j] as number)) +
        Math.abs((g[i] as number) - (g[j] as number)) +
        Math.abs((b[i] as number) - (b[j] as number)) +
        2 * Math.abs((mask[i] as number) - (mask[j] as number));
      out[i] = Math.min(1, 2.2 * (step(right) + step(below)));
    }
  }
});

interface FormArgs {
  readonly fine: Plane;
  readonly wide: Plane;
  readonly body: Plane;
  readonly mask: Float32Array;
  readonly out: Float32Array;
  readonly scale: number;
}

const formKernel = defineKernel<FormArgs>('style/clay-form', (args, y0, y1) => {
  const { fine, wide, body, mask, out, scale } = args;
  for (let i = y0 * fine.width; i < y1 * fine.width; i++) {
    const m = mask[i] as number;
    const crease = 1 - Math.exp(-5 * (fine.data[i] as number));
    const trough = 1 - Math.exp(-7 * (wide.data[i] as number));
    const swell = m * Math.sqrt(clamp01((body.data[i] as number) * 1.15 - 0.3));
    out[i] = (-3.2 * crease - 6.5 * trough * (1 - 0.45 * m) + 46 * swell) * scale;
  }
});

interface LampArgs {
  readonly flat: Raster;
  readonly form: Plane;
  readonly wide: Float32Array;
  readonly mask: Float32Array;
  readonly out: Raster;
  readonly scale: number;
  readonly seed: number;
  readonly puff: number;
  readonly prints: number;
  readonly gloss: number;
}

const lampKernel = defineKernel<LampArgs>('style/clay', (args, y0, y1) => {
  const { flat, form, out, scale, seed } = args;
  const { width, height, data } = form;
  for (let y = y0; y < y1; y++) {
    const up = Math.max(0, y - 1) * width;
    const down = Math.min(height - 1, y + 1) * width;
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const m = args.mask[i] as number;
      const left = y * width + Math.max(0, x - 1);
      const right = y * width + Math.min(width - 1, x + 1);
      const print = args.prints * printAt({ x, y, scale, seed, m });
      const nx = -args.puff * 0.5 * ((data[right] as number) - (data[left] as number)) + print;
      const ny =
        -args.puff * 0.5 * ((data[down + x] as number) - (data[up + x] as number)) + print * 0.6;
      const length = Math.sqrt(nx * nx + ny * ny + 1);
      // Key light at the upper left, wrapped round the form; a half-vector gloss; seams in shade.
      const facing = (-0.5 * nx - 0.62 * ny + 0.72) / (length * 1.08);
      const wrapped = clamp01((facing + 0.35) / 1.35);
      const half = clamp01((-0.27 * nx - 0.34 * ny + 0.94) / (length * 1.03));
      const gloss = args.gloss * 0.2 * half ** 26 * (0.7 + 0.3 * m);
      const hollow = 1 - 0.2 * smoothstep(0.02, 0.4, args.wide[i] as number);
      const light = (0.42 + 0.86 * wrapped) * hollow;
      // Shade and gloss take colour away; richer clay under them keeps what the picture had.
      const r = flat.r[i] as number;
      const g = flat.g[i] as number;
      const b = flat.b[i] as number;
      const grey = 0.3 * r + 0.55 * g + 0.15 * b;
      const rich = 1.1 + 0.14 * m;
      out.r[i] = lit(grey + (r - grey) * rich, light, gloss);
      out.g[i] = lit(grey + (g - grey) * rich, light, gloss);
      out.b[i] = lit(grey + (b - grey) * rich, light, gloss);
    }
  }
});

// Patches of fine curved ridges, and the slow dents of a thumb.
function printAt(at: { x: number; y: number; scale: number; seed: number; m: number }): number {
  const { x, y, scale, seed } = at;
  const u = x / scale;
  const v = y / scale;
  const patch = smoothstep(0.12, 0.5, gradientNoise(u / 70, v / 70, seed));
  const curve = 26 * gradientNoise(u / 60, v / 60, seed + 4);
  const ridges = Math.sin((u * 0.55 + v * 0.8 + curve) * 1.15);
  const dent = 0.075 * gradientNoise(u / 24, v / 24, seed + 8);
  return (0.1 * patch * ridges + dent) * (1 - 0.45 * at.m);
}

function lit(colour: number, light: number, gloss: number): number {
  const base = clamp01(0.01 + colour * 0.98);
  const shaded = light <= 1 ? base * light : base + (1 - base) * (light - 1) * 0.55;
  return clamp01(shaded + (1 - shaded) * gloss);
}
