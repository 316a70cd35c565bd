import {
  BLACK_FOREST_LABS_FAKE_KEY,
  type FakeBlackForestLabs,
  makePng,
  startFakeBlackForestLabs,
} from '@aigateway/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { blackForestLabsProvider as provider } from './black-forest-labs.ts';
import type { ImageOrder } from './define-provider.ts';
import { makeContext, makeOrder, toPicture } from './fixtures/make-order.ts';
import { describeProvider } from './provider.case.ts';

const credential = BLACK_FOREST_LABS_FAKE_KEY;

describeProvider({
  provider,
  deployment: 'flux-2-pro',
  credential,
  startFake: startFakeBlackForestLabs,
});

let fake: FakeBlackForestLabs;

beforeEach(async () => {
  fake = await startFakeBlackForestLabs();
});

afterEach(() => fake.close());

function generate(order: ImageOrder, deploymentId = 'flux-2-pro') {
  return provider.generate(order, makeContext(provider, fake.url, { deploymentId, credential }));
}

const pictures = [3, 4, 5, 6, 7].map((seed) => toPicture(makePng({ seed })));

test('pictures are numbered fields and every picture is a task with its own seed', async () => {
  const [source = null, ...characters] = pictures.slice(0, 2);
  const answer = await generate(makeOrder({ source, characters, count: 2 }));
  expect(fake.requests[0]?.path).toBe('/v1/flux-2-pro');
  expect(fake.bodies().map((body) => Object.keys(body))).toEqual([
    ['prompt', 'input_image', 'input_image_2', 'seed', 'output_format'],
    ['prompt', 'input_image', 'input_image_2', 'seed', 'output_format'],
  ]);
  expect(answer.pictures.map((one) => one.seed)).toEqual([7, 8]);
  expect(answer.upstreamMicroUsd).toBe(60_000n);
});

test.each([
  ['1024x768', '1024x768'],
  ['1000x700', '1008x704'],
  ['8192x2048', '4048x1008'],
])('%s is asked for as %s', async (asked, sent) => {
  const [width = 0, height = 0] = asked.split('x').map(Number);
  fake.endsAs = 'Error';
  await generate(makeOrder({ size: { width, height } })).catch(() => null);
  const [body] = fake.bodies();
  expect(`${body?.width}x${body?.height}`).toBe(sent);
});

test('more pictures than the model takes are refused before any task', async () => {
  const running = generate(makeOrder({ characters: pictures }), 'flux-2-klein-4b');
  await expect(running).rejects.toMatchObject({ kind: 'invalid_request', billed: 'no' });
  expect(fake.submissions()).toBe(0);
});

test('a picture that was made and withheld may have been billed', async () => {
  fake.endsAs = 'Content Moderated';
  await expect(generate(makeOrder())).rejects.toMatchObject({
    kind: 'refused',
    billed: 'maybe',
    jobId: 'task-0',
  });
});

test('a task can be collected by its id', async () => {
  await generate(makeOrder());
  const context = makeContext(provider, fake.url, { credential });
  expect((await provider.collect?.('task-0', context))?.pictures).toHaveLength(1);
  expect(fake.submissions()).toBe(1);
});

test('a key is checked for free', async () => {
  const check = (key: string) =>
    provider.checkKey?.(makeContext(provider, fake.url, { credential: key }));
  await expect(check(credential)).resolves.toBe('accepted');
  await expect(check('other')).rejects.toMatchObject({ kind: 'unauthorized', billed: 'no' });
  expect(fake.submissions()).toBe(0);
});
