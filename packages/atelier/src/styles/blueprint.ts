import { depthLines } from '../raster/filters/depth-lines.ts';
import { edgeSmooth } from '../raster/filters/edge-smooth.ts';
import { flowLines } from '../raster/filters/flow-lines.ts';
import { groundHeight } from '../raster/filters/grain.ts';
import { hatchInk } from '../raster/filters/hatch.ts';
import { levelledLuma } from '../raster/filters/levels.ts';
import { lineLuma } from '../raster/filters/line-luma.ts';
import { silhouette } from '../raster/filters/outline.ts';
import { structureTensor } from '../raster/filters/structure-tensor.ts';
import { defineKernel } from '../raster/kernel.ts';
import { clamp01, fbm, smoothstep } from '../raster/noise.ts';
import { type Box, createRaster, type Raster } from '../raster/raster.ts';
import { defineStyle } from './define-style.ts';

/** A cyanotype plan: pale lines and thin hatching on blue, a grid, a border, dimension lines. */
export const blueprint = defineStyle({
  id: 'blueprint',
  title: 'Blueprint',
  summary: 'Pale drafting lines on cyanotype blue with a grid and dimensions.',
  source:
    'Winnemöller, Kyprianidis, Olsen 2012, "XDoG"; Salisbury et al. 1994, "Interactive ' +
    'Pen-and-Ink Illustration"; Nienhaus, Döllner 2004, "Blueprints" (edges of plans)',
  family: 'line',
  monochrome: true,
  words: [
    'blueprint',
    'cyanotype',
    'technical drawing',
    'schematic',
    'plan',
    'architectural drawing',
  ],
  focusBlur: 0,
  params: {
    grid: { title: 'Strength of the grid', min: 0, max: 1, default: 0.6 },
    hatching: { title: 'Hatching', min: 0, max: 1.5, default: 1 },
    dimensions: { title: 'Dimension lines', min: 0, max: 1, default: 1 },
  },
  render: ({ image, character, depth, box, scale, params, random, bands, checkpoint }) => {
    const seed = Math.floor(random.next() * 9973);
    const flow = structureTensor(image, { sigma: 2.4 * scale }, bands);
    const calm = edgeSmooth(image, { space: 10 * scale, range: 0.5 }, bands);
    const lines = flowLines(
      lineLuma(calm, { character, scale }, bands),
      { flow, sigma: 1.15 * scale, strength: 24, level: 0.58, slope: 9, along: 5 },
      bands,
    );
    checkpoint();
    const rim = silhouette(character, 2.2 * scale, bands);
    const tone = levelledLuma(calm, { middle: 0.6, character }, bands);
    const paper = groundHeight(image, { ground: 'cold-press', size: 1.1 * scale, seed }, bands);
    const out = createRaster(image.width, image.height);
    bands.run(
      planKernel,
      {
        lines: lines.data,
        forms: depthLines(depth, 1.2 * scale, bands).data,
        rim: rim.data,
        tone: tone.data,
        paper: paper.data,
        character: character.data,
        out,
        scale,
        seed,
        box: box === null ? null : { ...box },
        grid: params.grid ?? 0.6,
        hatching: params.hatching ?? 1,
        dimensions: params.dimensions ?? 1,
      },
      image.height,
    );
    return out;
  },
});

interface PlanArgs {
  readonly lines: Float32Array;
  readonly forms: Float32Array;
  readonly rim: Float32Array;
  readonly tone: Float32Array;
  readonly paper: Float32Array;
  readonly character: Float32Array;
  readonly out: Raster;
  readonly scale: number;
  readonly seed: number;
  readonly box: Box | null;
  readonly grid: number;
  readonly hatching: number;
  readonly dimensions: number;
}

const planKernel = defineKernel<PlanArgs>('style/blueprint', (args, y0, y1) => {
  const { out, scale, seed } = args;
  for (let y = y0; y < y1; y++) {
    for (let x = 0; x < out.width; x++) {
      const i = y * out.width + x;
      const m = args.character[i] as number;
      const light = args.tone[i] as number;
      // On blue paper light is drawn: hatching marks what is bright on the character, dark behind.
      const wanted =
        m * 0.78 * smoothstep(0.3, 0.98, light) +
        (1 - m) * 0.42 * smoothstep(0.35, 0.95, 1 - light);
      const hatching = { angle: m > 0.5 ? -0.79 : 0.79, spacing: (6.2 - 1.4 * m) * scale, seed };
      const hatch = 0.42 * args.hatching * hatchInk(hatching, { x, y }, wanted);
      const form = 0.75 * (args.forms[i] as number) * (1 - m);
      const drawn = Math.max(form, (1 - (args.lines[i] as number)) * (0.7 + 0.3 * m));
      const outline = args.rim[i] as number;
      const plan = Math.max(gridAt(args, x, y) * (1 - 0.7 * m), frameAt(args, x, y));
      const tooth = (args.paper[i] as number) - 0.5;
      const chalk = clamp01(Math.max(drawn, outline, hatch, plan) * (0.94 + 0.5 * tooth));
      const stain = fbm(x / (260 * scale), y / (260 * scale), { seed, octaves: 3 });
      const base = 1 + 0.16 * stain + 0.1 * tooth + 0.5 * m * (light - 0.5);
      out.r[i] = clamp01(0.075 * base * (1 - chalk) + 0.87 * chalk);
      out.g[i] = clamp01(0.235 * base * (1 - chalk) + 0.93 * chalk);
      out.b[i] = clamp01(0.49 * base * (1 - chalk) + 0.97 * chalk);
    }
  }
});

function gridAt(args: PlanArgs, x: number, y: number): number {
  const fine = 25.6 * args.scale;
  const at = (v: number, pitch: number) => {
    const off = Math.abs(v / pitch - Math.round(v / pitch)) * pitch;
    return 1 - smoothstep(0.3, 1.1 * Math.max(0.8, args.scale), off);
  };
  const thin = Math.max(at(x, fine), at(y, fine));
  const thick = Math.max(at(x, fine * 5), at(y, fine * 5));
  return args.grid * Math.max(0.17 * thin, 0.34 * thick);
}

// The sheet's border and the character's height and width, with ticks, as on a drawing.
function frameAt(args: PlanArgs, x: number, y: number): number {
  const { scale, out, box } = args;
  const line = (off: number) => 1 - smoothstep(0.5, 1.4 * Math.max(0.7, scale), Math.abs(off));
  const inset = 17 * scale;
  const right = out.width - inset;
  const bottom = out.height - inset;
  const within = x >= inset - 1 && x <= right + 1 && y >= inset - 1 && y <= bottom + 1;
  let mark = within
    ? Math.max(line(x - inset), line(x - right), line(y - inset), line(y - bottom)) * 0.75
    : 0;
  if (box === null || args.dimensions <= 0) return mark;
  const gap = 26 * scale;
  const lx = box.x - gap > inset + 8 * scale ? box.x - gap : box.x + box.width + gap;
  const ty = Math.max(inset + 12 * scale, box.y - gap);
  const tick = 7 * scale;
  if (y >= box.y - tick && y <= box.y + box.height + tick) {
    const end = Math.min(Math.abs(y - box.y), Math.abs(y - box.y - box.height));
    const cap = Math.abs(x - lx) < tick ? line(end) : 0;
    const shaft = y >= box.y && y <= box.y + box.height ? line(x - lx) : 0;
    mark = Math.max(mark, 0.7 * args.dimensions * Math.max(cap, shaft));
  }
  if (x >= box.x - tick && x <= box.x + box.width + tick) {
    const end = Math.min(Math.abs(x - box.x), Math.abs(x - box.x - box.width));
    const cap = Math.abs(y - ty) < tick ? line(end) : 0;
    const shaft = x >= box.x && x <= box.x + box.width ? line(y - ty) : 0;
    mark = Math.max(mark, 0.7 * args.dimensions * Math.max(cap, shaft));
  }
  return mark;
}
