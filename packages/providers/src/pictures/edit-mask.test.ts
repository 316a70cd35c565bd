import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Picture } from '../define-provider.ts';
import { convertEditMask } from './edit-mask.ts';
import { readGreyPng, writeGreyPng } from './grey-png.ts';

const values = Uint8Array.from([0, 255, 128, 0, 64, 255]);
const mask: Picture = {
  bytes: writeGreyPng({ width: 3, height: 2, values }),
  format: 'png',
  width: 3,
  height: 2,
};

test('what is written is read back', () => {
  expect(readGreyPng(mask.bytes)).toEqual({ width: 3, height: 2, values });
});

test('white repaints where black did', () => {
  const made = readGreyPng(convertEditMask(mask, 'white_repaints'));
  expect([...(made?.values ?? [])]).toEqual([255, 0, 127, 255, 191, 0]);
});

test('transparent repaints where black did', () => {
  const png = convertEditMask(mask, 'transparent_repaints');
  expect(png[25]).toBe(4);
  const alpha = readGreyPng(png);
  expect(alpha?.values.every((value) => value === 0)).toBe(true);
});

test('a mask that is no plain PNG is refused', () => {
  const bytes = mask.bytes.slice();
  bytes[28] = 1;
  expect(() => convertEditMask({ ...mask, bytes }, 'white_repaints')).toThrowError(/mask/);
});

test('every filter of PNG is undone', () => {
  const [width, height] = [16, 10];
  const noise = Uint8Array.from({ length: width * height }, (_, at) => (at * at * 31) % 256);
  const png = Buffer.from(writeGreyPng({ width, height, values: noise }));
  const start = png.indexOf('IDAT') + 4;
  const packed = deflateSync(filterRows(noise, width));
  const filtered = Buffer.concat([png.subarray(0, start), packed, Buffer.from('0000'), iend(png)]);
  filtered.writeUInt32BE(packed.length, start - 8);
  expect(readGreyPng(filtered)?.values).toEqual(noise);
});

/** The last chunk, IEND. */
function iend(png: Buffer): Buffer {
  return png.subarray(png.length - 12);
}

/** Rows with the filters 0 to 4 in turn, as an encoder writes them (PNG, chapter 9). */
function filterRows(values: Uint8Array, width: number): Buffer {
  const at = (x: number, y: number) => (x < 0 || y < 0 ? 0 : (values[y * width + x] ?? 0));
  const rows = Array.from({ length: values.length / width }, (_, y) => {
    const row = Array.from({ length: width }, (_, x) => {
      const [left, up, corner] = [at(x - 1, y), at(x, y - 1), at(x - 1, y - 1)];
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][y % 5] ?? 0;
      return (at(x, y) - guess) & 0xff;
    });
    return [y % 5, ...row];
  });
  return Buffer.from(rows.flat());
}

function paeth(left: number, up: number, corner: number): number {
  const sum = left + up - corner;
  const near = [left, up, corner].map((one) => Math.abs(sum - one));
  const least = Math.min(...near);
  return [left, up, corner][near.indexOf(least)] ?? 0;
}
