import { type FakeOpenAi, OPENAI_FAKE_KEY, startFakeOpenAi } from '@aigateway/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeContext, makeOrder } from './fixtures/make-order.ts';
import { describeProvider } from './provider.case.ts';
import { recraftProvider as provider } from './recraft.ts';

describeProvider({
  provider,
  deployment: 'recraftv4_1',
  credential: 'token',
  startFake: () => startFakeOpenAi({ credits: 35 }),
  without: {
    lying_type: 'base64 in JSON declares no type',
    refused: 'how the maker words a refusal is not documented',
    no_credit: 'how the maker words an empty balance is not documented',
  },
});

let fake: FakeOpenAi;

beforeEach(async () => {
  fake = await startFakeOpenAi({ credits: 35 });
});

afterEach(() => fake.close());

test.each([
  ['1920x1080', '1344x768'],
  ['1280x896', '1280x896'],
  ['512x512', '1024x1024'],
])('%s is asked for as %s', async (asked, sent) => {
  const [width = 0, height = 0] = asked.split('x').map(Number);
  const order = makeOrder({ size: { width, height }, count: 2 });
  const answer = await provider.generate(order, makeContext(provider, fake.url));
  expect(fake.requests[0]?.json).toEqual({
    model: 'recraftv4_1',
    prompt: 'a fox',
    n: 1,
    response_format: 'b64_json',
    size: sent,
  });
  // Two pictures at 35 units of a thousandth of a dollar.
  expect(answer.upstreamMicroUsd).toBe(70_000n);
});

test('a key is checked for free', async () => {
  const check = (key: string) =>
    provider.checkKey?.(makeContext(provider, fake.url, { credential: key }));
  await expect(check(OPENAI_FAKE_KEY)).resolves.toBe('accepted');
  await expect(check('other')).rejects.toMatchObject({ kind: 'unauthorized', billed: 'no' });
  expect(fake.submissions()).toBe(0);
});
