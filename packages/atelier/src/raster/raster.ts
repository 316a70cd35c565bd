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

/** Buffers shorter than this are not worth keeping. */
const POOLED = 1 << 14;
/** Bytes of released buffers kept for the next taker. */
const SPARE_BYTES = 48 << 20;
/** Bytes handed out after which the collector is asked to look. */
const COLLECT_AFTER = 36 << 20;
/** The same between two stages, where much has just become unreachable. */
const COLLECT_BETWEEN = 16 << 20;

const spare = new Map<number, Float32Array[]>();
let spareBytes = 0;
let handedOut = 0;
let collect: (() => void) | null = null;

/**
 * Names the function that frees unreachable memory. Planes live outside the heap, so the collector
 * sees no reason to hurry by itself.
 */
export function setCollector(run: () => void): void {
  collect = run;
}

/** `length` zeroed floats on shared memory. */
export function createFloats(length: number): Float32Array {
  const kept = spare.get(length)?.pop();
  if (kept) {
    spareBytes -= kept.byteLength;
    return kept.fill(0);
  }
  const bytes = length * Float32Array.BYTES_PER_ELEMENT;
  handedOut += bytes;
  collectAfter(COLLECT_AFTER);
  return new Float32Array(new SharedArrayBuffer(bytes));
}

function collectAfter(bytes: number): void {
  if (handedOut < bytes) return;
  handedOut = 0;
  collect?.();
}

/** To be called between stages: frees what the last one leaves, if that is worth the time. */
export function collectBetween(): void {
  collectAfter(COLLECT_BETWEEN);
}

/** Gives buffers back for reuse; whoever calls this is the last to know them. */
export function releaseFloats(...buffers: readonly Float32Array[]): void {
  for (const data of buffers) {
    const whole = data.byteLength === data.buffer.byteLength;
    if (data.length < POOLED || !whole || spareBytes + data.byteLength > SPARE_BYTES) continue;
    spareBytes += data.byteLength;
    const list = spare.get(data.length);
    if (list) list.push(data);
    else spare.set(data.length, [data]);
  }
}

/** Gives a picture's planes back for reuse. */
export function releaseRaster({ r, g, b }: Raster): void {
  releaseFloats(r, g, b);
}

/** Forgets the buffers kept for reuse: the next picture may have another size. */
export function dropSpareFloats(): void {
  spare.clear();
  spareBytes = 0;
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
