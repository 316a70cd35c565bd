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

test('every filter of PNG is undone', async () => {
  const sharp = (await import('sharp')).default;
  const noise = Uint8Array.from({ length: 64 * 48 }, (_, at) => (at * at * 31 + (at >> 3)) % 256);
  const png = await sharp(noise, { raw: { width: 64, height: 48, channels: 1 } })
    .png({ adaptiveFiltering: true, compressionLevel: 9 })
    .toBuffer();
  expect(readGreyPng(png)?.values).toEqual(noise);
});
