import type { Picture } from '../define-provider.ts';

/** Largest side that a header may claim, in pixels. */
const MAX_SIDE = 16_384;

/**
 * Recognises a PNG, JPEG or WebP by its own bytes, never by what somebody declared.
 *
 * Reads the size from the header and looks for the end mark, so that a cut file is no picture.
 * Null for anything else. It does not decode the pixels.
 */
export function readPicture(bytes: Uint8Array): Picture | null {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = readPng(data) ?? readJpeg(data) ?? readWebp(data);
  if (found === null) return null;
  const { width, height } = found;
  if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE) return null;
  return { ...found, bytes };
}

/** True when bytes look like a web page: an error page that somebody sent instead of a picture. */
export function looksLikeHtml(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, 256)).toString('latin1').trimStart().toLowerCase();
  return start.startsWith('<!doctype') || start.startsWith('<html') || start.startsWith('<?xml');
}

type Found = Omit<Picture, 'bytes'>;

const PNG_START = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const PNG_END = Buffer.from('IEND', 'latin1');

/** PNG, third edition, chapters 5 and 11. */
function readPng(data: Buffer): Found | null {
  if (data.length < 45 || !data.subarray(0, 8).equals(PNG_START)) return null;
  if (data.toString('latin1', 12, 16) !== 'IHDR') return null;
  // The end chunk is whole only with its checksum, four bytes behind its name.
  const end = data.lastIndexOf(PNG_END);
  if (end === -1 || end + 8 > data.length) return null;
  return { format: 'png', width: data.readUInt32BE(16), height: data.readUInt32BE(20) };
}

/** JPEG, ITU T.81 annex B: walks the segments to the frame header. */
function readJpeg(data: Buffer): Found | null {
  if (data.length < 20 || data.readUInt16BE(0) !== 0xffd8) return null;
  if (data.lastIndexOf(Buffer.from([0xff, 0xd9])) < data.length - 65_536) return null;
  let at = 2;
  while (at + 9 < data.length) {
    if (data[at] !== 0xff) return null;
    const marker = data[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) {
      return {
        format: 'jpeg',
        height: data.readUInt16BE(at + 5),
        width: data.readUInt16BE(at + 7),
      };
    }
    at += marker === 0xff ? 1 : 2 + data.readUInt16BE(at + 2);
  }
  return null;
}

/** WebP, RFC 9649: RIFF container with VP8, VP8L or VP8X first. */
function readWebp(data: Buffer): Found | null {
  if (data.length < 30 || data.toString('latin1', 0, 4) !== 'RIFF') return null;
  if (data.toString('latin1', 8, 12) !== 'WEBP') return null;
  if (data.readUInt32LE(4) + 8 > data.length) return null;
  const size = readWebpSize(data, data.toString('latin1', 12, 16));
  return size && { format: 'webp', ...size };
}

function readWebpSize(data: Buffer, chunk: string): { width: number; height: number } | null {
  switch (chunk) {
    case 'VP8 ':
      return { width: data.readUInt16LE(26) & 0x3fff, height: data.readUInt16LE(28) & 0x3fff };
    case 'VP8L': {
      const bits = data.readUInt32LE(21);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X':
      return { width: data.readUIntLE(24, 3) + 1, height: data.readUIntLE(27, 3) + 1 };
    default:
      return null;
  }
}
