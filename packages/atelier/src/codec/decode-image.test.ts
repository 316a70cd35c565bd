import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { characterPng } from '../testing/characters.ts';
import { decodeImage, formatOf, MAX_IMAGE_BYTES } from './decode-image.ts';
import { encodeImage } from './encode-image.ts';

const options = { name: 'image', maxSide: 1280 };
const read = (bytes: Uint8Array) => decodeImage(bytes, options);
const block = (width: number, height: number, channels: 3 | 4 = 3) =>
  sharp({ create: { width, height, channels, background: { r: 200, g: 60, b: 20, alpha: 1 } } });

/** A PNG whose header claims a size that its few bytes do not hold. */
function bomb(width: number, height: number): Uint8Array {
  const bytes = Buffer.from(characterPng('fox', { height: 40 }));
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}

describe('decodeImage', () => {
  it('refuses what is not a picture, a sentence telling why', async () => {
    await expect(read(Buffer.from('<svg/>'))).rejects.toThrow(
      'The image is not a PNG, JPEG or WebP picture.',
    );
    await expect(read(new Uint8Array(0))).rejects.toMatchObject({ code: 'invalid_image' });
  });

  it('refuses a bomb by its header, before anything is decoded', async () => {
    await expect(read(bomb(40_000, 40_000))).rejects.toThrow(/50 megapixels|damaged/);
    await expect(read(new Uint8Array(MAX_IMAGE_BYTES + 1))).rejects.toThrow('25 MB');
  });

  it('refuses a cut file', async () => {
    const whole = characterPng('fox', { height: 300 });
    await expect(read(whole.subarray(0, 900))).rejects.toMatchObject({ code: 'invalid_image' });
  });

  it('reads 16-bit, grey and CMYK pictures as sRGB', async () => {
    const deep = await block(40, 40).toColourspace('rgb16').png().toBuffer();
    expect((await read(deep)).r[0]).toBeCloseTo(200 / 255, 1);
    const grey = await block(40, 40).greyscale().png().toBuffer();
    const plain = await read(grey);
    expect(plain.r[0]).toBe(plain.b[0]);
    const cmyk = await block(40, 40).toColourspace('cmyk').jpeg().toBuffer();
    const print = await read(cmyk);
    expect(print.r[0] ?? 0).toBeGreaterThan(print.b[0] ?? 1);
  });

  it('turns a picture upright by its EXIF and takes the first frame of an animation', async () => {
    const turned = await block(60, 30).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect(await read(turned)).toMatchObject({ width: 30, height: 60 });
    const frames = await sharp(await block(32, 64).png().toBuffer(), {})
      .webp({ loop: 0 })
      .toBuffer();
    expect((await read(frames)).width).toBe(32);
  });

  it('reduces a picture to the longest side asked for', async () => {
    const wide = await block(2000, 500).png().toBuffer();
    expect(await read(wide)).toMatchObject({ width: 1280, height: 320 });
  });
});

describe('encodeImage', () => {
  it('writes what it is asked for, the same bytes each time', async () => {
    const image = await read(characterPng('robot', { height: 64 }));
    for (const format of ['png', 'jpeg', 'webp'] as const) {
      const one = await encodeImage(image, { format, quality: 90 });
      expect(formatOf(one)).toBe(format);
      expect(await encodeImage(image, { format, quality: 90 })).toEqual(one);
    }
  });
});
