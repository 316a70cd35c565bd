import { gaussianBlur } from '../blur.ts';
import { type Bands, defineKernel } from '../kernel.ts';
import { createPlane, createRaster, type Plane, type Raster } from '../raster.ts';

/** Gamma-encoded luma of a picture (Rec. 709 weights), 0..1. */
export function lumaPlane(image: Raster, bands: Bands): Plane {
  const out = createPlane(image.width, image.height);
  bands.run(lumaKernel, { ...planesOf(image), out: out.data, power: 1 }, image.height);
  return out;
}

/**
 * Luminance with the local mean taken out, centred on 0.72: `L^.6` minus its blur over `sigma`
 * pixels. Line filters run on it so that dark scenes do not fill black and bright ones do not empty
 * (local normalisation, as in Winnemöller et al. 2012, section 4).
 */
export function normalisedLuma(image: Raster, sigma: number, bands: Bands): Plane {
  const out = createPlane(image.width, image.height);
  bands.run(lumaKernel, { ...planesOf(image), out: out.data, power: 0.6 }, image.height);
  const mean = gaussianBlur(out, sigma, bands);
  const args = { out: out.data, mean: mean.data, width: image.width };
  bands.run(centreKernel, args, image.height);
  return out;
}

/** A copy of the picture on planes of its own. */
export function copyRaster(image: Raster): Raster {
  const out = createRaster(image.width, image.height);
  out.r.set(image.r);
  out.g.set(image.g);
  out.b.set(image.b);
  return out;
}

/** Only the planes of a raster, so that kernel arguments carry nothing that cannot be cloned. */
export function planesOf(image: Raster): Raster {
  return { width: image.width, height: image.height, r: image.r, g: image.g, b: image.b };
}

interface LumaArgs extends Raster {
  readonly out: Float32Array;
  readonly power: number;
}

const lumaKernel = defineKernel<LumaArgs>('filter/luma', (args, y0, y1) => {
  const { r, g, b, out, width, power } = args;
  for (let i = y0 * width; i < y1 * width; i++) {
    const l = 0.2126 * (r[i] as number) + 0.7152 * (g[i] as number) + 0.0722 * (b[i] as number);
    out[i] = power === 1 ? l : Math.max(0, l) ** power;
  }
});

interface CentreArgs {
  readonly out: Float32Array;
  readonly mean: Float32Array;
  readonly width: number;
}

const centreKernel = defineKernel<CentreArgs>('filter/centre', (args, y0, y1) => {
  const { out, mean, width } = args;
  for (let i = y0 * width; i < y1 * width; i++) {
    out[i] = (out[i] as number) - (mean[i] as number) + 0.72;
  }
});

/** A picture of half the width and height (rounded up), each pixel the mean of up to four. */
export function halveRaster(image: Raster, bands: Bands): Raster {
  const out = createRaster((image.width + 1) >> 1, (image.height + 1) >> 1);
  bands.run(halveKernel, { from: planesOf(image), to: out }, out.height);
  return out;
}

interface HalveArgs {
  readonly from: Raster;
  readonly to: Raster;
}

const halveKernel = defineKernel<HalveArgs>('filter/halve', ({ from, to }, y0, y1) => {
  for (let y = y0; y < y1; y++) {
    const top = 2 * y * from.width;
    const below = Math.min(2 * y + 1, from.height - 1) * from.width;
    for (let x = 0; x < to.width; x++) {
      const left = 2 * x;
      const right = Math.min(left + 1, from.width - 1);
      const a = top + left;
      const b = top + right;
      const c = below + left;
      const d = below + right;
      const i = y * to.width + x;
      to.r[i] = mean4(from.r, a, b, c, d);
      to.g[i] = mean4(from.g, a, b, c, d);
      to.b[i] = mean4(from.b, a, b, c, d);
    }
  }
});

function mean4(p: Float32Array, ...at: [number, number, number, number]): number {
  const [a, b, c, d] = at;
  return ((p[a] as number) + (p[b] as number) + (p[c] as number) + (p[d] as number)) / 4;
}
