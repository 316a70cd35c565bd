import {
  type FakeOpenAi,
  HAS_VENDOR_DOCUMENTS,
  makePng,
  OPENAI_FAKE_KEY,
  OPENAI_RESTRICTED_KEY,
  readVendorDocument,
  startFakeOpenAi,
} from '@aigateway/testkit';
import { afterEach, describe, expect, test } from 'vitest';
import type { ImageOrder, PartialPicture, ProviderContext } from './define-provider.ts';
import { describeOrder } from './describe-fields.ts';
import { makeContext, makeOrder, toPicture } from './fixtures/make-order.ts';
import { openAiProvider as provider } from './openai.ts';
import { writeGreyPng } from './pictures/grey-png.ts';
import { describeProvider } from './provider.case.ts';

describeProvider({
  provider,
  deployment: 'gpt-image-2',
  credential: 'sk-secret',
  startFake: () => startFakeOpenAi({ countsTokens: true }),
  without: { lying_type: 'base64 in JSON declares no type' },
});

let fake: FakeOpenAi;
const fakes: FakeOpenAi[] = [];

afterEach(async () => {
  await Promise.all(fakes.splice(0).map((one) => one.close()));
});

async function generate(
  order: ImageOrder,
  id = 'gpt-image-2',
  change: Partial<ProviderContext> = {},
) {
  fake = await startFakeOpenAi({ countsTokens: true });
  fakes.push(fake);
  return provider.generate(order, makeContext(provider, fake.url, { deploymentId: id, ...change }));
}

const png = 'png' as const;
const character = toPicture(makePng({ seed: 4 }));
const source = toPicture(makePng({ width: 3, height: 2, seed: 3 }));
const grey = writeGreyPng({ width: 3, height: 2, values: new Uint8Array(6) });

/** Every option that reaches the upstream at once. */
const everything = makeOrder({
  count: 2,
  size: { width: 1536, height: 864 },
  options: {
    output_format: 'webp',
    output_compression: 80,
    quality: 'hd',
    background: 'transparent',
    moderation: 'low',
    user: 'u-1',
    safety_identifier: 's-1',
    negative_prompt: 'rain',
  },
});
const everyPicture = { ...everything, source, characters: [character], editMask: toPicture(grey) };

describe('requests', () => {
  test('words alone are JSON with what was asked and nothing else', async () => {
    await generate(everything);
    expect(fake.requests[0]?.path).toBe('/images/generations');
    expect(fake.requests[0]?.json).toEqual({
      model: 'gpt-image-2',
      prompt: 'a fox',
      n: 2,
      size: '1536x864',
      quality: 'high',
      output_format: 'webp',
      output_compression: 80,
      background: 'transparent',
      moderation: 'low',
      user: 'u-1',
      safety_identifier: 's-1',
    });
    await generate(makeOrder());
    expect(fake.requests[0]?.json).toEqual({
      model: 'gpt-image-2',
      prompt: 'a fox',
      n: 1,
      quality: 'medium',
    });
  });

  test('pictures are multipart, and a character asks for fidelity', async () => {
    await generate(everyPicture, 'gpt-image-1.5');
    const parts = fake.requests[0]?.parts ?? [];
    const field = (name: string) => parts.find((part) => part.name === name)?.text;
    expect(parts.filter((part) => part.name === 'image[]')).toHaveLength(2);
    expect(field('input_fidelity')).toBe('high');
    expect(field('moderation')).toBeUndefined();
    expect(parts.find((part) => part.name === 'mask')?.bytes[25]).toBe(4);
    await generate(everyPicture);
    expect(fake.requests[0]?.parts?.map((part) => part.name)).not.toContain('input_fidelity');
  });

  test.runIf(HAS_VENDOR_DOCUMENTS)("names only fields of the maker's own documents", async () => {
    const document = readVendorDocument('openai-images-openapi-2026-08-21.json') as {
      components: { schemas: Record<string, { properties: object }> };
    };
    const delta = readVendorDocument('openai-images-delta-openai-npm-7.57.0.json') as {
      request_added_generate: object;
      request_added_edit: object;
    };
    const known = (schema: string, added: object) => [
      ...Object.keys(document.components.schemas[schema]?.properties ?? {}),
      ...Object.keys(added),
    ];
    const partial = { partialImages: 2, onPartial: () => {} };
    await generate({ ...everything, count: 1 }, 'gpt-image-2', partial);
    const sent = Object.keys(fake.requests[0]?.json ?? {});
    expect(known('CreateImageRequest', delta.request_added_generate)).toEqual(
      expect.arrayContaining(sent),
    );
    await generate({ ...everyPicture, count: 1 }, 'gpt-image-1.5', partial);
    const parts = (fake.requests[0]?.parts ?? []).map(({ name }) => name.replace('[]', ''));
    expect(parts.length).toBeGreaterThan(10);
    expect(known('CreateImageEditRequest', delta.request_added_edit)).toEqual(
      expect.arrayContaining(parts),
    );
  });
});

describe('sizes', () => {
  test.each([
    ['gpt-image-2', '1536x864', '1536x864'],
    ['gpt-image-2', '1000x1000', '1008x1008'],
    ['gpt-image-2', '3000x500', '2112x704'],
    ['gpt-image-2', '8000x8000', '2880x2880'],
    ['gpt-image-2', '256x256', '816x816'],
    ['gpt-image-1.5', '1920x1080', '1536x1024'],
    ['gpt-image-1-mini', '700x1200', '1024x1536'],
  ])('%s is asked for %s as %s', async (id, size, sent) => {
    const [width, height] = size.split('x').map(Number);
    const order = makeOrder({ size: { width: width ?? 0, height: height ?? 0 } });
    await generate(order, id);
    expect(fake.requests[0]?.json).toMatchObject({ size: sent });
    const [made = 0, tall = 1] = sent.split('x').map(Number);
    expect(made / tall).toBeLessThanOrEqual(3);
    const deployment = provider.deployments.find((one) => one.id === id);
    const given = new Set(['size'] as const);
    const reports = deployment ? describeOrder({ ...order, given }, deployment) : [];
    const rule = reports.find((report) => report.field === 'size');
    expect(rule?.support).toBe(size === sent ? 'used' : 'approximated');
  });
});

describe('answers', () => {
  test('tokens are kept, and priced where the price is known', async () => {
    const counted = await generate(makeOrder(), 'gpt-image-2.6-sunburst');
    expect(counted.usage).toMatchObject({ totalTokens: 100, inputImageTokens: 40 });
    // 10 text at $5, 40 pictures in at $8, 50 out at $30 a million.
    expect(counted.upstreamMicroUsd).toBe(1_870n);
    expect((await generate(makeOrder(), 'gpt-image-1.5')).upstreamMicroUsd).toBeNull();
  });

  test('partial pictures are handed out as they come', async () => {
    const partials: PartialPicture[] = [];
    const onPartial = (partial: PartialPicture) => partials.push(partial);
    const order = makeOrder({ options: { output_format: png } });
    const answer = await generate(order, 'gpt-image-2', { partialImages: 2, onPartial });
    expect(fake.requests[0]?.json).toMatchObject({ stream: true, partial_images: 2 });
    expect(partials).toMatchObject([
      { picture: 0, index: 0 },
      { picture: 0, index: 1 },
    ]);
    expect(Buffer.from(answer.pictures[0]?.bytes ?? [])).toEqual(fake.pictures()[0]);
    expect(answer.usage?.totalTokens).toBe(100);
  });

  test('a stream that ends in an error or too early is a failure', async () => {
    fake = await startFakeOpenAi();
    fakes.push(fake);
    const context = makeContext(provider, fake.url, { partialImages: 1, onPartial: () => {} });
    const ask = () => provider.generate(makeOrder(), context).catch((error: unknown) => error);
    fake.play('error_inside', '');
    expect(await ask()).toMatchObject({ kind: 'failed', billed: 'maybe' });
    fake.play('refused', '');
    expect(await ask()).toMatchObject({ kind: 'refused', billed: 'no' });
  });
});

test('a key is checked for free', async () => {
  fake = await startFakeOpenAi();
  fakes.push(fake);
  const check = (key: string) =>
    provider.checkKey?.(makeContext(provider, fake.url, { credential: key }));
  await expect(check(OPENAI_FAKE_KEY)).resolves.toBe('accepted');
  await expect(check(OPENAI_RESTRICTED_KEY)).resolves.toBe('restricted');
  await expect(check('other')).rejects.toMatchObject({ kind: 'unauthorized', billed: 'no' });
  fake.faults.add('models', {
    kind: 'answer',
    status: 401,
    json: { error: { message: 'Missing scopes: api.model.read.' } },
  });
  await expect(check('of chosen scopes')).resolves.toBe('restricted');
  expect(fake.submissions()).toBe(0);
});
