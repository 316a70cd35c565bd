import { createHmac } from 'node:crypto';
import {
  HAS_VENDOR_DOCUMENTS,
  makePng,
  REPLICATE_FAKE_KEY,
  REPLICATE_INPUTS,
  readVendorDocument,
  startFakeReplicate,
} from '@aigateway/testkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ImageOrder } from './define-provider.ts';
import { describeProvider, someContext, someOrder, somePicture } from './provider.case.ts';
import { replicateProvider as provider } from './replicate.ts';

const credential = REPLICATE_FAKE_KEY;

for (const deployment of ['character', 'character-edit']) {
  describeProvider({
    provider: {
      ...provider,
      generate: (order, context) =>
        provider.generate({ ...order, editMask: somePicture(4) }, context),
    },
    deployment,
    credential,
    startFake: startFakeReplicate,
    // Whether a failed prediction was charged is not documented for this model.
    expected: { refused: { kind: 'refused', billed: 'maybe' } },
  });
}

let fake: Awaited<ReturnType<typeof startFakeReplicate>>;
beforeEach(async () => {
  fake = await startFakeReplicate();
});
afterEach(() => fake.close());

const context = (deployment = 'character', change = {}, key = credential) =>
  someContext({ provider, deployment, credential: key }, fake.url, change);

const inputs = () =>
  fake.requests
    .filter(({ path }) => path.endsWith('/predictions'))
    .map(({ json }) => (json as { input: Record<string, unknown> }).input);

async function send(deployment: string, change: Partial<ImageOrder> = {}) {
  const answer = await provider.generate(someOrder(change), context(deployment));
  return { answer, sent: inputs()[0] ?? {} };
}

test('no deployment offers a remix', () => {
  expect(provider.deployments.map(({ id }) => id)).toEqual(['character', 'character-edit']);
});

test('a character is asked for in the model’s own words', async () => {
  const { sent } = await send('character', {
    size: { width: 1536, height: 1024 },
    options: {
      output_format: 'png',
      quality: 'low',
      style_type: 'fiction',
      magic_prompt: 'off',
      art_style: 'oil',
      strength: 0.5,
    },
  });
  expect(sent).toEqual({
    prompt: 'a lighthouse keeper on a bicycle Art style: oil.',
    character_reference_image: expect.stringMatching(/^data:image\/png;base64,/),
    rendering_speed: 'Turbo',
    style_type: 'Fiction',
    magic_prompt_option: 'Off',
    resolution: '1248x832',
  });
});

test('an edit sends source and mask and no size', async () => {
  const { sent } = await send('character-edit', {
    editMask: somePicture(4),
    size: { width: 1024, height: 1024 },
  });
  expect(Object.keys(sent).sort()).toEqual([
    'character_reference_image',
    'image',
    'mask',
    'prompt',
    'rendering_speed',
  ]);
});

test.each([
  ['character', { source: null, characters: [] }],
  ['character-edit', { editMask: null }],
  ['character', { characters: [somePicture(1), somePicture(2)] }],
])('%s without what it needs is refused before anything is sent', async (deployment, change) => {
  const failed = provider.generate(someOrder(change), context(deployment));
  await expect(failed).rejects.toMatchObject({ kind: 'invalid_request', billed: 'no' });
  expect(fake.requests).toHaveLength(0);
});

test('three pictures are three predictions, with seeds counting up', async () => {
  const order = someOrder({ count: 3, seed: 5, given: new Set(['seed']) });
  const answer = await provider.generate(order, context());
  expect(inputs().map(({ seed }) => seed)).toEqual([5, 6, 7]);
  expect(answer.pictures.map(({ seed }) => seed)).toEqual([5, 6, 7]);
});

test('one prediction that fails throws no sibling away', async () => {
  fake.faults.add('submit', { kind: 'answer', status: 429, json: {} });
  const answer = await provider.generate(someOrder({ count: 3 }), context());
  expect([answer.pictures.length, answer.failures.map(({ kind }) => kind)]).toEqual([
    2,
    ['rate_limited'],
  ]);
});

test('a large picture goes through the files API, once', async () => {
  const png = makePng();
  const bytes = Buffer.concat([png.subarray(0, -12), Buffer.alloc(300_000), png.subarray(-12)]);
  const large = { ...somePicture(1), bytes };
  const { sent } = await send('character', { source: large, characters: [large] });
  expect(sent.character_reference_image).toBe('https://api.replicate.com/v1/files/file-1');
  expect(fake.uploads).toHaveLength(1);
});

test('a prediction is looked up again after troubled looks, never created twice', async () => {
  for (const fault of [
    { kind: 'answer', status: 500 },
    { kind: 'answer', status: 429 },
    { kind: 'drop' },
    { kind: 'html', status: 502 },
    { kind: 'answer', status: 404 },
  ] as const) {
    fake.faults.add('look', fault);
  }
  const answer = await provider.generate(someOrder(), context());
  expect([answer.pictures.length, fake.submissions()]).toEqual([1, 1]);
});

test('a prediction that outlasts the deadline is cancelled and named', async () => {
  fake.pendingLooks = 1e9;
  const deployment = { ...context().deployment, deadlineMs: 150 };
  const failed = provider.generate(someOrder(), context('character', { deployment }));
  await expect(failed).rejects.toMatchObject({ kind: 'timeout', billed: 'maybe', jobId: 'pred1' });
  expect(fake.cancellations()).toBe(1);
  const submitted = fake.requests.find(({ path }) => path.endsWith('/predictions'));
  expect(submitted?.headers['cancel-after']).toBe('1m');
});

test.each([
  ['aborted', 'timeout', 'no'],
  ['canceled', 'cancelled', 'yes'],
  ['failed', 'failed', 'maybe'],
] as const)('a prediction that ended %s is %s, billed %s', async (status, kind, billed) => {
  fake.end = { status, error: 'whatever' };
  const failed = provider.generate(someOrder(), context());
  await expect(failed).rejects.toMatchObject({ kind, billed, jobId: 'pred1' });
});

test('a prediction can be collected by its id', async () => {
  await provider.generate(someOrder(), context());
  expect((await provider.collect?.('pred1', context()))?.pictures).toHaveLength(1);
  expect(fake.submissions()).toBe(1);
});

describe('a webhook', () => {
  const secret = `whsec_${Buffer.from('the secret').toString('base64')}`;
  const body = Buffer.from('{"id":"pred1","status":"succeeded"}');
  const nowMs = 1_764_000_000_000;
  const timestamp = String(nowMs / 1000);
  const sign = (key: string) =>
    createHmac('sha256', key).update(`msg_1.${timestamp}.`).update(body).digest('base64');
  const deliver = (signature: string, change = {}) => ({
    body,
    headers: {
      'webhook-id': 'msg_1',
      'webhook-timestamp': timestamp,
      'webhook-signature': signature,
      ...change,
    },
  });
  const check = (delivery: ReturnType<typeof deliver>, key: string | undefined = secret) =>
    provider.verifyWebhook?.(delivery, { fetch, now: () => nowMs, ...(key && { secret: key }) });

  test('with a good signature among others names its prediction', async () => {
    const good = `v1,AAAA v1,${sign('the secret')}`;
    expect(await check(deliver(good))).toEqual({ jobId: 'pred1' });
  });

  test('that is forged, old, of another body or without a secret is refused', async () => {
    const good = `v1,${sign('the secret')}`;
    expect(await check(deliver(`v1,${sign('other')}`))).toBeNull();
    expect(await check(deliver(''))).toBeNull();
    expect(await check(deliver(good), 'whsec_')).toBeNull();
    expect(await check({ ...deliver(good), body: Buffer.from('{"id":"pred2"}') })).toBeNull();
    expect(await check(deliver(good, { 'webhook-timestamp': '1763999000' }))).toBeNull();
  });
});

describe.skipIf(!HAS_VENDOR_DOCUMENTS)("the model's own schema", () => {
  test('knows exactly the inputs the fake accepts', () => {
    const document = readVendorDocument('replicate-ideogram-character.schema.json') as {
      input: { properties: object };
    } | null;
    const known = Object.keys(document?.input.properties ?? {});
    expect(Object.keys(REPLICATE_INPUTS).sort()).toEqual(known.sort());
  });
});

test('a key is checked for free', async () => {
  const check = (key: string) => provider.checkKey?.(context('character', {}, key));
  await expect(check(credential)).resolves.toBe('accepted');
  await expect(check('other')).rejects.toMatchObject({ kind: 'unauthorized', billed: 'no' });
  expect(fake.submissions()).toBe(0);
});
