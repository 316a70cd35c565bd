import { edgeSmooth } from '../raster/filters/edge-smooth.ts';
import { flowLines } from '../raster/filters/flow-lines.ts';
import { halftoneInk } from '../raster/filters/halftone.ts';
import { exposureOf, levelledLuma } from '../raster/filters/levels.ts';
import { lineLuma } from '../raster/filters/line-luma.ts';
import { silhouette } from '../raster/filters/outline.ts';
import { structureTensor } from '../raster/filters/structure-tensor.ts';
import { defineKernel } from '../raster/kernel.ts';
import { clamp01, smoothstep } from '../raster/noise.ts';
import { oklabToSrgb, srgbToOklab } from '../raster/oklab.ts';
import { createRaster, type Raster } from '../raster/raster.ts';
import { defineStyle } from './define-style.ts';

/** Screen print: a loud two-colour ground in big dots, the character in its own flat inks. */
export const popArt = defineStyle({
  id: 'pop-art',
  title: 'Pop art',
  summary: 'A loud screen print: big dots behind, flat inks and a thick key line in front.',
  source:
    'Ostromoukhov, Hersch 1999, "Multi-Color and Artistic Dithering"; Ulichney 1987, "Digital ' +
    'Halftoning"; Winnemöller et al. 2012, "XDoG"',
  family: 'graphic',
  words: ['pop art', 'pop-art', 'warhol', 'lichtenstein', 'screen print', 'silkscreen'],
  focusBlur: 0,
  params: {
    dots: { title: 'Size of the dots', min: 0.5, max: 2, default: 1 },
    scheme: { title: 'Colour scheme, 0 = by seed', min: 0, max: 6, default: 0 },
  },
  render: ({ image, character, scale, params, random, bands, checkpoint }) => {
    const flow = structureTensor(image, { sigma: 2.4 * scale }, bands);
    const flat = edgeSmooth(image, { space: 22 * scale, range: 0.5 }, bands);
    const lines = flowLines(
      lineLuma(flat, { character, scale }, bands),
      { flow, sigma: 1.8 * scale, strength: 22, level: 0.53, slope: 16, along: 5 },
      bands,
    );
    checkpoint();
    const tone = levelledLuma(flat, { middle: 0.6, character }, bands);
    const rim = silhouette(character, 4.2 * scale, bands);
    const chosen = Math.round(params.scheme ?? 0) || 1 + Math.floor(random.next() * SCHEMES.length);
    const scheme = SCHEMES[(chosen - 1) % SCHEMES.length] ?? SCHEMES[0];
    const out = createRaster(image.width, image.height);
    bands.run(
      screenKernel,
      {
        flat,
        tone: tone.data,
        lines: lines.data,
        rim: rim.data,
        character: character.data,
        out,
        cell: 13 * scale * (params.dots ?? 1),
        scheme: scheme.map((colour) => [...colour]),
        // A print knows no night: what is printed in front is as light as its inks.
        lift: exposureOf(flat, { character, wanted: 0.94, most: 1.5 }),
      },
      image.height,
    );
    return out;
  },
});

type Ink = readonly [number, number, number];

// Paper, ground, dots: light to dark, so that tone still reads.
const SCHEMES: readonly [readonly Ink[], ...(readonly Ink[])[]] = [
  [
    [1, 0.95, 0.55],
    [1, 0.8, 0.08],
    [0.93, 0.16, 0.32],
  ],
  [
    [0.75, 0.96, 0.98],
    [0.12, 0.76, 0.86],
    [0.96, 0.2, 0.55],
  ],
  [
    [1, 0.86, 0.9],
    [1, 0.5, 0.62],
    [0.16, 0.25, 0.75],
  ],
  [
    [0.95, 0.98, 0.7],
    [0.55, 0.83, 0.23],
    [0.42, 0.15, 0.6],
  ],
  [
    [1, 0.9, 0.72],
    [1, 0.58, 0.2],
    [0.06, 0.38, 0.56],
  ],
  [
    [0.92, 0.86, 1],
    [0.66, 0.5, 0.94],
    [0.98, 0.36, 0.16],
  ],
];

interface ScreenArgs {
  readonly flat: Raster;
  readonly tone: Float32Array;
  readonly lines: Float32Array;
  readonly rim: Float32Array;
  readonly character: Float32Array;
  readonly out: Raster;
  readonly cell: number;
  readonly scheme: readonly (readonly number[])[];
  readonly lift: number;
}

const screenKernel = defineKernel<ScreenArgs>('style/pop-art', (args, y0, y1) => {
  const { flat, out, cell, scheme, lift } = args;
  const [paper = [], ground = [], dot = []] = scheme;
  for (let y = y0; y < y1; y++) {
    for (let x = 0; x < out.width; x++) {
      const i = y * out.width + x;
      const m = args.character[i] as number;
      const dark = 1 - (args.tone[i] as number);
      const wide = halftoneInk({ cell, angle: 0.26 }, { x, y }, smoothstep(0.06, 0.6, dark));
      const deep = halftoneInk(
        { cell, angle: 1.31 },
        { x, y },
        0.94 * smoothstep(0.42, 0.98, dark),
      );
      const [l, a, b] = srgbToOklab(flat.r[i] as number, flat.g[i] as number, flat.b[i] as number);
      // The character is printed in its own hues, posterised to a few flat inks.
      const light = Math.min(1, l * lift);
      const v = light * 5;
      const edge = Math.floor(v + 0.5);
      const stepped = (edge + 0.5 * Math.tanh(10 * (v - edge))) / 5;
      const level = Math.min(0.98, 0.3 * light + 0.7 * stepped + 0.03);
      const own = oklabToSrgb(level, a * 1.2 * lift, b * 1.2 * lift);
      const shade = halftoneInk(
        { cell: cell * 0.5, angle: 0.9 },
        { x, y },
        0.55 * smoothstep(0.45, 0.95, dark),
      );
      const drawn = (1 - (args.lines[i] as number)) * (0.55 + 0.45 * m);
      const ink = smoothstep(0.25, 0.75, Math.max(drawn, args.rim[i] as number));
      for (let c = 0; c < 3; c++) {
        const base = mixed(mixed(paper[c], ground[c], wide), dot[c], deep);
        const figure = (own[c] ?? 0) * (1 - 0.35 * shade);
        const plane = c === 0 ? out.r : c === 1 ? out.g : out.b;
        plane[i] = clamp01((base + (figure - base) * m) * (1 - ink) + 0.05 * ink);
      }
    }
  }
});

function mixed(a: number | undefined, b: number | undefined, t: number): number {
  return (a ?? 0) + ((b ?? 0) - (a ?? 0)) * t;
}
