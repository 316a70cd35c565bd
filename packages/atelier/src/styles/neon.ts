import { gaussianBlur } from '../raster/blur.ts';
import { depthLines } from '../raster/filters/depth-lines.ts';
import { edgeSmooth } from '../raster/filters/edge-smooth.ts';
import { flowLines } from '../raster/filters/flow-lines.ts';
import { lineLuma } from '../raster/filters/line-luma.ts';
import { silhouette } from '../raster/filters/outline.ts';
import { structureTensor } from '../raster/filters/structure-tensor.ts';
import { halveRaster } from '../raster/filters/tone.ts';
import { defineKernel } from '../raster/kernel.ts';
import { clamp01, randomCell, smoothstep } from '../raster/noise.ts';
import { oklabToSrgb, srgbToOklab } from '../raster/oklab.ts';
import { createRaster, type Plane, type Raster } from '../raster/raster.ts';
import { resizeRaster } from '../raster/resample.ts';
import { defineStyle } from './define-style.ts';

/** Bent glass tubes in the picture's own hues, glowing in the dark on wet brick. */
export const neon = defineStyle({
  id: 'neon',
  title: 'Neon',
  summary: 'Glowing tubes in the picture’s own hues, in the dark.',
  source:
    'Kang, Lee, Chui 2007, "Coherent Line Drawing"; Spencer, Shirley, Zimmerman, Greenberg 1995, ' +
    '"Physically-Based Glare Effects for Digital Images"',
  family: 'line',
  monochrome: true,
  words: ['neon', 'neon sign', 'glowing', 'synthwave', 'tron', 'neon lights'],
  focusBlur: 0,
  params: {
    glow: { title: 'Glow', min: 0.2, max: 2, default: 1 },
    ambient: { title: 'Picture behind the tubes', min: 0, max: 1, default: 0.35 },
  },
  render: ({ image, character, depth, scale, params, bands, checkpoint }) => {
    const { width, height } = image;
    const flow = structureTensor(image, { sigma: 3 * scale }, bands);
    const flat = edgeSmooth(image, { space: 20 * scale, range: 0.45 }, bands);
    const lines = flowLines(
      lineLuma(flat, { character, scale }, bands),
      { flow, sigma: 1.7 * scale, strength: 22, level: 0.57, slope: 8, along: 6 },
      bands,
    );
    checkpoint();
    const rim = silhouette(character, 3.4 * scale, bands);
    const forms = depthLines(depth, 1.4 * scale, bands);
    const tubes = createRaster(width, height);
    const parts = {
      flat,
      lines: lines.data,
      forms: forms.data,
      rim: rim.data,
      character: character.data,
    };
    bands.run(tubeKernel, { ...parts, tubes }, height);
    checkpoint();
    const half = halveRaster(tubes, bands);
    const near = resizeRaster(spread(half, 1.5 * scale, bands), { width, height }, bands);
    const quarter = halveRaster(half, bands);
    const far = resizeRaster(spread(quarter, 5.5 * scale, bands), { width, height }, bands);
    const out = createRaster(width, height);
    const glow = params.glow ?? 1;
    const ambient = params.ambient ?? 0.35;
    bands.run(glowKernel, { ...parts, tubes, near, far, out, glow, ambient }, height);
    return out;
  },
});

function spread(image: Raster, sigma: number, bands: Parameters<typeof gaussianBlur>[2]): Raster {
  const { width, height } = image;
  const plane = (data: Float32Array): Plane => gaussianBlur({ width, height, data }, sigma, bands);
  return { width, height, r: plane(image.r).data, g: plane(image.g).data, b: plane(image.b).data };
}

interface TubeArgs {
  readonly flat: Raster;
  readonly lines: Float32Array;
  readonly forms: Float32Array;
  readonly rim: Float32Array;
  readonly character: Float32Array;
  readonly tubes: Raster;
}

// Light of the tubes: the hue of what they outline, at full strength; greys burn cool white.
const tubeKernel = defineKernel<TubeArgs>('style/neon-tubes', (args, y0, y1) => {
  const { flat, tubes } = args;
  for (let i = y0 * tubes.width; i < y1 * tubes.width; i++) {
    const m = args.character[i] as number;
    const form = 0.5 * (args.forms[i] as number) * (1 - m);
    const line = smoothstep(0.12, 0.8, 1 - (args.lines[i] as number)) * (0.46 + 0.54 * m);
    const drawn = Math.max(line, form);
    const tube = Math.max(drawn, smoothstep(0.2, 0.8, args.rim[i] as number));
    if (tube <= 0) continue;
    const [, a, b] = srgbToOklab(flat.r[i] as number, flat.g[i] as number, flat.b[i] as number);
    const chroma = Math.sqrt(a * a + b * b);
    const wanted = 0.2 * smoothstep(0.004, 0.05, chroma);
    const k = chroma > 1e-4 ? wanted / chroma : 0;
    const pale = 1 - smoothstep(0.004, 0.05, chroma);
    const rgb = oklabToSrgb(0.78, a * k - 0.03 * pale, b * k - 0.07 * pale);
    tubes.r[i] = rgb[0] * tube;
    tubes.g[i] = rgb[1] * tube;
    tubes.b[i] = rgb[2] * tube;
  }
});

interface GlowArgs extends TubeArgs {
  readonly near: Raster;
  readonly far: Raster;
  readonly out: Raster;
  readonly glow: number;
  readonly ambient: number;
}

const glowKernel = defineKernel<GlowArgs>('style/neon', (args, y0, y1) => {
  const { flat, tubes, near, far, out, glow } = args;
  for (let y = y0; y < y1; y++) {
    for (let x = 0; x < out.width; x++) {
      const i = y * out.width + x;
      const m = args.character[i] as number;
      const dim = args.ambient * (0.72 + 0.32 * m);
      const grain = 0.012 * (randomCell(x, y, 7) - 0.5);
      // The middle of a tube burns white.
      const peak = Math.max(tubes.r[i] as number, tubes.g[i] as number, tubes.b[i] as number);
      const core = 0.75 * smoothstep(0.55, 1, peak);
      const rHalo = glow * (0.95 * (near.r[i] as number) + 2.1 * (far.r[i] as number));
      const gHalo = glow * (0.95 * (near.g[i] as number) + 2.1 * (far.g[i] as number));
      const bHalo = glow * (0.95 * (near.b[i] as number) + 2.1 * (far.b[i] as number));
      out.r[i] = shine(
        wall(flat.r[i] as number, dim, 0.031 + grain),
        rHalo,
        tubes.r[i] as number,
        core,
      );
      out.g[i] = shine(
        wall(flat.g[i] as number, dim, 0.031 + grain),
        gHalo,
        tubes.g[i] as number,
        core,
      );
      out.b[i] = shine(
        wall(flat.b[i] as number, dim, 0.051 + grain),
        bHalo,
        tubes.b[i] as number,
        core,
      );
    }
  }
});

function wall(light: number, dim: number, base: number): number {
  return clamp01(base + dim * light * light);
}

function shine(behind: number, halo: number, ...tube: [number, number]): number {
  const [glass, core] = tube;
  const lit = clamp01((glass + core * (1 - glass)) * 0.96);
  // A rational fall stands in for the exponential: the same shape, a tenth of the time.
  return clamp01(1 - ((1 - behind) * (1 - lit)) / (1 + halo + 0.5 * halo * halo));
}
