import sharp from 'sharp';
import { expect, test } from 'vitest';
import { convertFormat } from './convert-format.ts';
import { inspectImage } from './inspect-image.ts';

const clear = { width: 40, height: 24, channels: 4, background: '#ff000000' } as const;
const seeThrough = () => sharp({ create: clear }).png().toBuffer();

test.each(['png', 'jpeg', 'webp'] as const)(
  'a picture becomes %s with its size kept',
  async (format) => {
    const made = await convertFormat(await seeThrough(), { format, quality: 80 });
    expect(inspectImage(made ?? new Uint8Array())).toMatchObject({ format, width: 40, height: 24 });
  },
);

test('what is see-through is white in a jpeg', async () => {
  const made = await convertFormat(await seeThrough(), { format: 'jpeg', quality: 100 });
  const pixels = await sharp(made ?? new Uint8Array())
    .raw()
    .toBuffer();
  expect([...pixels.subarray(0, 3)]).toEqual([255, 255, 255]);
});

test('a lower quality makes fewer bytes', async () => {
  const noise = Buffer.from(Array.from({ length: 64 * 64 * 3 }, (_, at) => (at * 7919) % 251));
  const picture = await sharp(noise, { raw: { width: 64, height: 64, channels: 3 } })
    .png()
    .toBuffer();
  const sizeAt = async (quality: number) =>
    (await convertFormat(picture, { format: 'jpeg', quality }))?.byteLength ?? 0;
  expect(await sizeAt(20)).toBeLessThan(await sizeAt(95));
});

test('bytes that do not decode are no picture', async () => {
  const whole = await seeThrough();
  expect(await convertFormat(Buffer.from('no'), { format: 'png', quality: 1 })).toBeNull();
  const cut = whole.subarray(0, whole.byteLength >> 1);
  expect(await convertFormat(cut, { format: 'webp', quality: 1 })).toBeNull();
});
