import { makeBombPng } from '@aigateway/testkit';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { cleanUpload } from './clean-upload.ts';

const SECRET = 'the hideout at 47.3N';
const exif = { IFD0: { Copyright: SECRET, Make: SECRET }, IFD3: { GPSLatitudeRef: 'N' } };
const noise = { create: { width: 40, height: 24, channels: 3, background: '#a52' } } as const;
const noisy = () =>
  sharp({
    ...noise,
    create: { ...noise.create, noise: { type: 'gaussian', mean: 90, sigma: 40 } },
  });

const encode = {
  png: () => noisy().png(),
  jpeg: () => noisy().jpeg(),
  'progressive jpeg': () => noisy().jpeg({ progressive: true }),
  'lossy webp': () => noisy().webp(),
  'lossless webp': () => noisy().webp({ lossless: true }),
  'webp with alpha': () => noisy().ensureAlpha(0.5).webp(),
};

const pixels = (bytes: Uint8Array) => sharp(bytes).raw().toBuffer();

test.each(Object.entries(encode))('%s: notes go, pixels and profile stay', async (_, make) => {
  const original = await make().withExif(exif).withIccProfile('p3').toBuffer();
  expect(original.includes(SECRET)).toBe(true);
  const trailed = Buffer.concat([original, Buffer.from(SECRET)]);
  const { bytes } = await cleanUpload(trailed, 'file');
  expect(Buffer.from(bytes).includes(SECRET)).toBe(false);
  const facts = await sharp(bytes).metadata();
  expect(facts.exif).toBeUndefined();
  expect(facts.icc).toBeDefined();
  expect(await pixels(bytes)).toEqual(await pixels(original));
});

test('a picture that EXIF turns is kept upright', async () => {
  const turned = await noisy().jpeg().withMetadata({ orientation: 6 }).toBuffer();
  const { bytes, width, height } = await cleanUpload(turned, 'file');
  expect([width, height]).toEqual([24, 40]);
  expect((await sharp(bytes).metadata()).orientation).toBeUndefined();
});

test.each(Object.entries(encode))('%s: cut anywhere, it is refused', async (_, make) => {
  const whole = await make().withExif(exif).toBuffer();
  for (const share of [0.1, 0.4, 0.7, 0.95]) {
    const cut = whole.subarray(0, Math.floor(whole.length * share));
    await expect(cleanUpload(cut, 'file')).rejects.toMatchObject({ param: 'file' });
  }
});

test('what is no picture, or a bomb, is refused by its code', async () => {
  const text = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>');
  await expect(cleanUpload(text, 'file')).rejects.toMatchObject({
    code: 'unsupported_image_format',
  });
  await expect(cleanUpload(makeBombPng(60_000, 60_000), 'file')).rejects.toMatchObject({
    code: 'image_too_large',
  });
});
