import {
  type FakeStability,
  makePng,
  STABILITY_FAKE_KEY,
  startFakeStability,
} from '@aigateway/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ImageOrder } from './define-provider.ts';
import { makeContext, makeOrder, toPicture } from './fixtures/make-order.ts';
import { describeProvider } from './provider.case.ts';
import { stabilityProvider as provider } from './stability.ts';

const credential = STABILITY_FAKE_KEY;

describeProvider({
  provider,
  deployment: 'ultra',
  credential,
  startFake: startFakeStability,
  without: {
    foreign_bytes: 'pictures come inside the answer',
    expired: 'pictures come inside the answer',
    lying_type: 'base64 in JSON declares no type',
  },
});

let fake: FakeStability;

beforeEach(async () => {
  fake = await startFakeStability();
});

afterEach(() => fake.close());

function generate(order: ImageOrder, deploymentId: string) {
  return provider.generate(order, makeContext(provider, fake.url, { deploymentId, credential }));
}

function sent(): Record<string, string> {
  const parts = fake.requests[0]?.parts ?? [];
  return Object.fromEntries(parts.map((part) => [part.name, part.fileName ? 'file' : part.text]));
}

const source = toPicture(makePng({ seed: 3 }));

test('words alone are asked for in the nearest ratio, each picture with its own seed', async () => {
  const options = { output_format: 'webp', negative_prompt: 'rain' } as const;
  const order = makeOrder({ size: { width: 1920, height: 1080 }, count: 2, options });
  const answer = await generate(order, 'core');
  expect(fake.requests[0]?.path).toBe('/v2beta/stable-image/generate/core');
  expect(sent()).toEqual({
    prompt: 'a fox',
    negative_prompt: 'rain',
    aspect_ratio: '16:9',
    output_format: 'webp',
    seed: '7',
  });
  expect(answer.pictures.map((one) => one.seed)).toEqual([7, 8]);
});

test('a source is painted over at the complement of the closeness', async () => {
  const options = { output_format: 'webp', strength: 0.75 } as const;
  await generate(makeOrder({ source, options }), 'sd3.5-large');
  expect(sent()).toEqual({
    prompt: 'a fox',
    model: 'sd3.5-large',
    mode: 'image-to-image',
    strength: '0.25',
    output_format: 'png',
    seed: '7',
    image: 'file',
  });
});

test('a picture that was made and withheld may have been billed', async () => {
  fake.finishReason = 'CONTENT_FILTERED';
  const running = generate(makeOrder(), 'ultra');
  await expect(running).rejects.toMatchObject({ kind: 'refused', billed: 'maybe' });
});

test('a key is checked for free', async () => {
  const check = (key: string) =>
    provider.checkKey?.(makeContext(provider, fake.url, { credential: key }));
  await expect(check(credential)).resolves.toBe('accepted');
  await expect(check('other')).rejects.toMatchObject({ kind: 'unauthorized', billed: 'no' });
  expect(fake.submissions()).toBe(0);
});
