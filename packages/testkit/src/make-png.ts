import { crc32, deflateSync } from 'node:zlib';

/** What the picture shows: a plain colour with a diagonal, so that no two seeds look alike. */
export interface PngOptions {
  readonly width?: number;
  readonly height?: number;
  readonly seed?: number;
}

/** A real, decodable 8-bit RGB PNG. The same options give the same bytes. */
export function makePng({ width = 64, height = 64, seed = 1 }: PngOptions = {}): Buffer {
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = y * (1 + width * 3) + 1 + x * 3;
      const onLine = (x + y + seed) % 16 === 0;
      rows[at] = onLine ? 255 : (seed * 37) % 256;
      rows[at + 1] = onLine ? 255 : (seed * 91 + y) % 256;
      rows[at + 2] = onLine ? 255 : (seed * 151 + x) % 256;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
