import { crc32 } from 'node:zlib';
import { makePng } from './make-png.ts';

/**
 * A PNG that says it has `width` by `height` pixels and holds almost none: what a decompression
 * bomb looks like before it is decoded.
 */
export function makeBombPng(width: number, height: number): Uint8Array {
  const small = Buffer.from(makePng({ width: 1, height: 1 }));
  small.writeUInt32BE(width, 16);
  small.writeUInt32BE(height, 20);
  small.writeUInt32BE(crc32(small.subarray(12, 29)), 29);
  return small;
}
