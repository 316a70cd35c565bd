import { makePng } from '@aigateway/testkit';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { showsSomething } from './judge-content.ts';

const flat = (grey: number, format: 'png' | 'jpeg' | 'webp') =>
  sharp({
    create: { width: 1024, height: 1024, channels: 3, background: { r: grey, g: grey, b: grey } },
  })
    .toFormat(format)
    .toBuffer();

test.each(['png', 'jpeg', 'webp'] as const)(
  'a grey placeholder as %s shows nothing',
  async (format) => {
    expect(await showsSomething(await flat(128, format))).toBe(false);
    expect(await showsSomething(await flat(255, format))).toBe(false);
  },
);

test('a drawn picture shows something, and what is no picture does not', async () => {
  expect(await showsSomething(makePng({ width: 256, height: 256 }))).toBe(true);
  expect(await showsSomething(makePng({ width: 16, height: 16 }))).toBe(true);
  expect(await showsSomething(Buffer.from('<!doctype html>'))).toBe(false);
});
