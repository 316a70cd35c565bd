/** What a picture's own bytes say it is. */
export interface ImageFacts {
  readonly format: 'png' | 'jpeg' | 'webp';
  readonly width: number;
  readonly height: number;
}

/**
 * Reads format and size from the first bytes, without decoding a pixel: what lets a bomb be
 * refused before it is decoded. Null when the bytes are no PNG, JPEG or WebP.
 */
export function inspectImage(bytes: Uint8Array): ImageFacts | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return inspectPng(view);
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return inspectJpeg(view);
  if (text(bytes, 0, 4) === 'RIFF' && text(bytes, 8, 4) === 'WEBP') return inspectWebp(view, bytes);
  return null;
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}

function text(bytes: Uint8Array, offset: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(offset, offset + length));
}

/** PNG: the IHDR chunk is always first (RFC 2083, 4.1.1). */
function inspectPng(view: DataView): ImageFacts | null {
  if (view.byteLength < 33 || view.getUint32(12) !== 0x49484452) return null;
  return sized('png', view.getUint32(16), view.getUint32(20));
}

/** JPEG: walk the segments to the first start-of-frame (ITU T.81, B.1). */
function inspectJpeg(view: DataView): ImageFacts | null {
  let offset = 2;
  while (offset + 9 < view.byteLength) {
    if (view.getUint8(offset) !== 0xff) return null;
    const marker = view.getUint8(offset + 1);
    if (marker === 0xff) {
      offset += 1;
      continue;
    }
    if (isStartOfFrame(marker)) {
      return sized('jpeg', view.getUint16(offset + 7), view.getUint16(offset + 5));
    }
    offset += 2 + view.getUint16(offset + 2);
  }
  return null;
}

/** SOF0..SOF15 but for DHT (C4), JPG (C8) and DAC (CC). */
function isStartOfFrame(marker: number): boolean {
  if (marker < 0xc0 || marker > 0xcf) return false;
  return marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

/** WebP: lossy, lossless or extended (RFC 9649). */
function inspectWebp(view: DataView, bytes: Uint8Array): ImageFacts | null {
  if (view.byteLength < 30) return null;
  switch (text(bytes, 12, 4)) {
    case 'VP8 ':
      return sized('webp', view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
    case 'VP8L': {
      const bits = view.getUint32(21, true);
      return sized('webp', (bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
    }
    case 'VP8X':
      return sized('webp', uint24(view, 24) + 1, uint24(view, 27) + 1);
    default:
      return null;
  }
}

function uint24(view: DataView, offset: number): number {
  return view.getUint16(offset, true) | (view.getUint8(offset + 2) << 16);
}

function sized(format: ImageFacts['format'], width: number, height: number): ImageFacts | null {
  return width > 0 && height > 0 ? { format, width, height } : null;
}
