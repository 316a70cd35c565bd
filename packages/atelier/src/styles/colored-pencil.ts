import { flowLines } from '../raster/filters/flow-lines.ts';
import { groundHeight } from '../raster/filters/grain.ts';
import { lineLuma } from '../raster/filters/line-luma.ts';
import { paintStrokes } from '../raster/filters/stroke-paint.ts';
import { busyPlane, planStrokes, type StrokeLayer } from '../raster/filters/strokes.ts';
import { structureTensor } from '../raster/filters/structure-tensor.ts';
import { defineKernel } from '../raster/kernel.ts';
import { clamp01 } from '../raster/noise.ts';
import { createPlane, createRaster, type Raster, releaseFloats } from '../raster/raster.ts';
import { defineStyle } from './define-style.ts';

/** Coloured pencil: layers of fine slanted strokes on white paper, lines drawn over them. */
export const coloredPencil = defineStyle({
  id: 'colored-pencil',
  title: 'Coloured pencil',
  summary: 'Layered fine strokes of colour on white toothed paper.',
  source:
    'Hertzmann 1998, "Painterly Rendering with Curved Brush Strokes of Multiple Sizes"; ' +
    'Matsui, Johan, Nishita 2005, "Creating Colored Pencil Style Images by Drawing Strokes"',
  family: 'line',
  words: ['colored pencil', 'coloured pencil', 'crayon drawing', 'pencil colour'],
  focusBlur: 0,
  params: {
    pressure: { title: 'Pressure', min: 0.4, max: 1.6, default: 1 },
    lines: { title: 'Strength of the lines', min: 0, max: 1, default: 0.6 },
  },
  render: ({ image, character, scale, params, random, bands, checkpoint }) => {
    const seed = Math.floor(random.next() * 1e9);
    const flow = structureTensor(image, { sigma: 2.6 * scale }, bands);
    const busy = busyPlane(image, 6 * scale, bands);
    const paper = groundHeight(image, { ground: 'cold-press', size: 0.85 * scale, seed }, bands);
    checkpoint();
    const rich = createRaster(image.width, image.height);
    const sheet = createRaster(image.width, image.height);
    const character1 = character.data;
    bands.run(
      sheetKernel,
      { image: { ...image }, rich, sheet, paper: paper.data, character: character1 },
      image.height,
    );
    const scene = { image: rich, flow, character, busy, random: random.fork('strokes') };
    const plan = planStrokes(scene, layersFor(scale), bands);
    releaseFloats(busy.data);
    checkpoint();
    const canvas = { image: sheet, height: createPlane(image.width, image.height), character };
    const bare = 0.42 - 0.12 * (params.pressure ?? 1);
    const opacity = Math.min(0.9, 0.52 * (params.pressure ?? 1));
    paintStrokes(
      canvas,
      { plan, brush: { bristle: 0.3, dryness: 0, opacity, tooth: paper, bare } },
      bands,
    );
    releaseFloats(canvas.height.data);
    checkpoint();
    const lines = flowLines(
      lineLuma(image, { character, scale }, bands),
      { flow, sigma: 1.1 * scale, strength: 20, level: 0.54, slope: 4 },
      bands,
    );
    const ink = params.lines ?? 0.6;
    const args = { sheet, rich, lines: lines.data, paper: paper.data, ink };
    bands.run(outlineKernel, args, image.height);
    return sheet;
  },
});

function layersFor(scale: number): StrokeLayer[] {
  const layer = (radius: number, spacing: number, angle: number | null): StrokeLayer => ({
    radius: Math.max(0.7, radius * scale),
    spacing,
    length: 17,
    detail: 0,
    insideBonus: 0,
    jitter: 0.16,
    angle,
  });
  const fine = { ...layer(1.1, 2.3, null), detail: 0.04, insideBonus: 0.035, length: 8 };
  return [layer(2.1, 3, -0.95), layer(1.7, 3.2, -0.55), layer(1.5, 3.6, -1.25), fine];
}

interface SheetArgs {
  readonly image: Raster;
  readonly rich: Raster;
  readonly sheet: Raster;
  readonly paper: Float32Array;
  readonly character: Float32Array;
}

const sheetKernel = defineKernel<SheetArgs>('style/colored-pencil', (args, y0, y1) => {
  const { image, rich, sheet, paper, character } = args;
  for (let i = y0 * image.width; i < y1 * image.width; i++) {
    const red = image.r[i] as number;
    const green = image.g[i] as number;
    const blue = image.b[i] as number;
    const grey = 0.3 * red + 0.59 * green + 0.11 * blue;
    const m = character[i] as number;
    // Waxy lead never covers to black.
    const purer = 1.34 - 0.2 * m;
    rich.r[i] = clamp01(0.09 + 0.91 * (grey + (red - grey) * purer));
    rich.g[i] = clamp01(0.09 + 0.91 * (grey + (green - grey) * purer));
    rich.b[i] = clamp01(0.09 + 0.91 * (grey + (blue - grey) * purer));
    const tooth = 0.03 * ((paper[i] as number) - 0.5);
    const tint = 0.22 + 0.36 * m;
    sheet.r[i] = clamp01(0.985 + tooth - (0.985 - red) * tint);
    sheet.g[i] = clamp01(0.975 + tooth - (0.975 - green) * tint);
    sheet.b[i] = clamp01(0.95 + tooth - (0.95 - blue) * tint);
  }
});

interface OutlineArgs {
  readonly sheet: Raster;
  readonly rich: Raster;
  readonly lines: Float32Array;
  readonly paper: Float32Array;
  readonly ink: number;
}

const outlineKernel = defineKernel<OutlineArgs>('style/colored-pencil-lines', (args, y0, y1) => {
  const { sheet, rich, lines, paper } = args;
  for (let i = y0 * sheet.width; i < y1 * sheet.width; i++) {
    const catches = 1 - 0.8 * Math.max(0, 0.5 - (paper[i] as number));
    const ink = args.ink * (1 - (lines[i] as number)) * catches;
    sheet.r[i] = mixDark(sheet.r[i] as number, rich.r[i] as number, ink);
    sheet.g[i] = mixDark(sheet.g[i] as number, rich.g[i] as number, ink);
    sheet.b[i] = mixDark(sheet.b[i] as number, rich.b[i] as number, ink);
  }
});

function mixDark(under: number, colour: number, ink: number): number {
  return under + (colour * 0.35 + 0.04 - under) * ink;
}
