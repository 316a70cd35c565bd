import { gaussianBlur } from './blur.ts';
import type { Bands } from './kernel.ts';
import { type Plane, type Raster, releaseFloats } from './raster.ts';
import { resizePlane } from './resample.ts';

/**
 * Gaussian blur for large `sigma`, worked out on a reduced plane: what is left after such a blur
 * has no detail that a quarter or a sixteenth of the pixels could not hold.
 */
export function broadBlur(plane: Plane, sigma: number, bands: Bands): Plane {
  const factor = sigma >= 10 ? 4 : sigma >= 2.6 ? 2 : 1;
  if (factor === 1) return gaussianBlur(plane, sigma, bands);
  const { width, height } = plane;
  const size = { width: Math.ceil(width / factor), height: Math.ceil(height / factor) };
  const small = resizePlane(plane, size, bands);
  // Reducing and enlarging blur a little by themselves.
  const own = (factor * factor - 1) / 6 + factor * factor * 0.16;
  const rest = Math.sqrt(Math.max(0.5, sigma * sigma - own)) / factor;
  const soft = gaussianBlur(small, rest, bands);
  const out = resizePlane(soft, { width, height }, bands);
  releaseFloats(small.data, soft.data);
  return out;
}

/** `broadBlur` of the three colour planes. */
export function broadBlurRaster(image: Raster, sigma: number, bands: Bands): Raster {
  const { width, height } = image;
  const plane = (data: Float32Array) => broadBlur({ width, height, data }, sigma, bands).data;
  return { width, height, r: plane(image.r), g: plane(image.g), b: plane(image.b) };
}
