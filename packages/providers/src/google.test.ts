import { type FakeGoogle, GOOGLE_FAKE_KEY, makePng, startFakeGoogle } from '@aigateway/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ImageOrder } from './define-provider.ts';
import { makeContext, makeOrder, toPicture } from './fixtures/make-order.ts';
import { googleProvider as provider } from './google.ts';
import { describeProvider } from './provider.case.ts';

const credential = GOOGLE_FAKE_KEY;

describeProvider({
  provider,
  deployment: 'gemini-3.1-flash-image',
  credential,
  startFake: startFakeGoogle,
  without: {
    no_credit: 'a used-up quota is a 429 like any other',
    foreign_bytes: 'pictures come inside the answer',
    expired: 'pictures come inside the answer',
    lying_type: 'the declared type is never read',
  },
  // The tokens of a blocked question are counted.
  expected: { refused: { kind: 'refused', billed: 'maybe' } },
});

let fake: FakeGoogle;

beforeEach(async () => {
  fake = await startFakeGoogle();
});

afterEach(() => fake.close());

function generate(order: ImageOrder, deploymentId = 'gemini-3-pro-image') {
  return provider.generate(order, makeContext(provider, fake.url, { deploymentId, credential }));
}

test('words and pictures are parts of one message, the key is in a header', async () => {
  const [source, character] = [3, 4].map((seed) => toPicture(makePng({ seed })));
  const order = makeOrder({ source: source ?? null, characters: character ? [character] : [] });
  const answer = await generate({ ...order, size: { width: 2048, height: 1152 } });
  expect(fake.requests[0]?.path).toBe('/v1beta/models/gemini-3-pro-image:generateContent');
  expect(fake.requests[0]?.query.size).toBe(0);
  expect(fake.requests[0]?.json).toMatchObject({
    contents: [
      {
        role: 'user',
        parts: [
          { text: expect.stringContaining('Image 2 shows the character') },
          { inlineData: { mimeType: 'image/png' } },
          { inlineData: { mimeType: 'image/png' } },
        ],
      },
    ],
    generationConfig: {
      responseModalities: ['IMAGE'],
      imageConfig: { aspectRatio: '16:9', imageSize: '2K' },
    },
  });
  expect(answer.usage).toEqual({ inputTokens: 12, outputTokens: 1_290, totalTokens: 1_302 });
  expect(answer.warnings).toEqual(['size 2048x1152 was asked for and 64x64 was made']);
});

test('a model with one size is not asked for another', async () => {
  await generate(makeOrder(), 'gemini-2.5-flash-image');
  expect(fake.requests[0]?.json).toMatchObject({
    generationConfig: { responseModalities: ['IMAGE'] },
  });
  expect(JSON.stringify(fake.requests[0]?.json)).not.toContain('imageConfig');
});

test.each([
  ['IMAGE_SAFETY', 'refused'],
  ['RECITATION', 'refused'],
  ['NO_IMAGE', 'failed'],
])('an answer that ends with %s is %s', async (reason, kind) => {
  fake.finishReason = reason;
  await expect(generate(makeOrder())).rejects.toMatchObject({ kind, billed: 'maybe' });
});

test('a key is checked for free', async () => {
  const check = (key: string) =>
    provider.checkKey?.(makeContext(provider, fake.url, { credential: key }));
  await expect(check(credential)).resolves.toBe('accepted');
  await expect(check('other')).rejects.toMatchObject({ kind: 'unauthorized', billed: 'no' });
  expect(fake.submissions()).toBe(0);
});
