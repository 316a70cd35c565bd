import sharp from 'sharp';
import { AtelierError } from '../engine/atelier-error.ts';
import { createFloats, type RasterA } from '../raster/raster.ts';

/** Largest accepted picture, in bytes. */
export const MAX_IMAGE_BYTES = 25 * 1024 * 1024;
/** Largest accepted picture, in pixels; read from the header, before anything is decoded. */
export const MAX_IMAGE_PIXELS = 50_000_000;

/** How a given picture is read. */
export interface DecodeOptions {
  /** What the picture is called in an error: "image", "mask", "style reference 2". */
  readonly name: string;
  /** The picture is reduced so that no side is longer. */
  readonly maxSide: number;
}

// One picture, one thread: the pool above decides how many cores are at work.
sharp.concurrency(1);
sharp.cache(false);

/**
 * Pixels of a PNG, JPEG or WebP, recognised by content: upright, sRGB, first frame, no metadata.
 * Rejects with `AtelierError('invalid_image')` and a sentence for the caller.
 */
export async function decodeImage(bytes: Uint8Array, options: DecodeOptions): Promise<RasterA> {
  checkBytes(bytes, options.name);
  await checkHeader(bytes, options.name);
  const side = options.maxSide;
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: MAX_IMAGE_PIXELS })
      .autoOrient()
      .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .ensureAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return fromInterleaved(data, { ...info });
  } catch {
    throw refuse(options.name, 'is damaged and could not be read');
  }
}

function checkBytes(bytes: Uint8Array, name: string): void {
  if (bytes.byteLength > MAX_IMAGE_BYTES) {
    throw refuse(name, `is larger than ${MAX_IMAGE_BYTES / 1024 / 1024} MB`);
  }
  if (formatOf(bytes) === null) throw refuse(name, 'is not a PNG, JPEG or WebP picture');
}

/** The format by its first bytes, or null when it is none of the three we read. */
export function formatOf(bytes: Uint8Array): 'png' | 'jpeg' | 'webp' | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(12, bytes.byteLength));
  if (head.subarray(0, 8).equals(PNG_HEAD)) return 'png';
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return 'jpeg';
  const riff = head.toString('latin1', 0, 4) === 'RIFF';
  return riff && head.toString('latin1', 8, 12) === 'WEBP' ? 'webp' : null;
}

const PNG_HEAD = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

async function checkHeader(bytes: Uint8Array, name: string): Promise<void> {
  const header = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch(() => null);
  if (!header?.width || !header.height) throw refuse(name, 'is damaged and could not be read');
  const pixels = header.width * header.height;
  if (pixels > MAX_IMAGE_PIXELS) {
    const size = `${header.width}x${header.height}`;
    throw refuse(name, `has ${size} pixels; at most 50 megapixels are accepted`);
  }
}

function refuse(name: string, why: string): AtelierError {
  return new AtelierError('invalid_image', `The ${name} ${why}.`);
}

interface RawInfo {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

/** Planes of interleaved bytes; one channel is grey, a missing alpha is opaque. */
export function fromInterleaved(data: Uint8Array, info: RawInfo): RasterA {
  const { width, height, channels } = info;
  const size = width * height;
  const [r, g, b, a] = [0, 1, 2, 3].map(() => createFloats(size)) as Planes;
  const grey = channels < 3;
  const alphaAt = channels === 4 ? 3 : channels === 2 ? 1 : -1;
  for (let i = 0; i < size; i++) {
    const at = i * channels;
    r[i] = (data[at] as number) / 255;
    g[i] = (data[grey ? at : at + 1] as number) / 255;
    b[i] = (data[grey ? at : at + 2] as number) / 255;
    a[i] = alphaAt < 0 ? 1 : (data[at + alphaAt] as number) / 255;
  }
  return { width, height, r, g, b, a };
}

type Planes = [Float32Array, Float32Array, Float32Array, Float32Array];
