/**
 * The pixel buffers everything in the engine works on.
 *
 * Planes are planar 32-bit floats, row-major, on shared memory so that several workers can fill
 * bands of one plane. Colour is gamma-encoded sRGB, nominally 0..1; a plane that is coverage,
 * depth or light says so where it is declared.
 */
export interface Plane {
  readonly width: number;
  readonly height: number;
  /** `width * height` values, row by row. */
  readonly data: Float32Array;
}

/** Three colour planes of one size: gamma-encoded sRGB, nominally 0..1. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly r: Float32Array;
  readonly g: Float32Array;
  readonly b: Float32Array;
}

/** A colour picture with its coverage: straight (not premultiplied) alpha, 0..1. */
export interface RasterA extends Raster {
  readonly a: Float32Array;
}

/** A rectangle in pixels; `x`,`y` is the top left corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** `length` zeroed floats on shared memory. */
export function createFloats(length: number): Float32Array {
  return new Float32Array(new SharedArrayBuffer(length * Float32Array.BYTES_PER_ELEMENT));
}

/** A zeroed plane of `width` by `height`. */
export function createPlane(width: number, height: number): Plane {
  return { width, height, data: createFloats(width * height) };
}

/** A black picture of `width` by `height`. */
export function createRaster(width: number, height: number): Raster {
  const size = width * height;
  return { width, height, r: createFloats(size), g: createFloats(size), b: createFloats(size) };
}
