import { edgeSmooth } from '../raster/filters/edge-smooth.ts';
import { groundHeight } from '../raster/filters/grain.ts';
import { halftoneInk } from '../raster/filters/halftone.ts';
import { defineKernel } from '../raster/kernel.ts';
import { clamp01, gradientNoise, randomCell } from '../raster/noise.ts';
import { createFloats, createRaster, type Plane, type Raster } from '../raster/raster.ts';
import { sampleBilinear } from '../raster/resample.ts';
import { defineStyle } from './define-style.ts';

/** Riso print: aqua, blue, pink and yellow drums a little out of register, on soft paper. */
export const risograph = defineStyle({
  id: 'risograph',
  title: 'Risograph',
  summary: 'Four bright spot inks, a little out of register, on uncoated paper.',
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
        table: separationTable(),
      },
      image.height,
    );
    return out;
  },
});

type Ink = readonly [number, number, number];

// Aqua, blue, fluorescent pink, yellow and a thin charcoal for the deepest shade.
const INKS: readonly Ink[] = [
  [0.1, 0.72, 0.72],
  [0.03, 0.43, 0.76],
  [0.98, 0.27, 0.55],
  [1, 0.86, 0.1],
  [0.16, 0.15, 0.24],
];
const PAPER = [0.965, 0.95, 0.91] as const;
const ANGLES = [0.52, 0.26, 1.31, 0.02, 0.79] as const;
const CHARCOAL = INKS.length - 1;

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
  readonly table: Float32Array;
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
      let r = PAPER[0] + 0.03 * tooth;
      let g = PAPER[1] + 0.03 * tooth;
      let b = PAPER[2] + 0.03 * tooth;
      for (let k = 0; k < INKS.length; k++) {
        const still = 1 - 0.6 * m;
        const sx = x + (args.shifts[k * 2] ?? 0) * still;
        const sy = y + (args.shifts[k * 2 + 1] ?? 0) * still;
        const at =
          gridStep(sampleBilinear(red, sx, sy)) +
          GRID * gridStep(sampleBilinear(green, sx, sy)) +
          GRID * GRID * gridStep(sampleBilinear(blue, sx, sy));
        const area = args.table[at * INKS.length + k] as number;
        if (area <= 0.01) continue;
        const screen = { cell: args.cell * (1 - 0.3 * m), angle: ANGLES[k] ?? 0 };
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

const GRID = 25;

/**
 * Areas of the inks for every colour of a 25-step grid: the charcoal by darkness alone, the
 * others by coordinate descent on the product of their coverages.
 */
function separationTable(): Float32Array {
  const table = createFloats(GRID ** 3 * INKS.length);
  const areas = INKS.map(() => 0);
  for (let k = 0; k < GRID ** 3; k++) {
    const wanted = [k % GRID, Math.floor(k / GRID) % GRID, Math.floor(k / GRID ** 2)];
    const colour = wanted.map((v) => v / (GRID - 1));
    const peak = Math.max(...colour);
    areas.fill(0);
    areas[CHARCOAL] = 0.85 * clamp01(1 - peak / 0.34) ** 0.8;
    for (let sweep = 0; sweep < 10; sweep++) {
      for (let ink = 0; ink < CHARCOAL; ink++) areas[ink] = bestArea(areas, ink, colour);
    }
    table.set(areas, k * INKS.length);
  }
  return table;
}

function bestArea(areas: readonly number[], ink: number, colour: readonly number[]): number {
  let over = 0;
  let under = 0;
  for (let c = 0; c < 3; c++) {
    let others = PAPER[c] ?? 1;
    for (let k = 0; k < INKS.length; k++) {
      if (k !== ink) others *= 1 - (areas[k] ?? 0) * (1 - (INKS[k]?.[c] ?? 1));
    }
    const takes = others * (1 - (INKS[ink]?.[c] ?? 1));
    over += takes * (others - (colour[c] ?? 0));
    under += takes * takes;
  }
  return clamp01(over / Math.max(under, 1e-6));
}

function gridStep(value: number): number {
  return Math.round(clamp01(value) * (GRID - 1));
}
