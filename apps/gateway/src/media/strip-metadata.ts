/** Segments of a JPEG that say how its pixels are meant; all other APPn and comments are notes. */
const JPEG_ICC = 0xe2;
const JPEG_ADOBE = 0xee;
/** Chunks of a PNG that say how its pixels are meant (PNG, third edition, 11.3). */
const PNG_KEPT = new Set(
  'IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP bKGD pHYs'.split(' '),
);
/** Chunks of a WebP that make its picture (RFC 9649, 2.7). */
const WEBP_KEPT = new Set(['VP8X', 'VP8 ', 'VP8L', 'ALPH', 'ICCP', 'ANIM', 'ANMF']);
/** Bits of VP8X that announce EXIF and XMP. */
const WEBP_NOTES = 0x08 | 0x04;

/**
 * The picture without what cameras and programs noted in it: EXIF (place, time, device), XMP, IPTC,
 * comments, text, thumbnails and whatever follows its end. Pixels and colour profile stay bit for
 * bit. Null for bytes that do not have the structure of their format.
 */
export function stripMetadata(
  bytes: Uint8Array,
  format: 'png' | 'jpeg' | 'webp',
): Uint8Array | null {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (format) {
    case 'png':
      return stripPng(data);
    case 'jpeg':
      return stripJpeg(data);
    case 'webp':
      return stripWebp(data);
  }
}

function stripPng(data: Buffer): Buffer | null {
  const parts = [data.subarray(0, 8)];
  let at = 8;
  while (at + 12 <= data.length) {
    const end = at + 12 + data.readUInt32BE(at);
    const type = data.toString('latin1', at + 4, at + 8);
    if (end > data.length) return null;
    if (PNG_KEPT.has(type)) parts.push(data.subarray(at, end));
    if (type === 'IEND') return Buffer.concat(parts);
    at = end;
  }
  return null;
}

function stripJpeg(data: Buffer): Buffer | null {
  const parts = [data.subarray(0, 2)];
  let at = 2;
  while (at + 4 <= data.length) {
    const marker = data[at + 1] ?? 0;
    if (data[at] !== 0xff) return null;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xd9) return Buffer.concat([...parts, data.subarray(at, at + 2)]);
    const length = data.readUInt16BE(at + 2);
    const end = marker === 0xda ? endOfScan(data, at + 2 + length) : at + 2 + length;
    if (length < 2 || end > data.length) return null;
    if (isMeant(data, { marker, at })) parts.push(data.subarray(at, end));
    at = end;
  }
  // Cut behind its pixels: some encoders leave the end marker out.
  const eoi = Buffer.from([0xff, 0xd9]);
  return data.subarray(at).equals(eoi) ? Buffer.concat([...parts, eoi]) : null;
}

/** Where the entropy-coded data ends: at the next marker that is no restart and no stuffing. */
function endOfScan(data: Buffer, from: number): number {
  let at = data.indexOf(0xff, from);
  while (at >= 0 && at + 1 < data.length) {
    const next = data[at + 1] ?? 0;
    const inside = next === 0 || (next >= 0xd0 && next <= 0xd7);
    if (!inside && next !== 0xff) return at;
    at = data.indexOf(0xff, next === 0xff ? at + 1 : at + 2);
  }
  return data.length;
}

function isMeant(data: Buffer, { marker, at }: { marker: number; at: number }): boolean {
  if (marker === 0xfe) return false;
  if (marker < 0xe0 || marker > 0xef) return true;
  const name = data.toString('latin1', at + 4, at + 16);
  if (marker === 0xe0) return name.startsWith('JFIF\0');
  if (marker === JPEG_ICC) return name.startsWith('ICC_PROFILE\0');
  return marker === JPEG_ADOBE && name.startsWith('Adobe');
}

function stripWebp(data: Buffer): Buffer | null {
  const parts: Buffer[] = [];
  const limit = Math.min(data.length, 8 + data.readUInt32LE(4));
  let at = 12;
  while (at + 8 <= limit) {
    const size = data.readUInt32LE(at + 4);
    const end = at + 8 + size + (size % 2);
    const type = data.toString('latin1', at, at + 4);
    if (at + 8 + size > limit) return null;
    if (WEBP_KEPT.has(type)) {
      const chunk = Buffer.from(data.subarray(at, Math.min(end, limit)));
      if (type === 'VP8X' && size > 0) chunk.writeUInt8((chunk[8] ?? 0) & ~WEBP_NOTES, 8);
      parts.push(chunk);
    }
    at = end;
  }
  const body = Buffer.concat(parts);
  const head = Buffer.from(data.subarray(0, 12));
  head.writeUInt32LE(body.length + 4, 4);
  return body.length > 0 ? Buffer.concat([head, body]) : null;
}
