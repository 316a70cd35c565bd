import { type Bands, defineKernel } from '../kernel.ts';
import { createFloats, createRaster, type Plane, type Raster } from '../raster.ts';
import {
  DIRECTIONS,
  SECTORS,
  type SectorTaps,
  STRETCHES,
  type TapSpec,
  tabulateTaps,
} from './kuwahara-taps.ts';
import type { Flow } from './structure-tensor.ts';
import { halveRaster, planesOf } from './tone.ts';

/** How an anisotropic Kuwahara pass smooths. */
export interface KuwaharaOptions {
  readonly flow: Flow;
  /** Brush radius in pixels outside the character. */
  readonly radius: number;
  /** Brush radius in pixels where the character is: smaller keeps eyes and faces. */
  readonly insideRadius: number;
  readonly character: Plane;
}

/**
 * Anisotropic Kuwahara filter with eight sectors and q = 8 (Kyprianidis, Kang, Döllner 2009, 2010).
 * Outside the character the taps come from the half-resolution picture but are placed around every
 * full-resolution pixel, so edges stay crisp at a quarter of the cost; inside it they come from the
 * full picture.
 */
export function kuwahara(image: Raster, options: KuwaharaOptions, bands: Bands): Raster {
  const out = createRaster(image.width, image.height);
  const half = halveRaster(image, bands);
  const args: KuwaharaArgs = {
    out,
    flow: options.flow,
    character: options.character.data,
    coarse: sourceOf(half, { radius: options.radius / 2, centres: QUARTERS }, bands),
    fine: sourceOf(image, { radius: options.insideRadius, centres: [[0, 0]] }, bands),
  };
  bands.run(kuwaharaKernel, args, image.height);
  return out;
}

// Centres of the four full-resolution pixels within one half-resolution pixel.
const QUARTERS = [
  [-0.25, -0.25],
  [0.25, -0.25],
  [-0.25, 0.25],
  [0.25, 0.25],
] as const;

/** Pixels as r,g,b and the sum of their squares side by side, with a repeated margin all round. */
interface Source {
  readonly data: Float32Array;
  readonly stride: number;
  readonly margin: number;
  readonly taps: SectorTaps;
}

function sourceOf(image: Raster, spec: Omit<TapSpec, 'stride'>, bands: Bands): Source {
  const radius = Math.max(1, spec.radius);
  const margin = Math.ceil(radius * 1.85 + 2);
  const stride = image.width + 2 * margin;
  const rows = image.height + 2 * margin;
  const data = createFloats(stride * rows * 4);
  bands.run(interleaveKernel, { ...planesOf(image), data, margin }, rows);
  return { data, stride, margin, taps: tabulateTaps({ ...spec, radius, stride }) };
}

interface InterleaveArgs extends Raster {
  readonly data: Float32Array;
  readonly margin: number;
}

const interleaveKernel = defineKernel<InterleaveArgs>('filter/interleave', (args, y0, y1) => {
  const { r, g, b, data, width, height, margin } = args;
  const stride = width + 2 * margin;
  for (let y = y0; y < y1; y++) {
    const row = Math.min(height - 1, Math.max(0, y - margin)) * width;
    for (let x = 0; x < stride; x++) {
      const i = row + Math.min(width - 1, Math.max(0, x - margin));
      const red = r[i] as number;
      const green = g[i] as number;
      const blue = b[i] as number;
      const at = (y * stride + x) * 4;
      data[at] = red;
      data[at + 1] = green;
      data[at + 2] = blue;
      data[at + 3] = red * red + green * green + blue * blue;
    }
  }
});

interface KuwaharaArgs {
  readonly out: Raster;
  readonly flow: Flow;
  readonly character: Float32Array;
  readonly coarse: Source;
  readonly fine: Source;
}

const kuwaharaKernel = defineKernel<KuwaharaArgs>('filter/kuwahara', (args, y0, y1) => {
  const { out, flow, character, coarse, fine } = args;
  const { tx, ty, anisotropy } = flow;
  for (let y = y0; y < y1; y++) {
    for (let x = 0; x < out.width; x++) {
      const i = y * out.width + x;
      const stretch = Math.round((anisotropy[i] as number) * (STRETCHES - 1));
      const cosine = (ty[i] as number) < 0 ? -(tx[i] as number) : (tx[i] as number);
      const turn = Math.acos(Math.max(-1, Math.min(1, cosine))) / Math.PI;
      const entry = stretch * DIRECTIONS + (Math.round(turn * DIRECTIONS) % DIRECTIONS);
      if ((character[i] as number) > 0.5) {
        const at = (y + fine.margin) * fine.stride + x + fine.margin;
        smoothPixel(fine, { at, entry }, out, i);
      } else {
        const at = ((y >> 1) + coarse.margin) * coarse.stride + (x >> 1) + coarse.margin;
        const quarter = (y & 1) * 2 + (x & 1);
        smoothPixel(coarse, { at, entry: quarter * STRETCHES * DIRECTIONS + entry }, out, i);
      }
    }
  }
});

interface Place {
  readonly at: number;
  readonly entry: number;
}

// Sectors of low variance win: 1 / (1 + (255 sigma)^8), as in the papers.
function smoothPixel(from: Source, place: Place, ...to: [Raster, number]): void {
  const { data, taps } = from;
  const { first, offsets, weights } = taps;
  const base = place.entry * SECTORS;
  let red = 0;
  let green = 0;
  let blue = 0;
  let total = 0;
  let end = first[base] as number;
  for (let sector = base + 1; sector <= base + SECTORS; sector++) {
    const start = end;
    end = first[sector] as number;
    let r = 0;
    let g = 0;
    let b = 0;
    let q = 0;
    for (let k = start; k < end; k++) {
      const w = weights[k] as number;
      const at = (place.at + (offsets[k] as number)) << 2;
      r += w * (data[at] as number);
      g += w * (data[at + 1] as number);
      b += w * (data[at + 2] as number);
      q += w * (data[at + 3] as number);
    }
    const spread = Math.abs(q - r * r - g * g - b * b) * 65025;
    const squared = spread * spread;
    const alpha = 1 / (1 + squared * squared);
    red += alpha * r;
    green += alpha * g;
    blue += alpha * b;
    total += alpha;
  }
  const [out, i] = to;
  out.r[i] = red / total;
  out.g[i] = green / total;
  out.b[i] = blue / total;
}
