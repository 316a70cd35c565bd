import { crc32, deflateSync, inflateSync } from 'node:zlib';

/** One channel of 8 bits a pixel. */
export interface GreyPlane {
  readonly width: number;
  readonly height: number;
  /** Row by row, `width * height` values. */
  readonly values: Uint8Array;
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Channels by PNG colour type; palettes (3) are not read. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 4: 2, 6: 4 };
const MAX_PIXELS = 50_000_000;

/**
 * Reads the first channel of an 8-bit, non-interlaced PNG (third edition, chapters 7 and 9).
 * Null for any other file: whoever needs more wants a real decoder.
 */
export function readGreyPng(png: Uint8Array): GreyPlane | null {
  const data = Buffer.from(png.buffer, png.byteOffset, png.byteLength);
  if (data.length < 45 || !data.subarray(0, 8).equals(SIGNATURE)) return null;
  const [width, height] = [data.readUInt32BE(16), data.readUInt32BE(20)];
  const channels = CHANNELS[data[25] ?? -1];
  if (data[24] !== 8 || channels === undefined || data[28] !== 0) return null;
  if (width * height > MAX_PIXELS) return null;
  const stride = width * channels;
  const raw = inflate(joinDataChunks(data), (stride + 1) * height);
  if (raw === null) return null;
  unfilter(raw, { stride, channels });
  const values = new Uint8Array(width * height);
  for (let at = 0; at < values.length; at += 1) {
    const row = Math.floor(at / width);
    values[at] = raw[row * (stride + 1) + 1 + (at - row * width) * channels] ?? 0;
  }
  return { width, height, values };
}

function inflate(packed: Buffer, size: number): Buffer | null {
  try {
    const raw = inflateSync(packed, { maxOutputLength: size });
    return raw.length === size ? raw : null;
  } catch {
    return null;
  }
}

function joinDataChunks(data: Buffer): Buffer {
  const parts: Buffer[] = [];
  let at = 8;
  while (at + 12 <= data.length) {
    const length = data.readUInt32BE(at);
    if (data.toString('latin1', at + 4, at + 8) === 'IDAT') {
      parts.push(data.subarray(at + 8, at + 8 + length));
    }
    at += 12 + length;
  }
  return Buffer.concat(parts);
}

/** Undoes the five filters in place; each row starts with its filter's number. */
function unfilter(raw: Buffer, { stride, channels }: { stride: number; channels: number }): void {
  for (let row = 0; row < raw.length; row += stride + 1) {
    const filter = raw[row];
    for (let x = 0; x < stride; x += 1) {
      const at = row + 1 + x;
      const left = x < channels ? 0 : (raw[at - channels] ?? 0);
      const up = row === 0 ? 0 : (raw[at - stride - 1] ?? 0);
      const corner = x < channels || row === 0 ? 0 : (raw[at - stride - 1 - channels] ?? 0);
      raw[at] = (raw[at] ?? 0) + predict(filter, { left, up, corner });
    }
  }
}

function predict(
  filter: number | undefined,
  { left, up, corner }: { left: number; up: number; corner: number },
): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  if (filter !== 4) return 0;
  const guess = left + up - corner;
  const [byLeft, byUp, byCorner] = [left, up, corner].map((one) => Math.abs(guess - one));
  if ((byLeft ?? 0) <= (byUp ?? 0) && (byLeft ?? 0) <= (byCorner ?? 0)) return left;
  return (byUp ?? 0) <= (byCorner ?? 0) ? up : corner;
}

/** A grey PNG, or with `alpha` a grey one that carries it. The same input gives the same bytes. */
export function writeGreyPng(grey: GreyPlane, alpha?: Uint8Array): Uint8Array {
  const { width, height, values } = grey;
  const channels = alpha ? 2 : 1;
  const raw = Buffer.alloc((width * channels + 1) * height);
  for (let at = 0; at < values.length; at += 1) {
    const row = Math.floor(at / width);
    const to = row * (width * channels + 1) + 1 + (at - row * width) * channels;
    raw[to] = values[at] ?? 0;
    if (alpha) raw[to + 1] = alpha[at] ?? 0;
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, alpha ? 4 : 0, 0, 0, 0], 8);
  const packed = deflateSync(raw);
  return Buffer.concat([
    SIGNATURE,
    toChunk('IHDR', header),
    toChunk('IDAT', packed),
    toChunk('IEND', Buffer.alloc(0)),
  ]);
}

function toChunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(content.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
