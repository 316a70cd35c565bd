import { crc32 } from 'node:zlib';
import { type ImageFacts, inspectImage } from './inspect-image.ts';

/**
 * Checks that a delivered picture is whole: every PNG chunk with its checksum up to IEND, a JPEG
 * with its end marker, a WebP as long as it says. Null when it is cut, damaged or no picture:
 * such a picture is not stored and not charged.
 */
export function verifyImage(bytes: Uint8Array): ImageFacts | null {
  const facts = inspectImage(bytes);
  if (facts === null) return null;
  return isWhole(bytes, facts.format) ? facts : null;
}

function isWhole(bytes: Uint8Array, format: ImageFacts['format']): boolean {
  switch (format) {
    case 'png':
      return isWholePng(bytes);
    case 'jpeg':
      return isWholeJpeg(bytes);
    case 'webp':
      return isWholeWebp(bytes);
  }
}

const IEND = 0x49454e44;
const IDAT = 0x49444154;

function isWholePng(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let hasPixels = false;
  let offset = 8;
  while (offset + 12 <= bytes.byteLength) {
    const length = view.getUint32(offset);
    const end = offset + 12 + length;
    if (end > bytes.byteLength) return false;
    const type = view.getUint32(offset + 4);
    const checksum = crc32(bytes.subarray(offset + 4, offset + 8 + length));
    if (checksum !== view.getUint32(offset + 8 + length)) return false;
    if (type === IDAT) hasPixels = true;
    if (type === IEND) return hasPixels;
    offset = end;
  }
  return false;
}

/** Some encoders pad the end, so the end marker is looked for in the last bytes. */
function isWholeJpeg(bytes: Uint8Array): boolean {
  const tail = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).subarray(-64);
  return tail.lastIndexOf(Buffer.from([0xff, 0xd9])) >= 0;
}

function isWholeWebp(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return view.getUint32(4, true) + 8 <= bytes.byteLength;
}
