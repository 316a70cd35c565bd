import { edgeSmooth } from '../raster/filters/edge-smooth.ts';
import { groundHeight } from '../raster/filters/grain.ts';
import { halftoneInk } from '../raster/filters/halftone.ts';
import { defineKernel } from '../raster/kernel.ts';
import { clamp01, gradientNoise, randomCell } from '../raster/noise.ts';
import { createRaster, type Plane, type Raster } from '../raster/raster.ts';
import { sampleBilinear } from '../raster/resample.ts';
import { defineStyle } from './define-style.ts';

/** Riso print: pink, blue and yellow drums slightly out of register, speckled solids, soft paper. */
export const risograph = defineStyle({
  id: 'risograph',
  title: 'Risograph',
  summary: 'Three bright spot inks, a little out of register, on uncoated paper.',
  source:
    'Stollnitz, Ostromoukhov, Salesin 1998, "Reproducing Color Images Using Custom Inks"; ' +
    'Ulichney 1987, "Digital Halftoning"',
  family: 'graphic',
  words: ['risograph', 'riso', 'riso print', 'zine', 'spot colour'],
  focusBlur: 0,
  params: {
    dots: { title: 'Size of the dots', min: 0.5, max: 2, default: 1 },
    register: { title: 'Misregister', min: 0, max: 2, default: 1 },
    speckle: { title: 'Speckle', min: 0, max: 2, default: 1 },
  },
  render: ({ image, character, scale, params, random, bands, checkpoint }) => {
    const seed = Math.floor(random.next() * 9973);
    const flat = edgeSmooth(image, { space: 7 * scale, range: 0.4 }, bands);
    checkpoint();
    const paper = groundHeight(image, { ground: 'cold-press', size: 0.9 * scale, seed }, bands);
    const far = 2.6 * scale * (params.register ?? 1);
    const shifts = INKS.map(() => [random.between(-far, far), random.between(-far, far)]);
    const out = createRaster(image.width, image.height);
    bands.run(
      drumKernel,
      {
        flat,
        paper: paper.data,
        character: character.data,
        out,
        shifts: shifts.flat(),
        cell: 5.4 * scale * (params.dots ?? 1),
        scale,
        seed,
        speckle: params.speckle ?? 1,
      },
      image.height,
    );
    return out;
  },
});

type Ink = readonly [number, number, number];

// Blue, fluorescent pink, yellow and a thin charcoal for the deepest shade.
const INKS: readonly Ink[] = [
  [0.03, 0.43, 0.76],
  [0.98, 0.27, 0.55],
  [1, 0.86, 0.1],
  [0.16, 0.15, 0.24],
];
const ANGLES = [0.26, 1.31, 0.02, 0.79] as const;

interface DrumArgs {
  readonly flat: Raster;
  readonly paper: Float32Array;
  readonly character: Float32Array;
  readonly out: Raster;
  readonly shifts: readonly number[];
  readonly cell: number;
  readonly scale: number;
  readonly seed: number;
  readonly speckle: number;
}

const drumKernel = defineKernel<DrumArgs>('style/risograph', (args, y0, y1) => {
  const { flat, out, scale, seed } = args;
  const { width, height } = flat;
  const planes: Plane[] = [flat.r, flat.g, flat.b].map((data) => ({ width, height, data }));
  const [red, green, blue] = planes as [Plane, Plane, Plane];
  for (let y = y0; y < y1; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const m = args.character[i] as number;
      const tooth = (args.paper[i] as number) - 0.5;
      const cloud = gradientNoise(x / (60 * scale), y / (60 * scale), seed);
      let r = 0.965 + 0.03 * tooth;
      let g = 0.95 + 0.03 * tooth;
      let b = 0.91 + 0.03 * tooth;
      for (let k = 0; k < INKS.length; k++) {
        const still = 1 - 0.6 * m;
        const sx = x + (args.shifts[k * 2] ?? 0) * still;
        const sy = y + (args.shifts[k * 2 + 1] ?? 0) * still;
        const wanted = separate(
          sampleBilinear(red, sx, sy),
          sampleBilinear(green, sx, sy),
          sampleBilinear(blue, sx, sy),
        )[k] as number;
        if (wanted <= 0.01) continue;
        const screen = { cell: args.cell * (1 - 0.3 * m), angle: ANGLES[k] ?? 0 };
        const area = areaOf(wanted, PRINCIPAL[k] as number);
        const dots = halftoneInk(screen, { x: sx, y: sy }, area);
        // A stencil print keeps some continuous tone under its dots, and never lies down evenly.
        const laid = (0.62 - 0.2 * m) * dots + (0.38 + 0.2 * m) * area;
        const speck = randomCell(x >> 1, y >> 1, seed + k) < 0.05 * args.speckle ? 0.55 : 1;
        const ink = clamp01(laid * speck * (0.95 + args.speckle * (0.08 * cloud - 0.28 * tooth)));
        const [ir, ig, ib] = INKS[k] ?? [1, 1, 1];
        r *= 1 - ink * (1 - ir);
        g *= 1 - ink * (1 - ig);
        b *= 1 - ink * (1 - ib);
      }
      out.r[i] = clamp01(r);
      out.g[i] = clamp01(g);
      out.b[i] = clamp01(b);
    }
  }
});

// Densities add where colours multiply: three equations for three inks, solved once for all.
const DENSITY = INKS.slice(0, 3).map((ink) => ink.map((v) => -Math.log(Math.max(v, 0.03))));
const SOLVE = inverse3(DENSITY);

// The channel an ink takes most of; dots of area a must take as much as a film of density d.
const PRINCIPAL = INKS.map((ink) => Math.max(0.03, Math.min(...ink)));

function areaOf(density: number, least: number): number {
  return (1 - least ** density) / (1 - least);
}

function separate(r: number, g: number, b: number): [number, number, number, number] {
  const dr = -Math.log(Math.max(r, 0.05));
  const dg = -Math.log(Math.max(g, 0.05));
  const db = -Math.log(Math.max(b, 0.05));
  const at = (k: number) =>
    clamp01(dr * (SOLVE[0]?.[k] ?? 0) + dg * (SOLVE[1]?.[k] ?? 0) + db * (SOLVE[2]?.[k] ?? 0));
  const key = Math.max(0, Math.min(dr, dg, db) - 0.9) / 2.1;
  return [at(0), at(1), at(2), Math.min(1, key * 1.2)];
}

function inverse3(m: readonly (readonly number[])[]): number[][] {
  const v = (i: number, j: number) => m[i % 3]?.[j % 3] ?? 0;
  const minor = (i: number, j: number) =>
    v(i + 1, j + 1) * v(i + 2, j + 2) - v(i + 1, j + 2) * v(i + 2, j + 1);
  const det = v(0, 0) * minor(0, 0) + v(0, 1) * minor(0, 1) + v(0, 2) * minor(0, 2);
  return [0, 1, 2].map((i) => [0, 1, 2].map((j) => minor(j, i) / det));
}
