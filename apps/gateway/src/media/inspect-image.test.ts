import { makeBombPng, makePng } from '@aigateway/testkit';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { inspectImage } from './inspect-image.ts';
import { verifyImage } from './verify-image.ts';

const canvas = { create: { width: 33, height: 21, channels: 3, background: '#a52' } } as const;
const encode = {
  png: () => sharp(canvas).png().toBuffer(),
  jpeg: () => sharp(canvas).jpeg().toBuffer(),
  'progressive jpeg': () => sharp(canvas).jpeg({ progressive: true }).toBuffer(),
  'lossy webp': () => sharp(canvas).webp().toBuffer(),
  'lossless webp': () => sharp(canvas).webp({ lossless: true }).toBuffer(),
  'webp with alpha': () => sharp(canvas).ensureAlpha(0.5).webp().toBuffer(),
};

test.each(Object.entries(encode))(
  '%s: format and size are read from the bytes',
  async (name, make) => {
    const bytes = await make();
    const format = name.split(' ').find((word) => /^(png|jpeg|webp)$/.test(word));
    expect(inspectImage(bytes)).toEqual({ format, width: 33, height: 21 });
    expect(verifyImage(bytes)).toEqual({ format, width: 33, height: 21 });
  },
);

test.each(Object.entries(encode))('%s: cut anywhere, it is not whole', async (_, make) => {
  const bytes = await make();
  for (const share of [0.1, 0.5, 0.9]) {
    expect(verifyImage(bytes.subarray(0, Math.floor(bytes.length * share)))).toBeNull();
  }
});

test('one flipped bit in a PNG is seen', () => {
  const bytes = Buffer.from(makePng());
  bytes[60] = (bytes[60] ?? 0) ^ 1;
  expect(verifyImage(bytes)).toBeNull();
});

test('a bomb tells its size without being decoded', () => {
  expect(inspectImage(makeBombPng(60_000, 60_000))).toMatchObject({ width: 60_000 });
});

test.each([
  ['nothing', ''],
  ['text', 'hello'],
  ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
  ['a GIF', 'GIF89a\u0001\u0000\u0001\u0000'],
  ['a PNG that ends in its header', '\u0089PNG\r\n\u001a\n'],
])('%s is no picture', (_, text) => {
  expect(inspectImage(Buffer.from(text, 'latin1'))).toBeNull();
});
