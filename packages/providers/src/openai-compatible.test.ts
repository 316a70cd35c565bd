import { type FakeOpenAi, makePng, startFakeOpenAi } from '@aigateway/testkit';
import { afterEach, describe, expect, test } from 'vitest';
import { makeContext, makeOrder, toPicture } from './fixtures/make-order.ts';
import { openAiCompatibleProvider as provider } from './openai-compatible.ts';
import { writeGreyPng } from './pictures/grey-png.ts';
import { describeProvider } from './provider.case.ts';

let fake: FakeOpenAi;

afterEach(() => fake.close());

const source = toPicture(makePng({ width: 3, height: 2, seed: 3 }));
const character = toPicture(makePng({ seed: 4 }));

function names(at = 0): string[] {
  return (fake.requests[at]?.parts ?? []).map((part) => part.name);
}

function text(name: string): string | undefined {
  return fake.requests[0]?.parts?.find((part) => part.name === name)?.text;
}

async function generate(
  order: Parameters<typeof provider.generate>[0],
  deploymentId: string,
  settings: Record<string, string> = {},
) {
  return provider.generate(order, makeContext(provider, fake.url, { deploymentId, settings }));
}

describe('from words', () => {
  test('sends the allow-listed keys and nothing else', async () => {
    fake = await startFakeOpenAi();
    const order = makeOrder({
      size: { width: 64, height: 32 },
      options: { output_format: 'webp', negative_prompt: 'rain', user: 'u', quality: 'high' },
    });
    const answer = await generate(order, 'vllm-omni', { model: 'klein' });
    expect(fake.requests[0]?.path).toBe('/v1/images/generations');
    expect(fake.requests[0]?.headers.authorization).toBe('Bearer sk-secret');
    expect(fake.requests[0]?.json).toEqual({
      model: 'klein',
      prompt: 'a fox',
      n: 1,
      size: '64x32',
      response_format: 'b64_json',
      negative_prompt: 'rain',
      seed: 7,
    });
    expect(answer.pictures).toEqual([{ bytes: fake.pictures()[0], seed: 7, revisedPrompt: null }]);
    expect(answer.upstreamMicroUsd).toBe(0n);
  });

  test('a base URL with a path keeps it', async () => {
    fake = await startFakeOpenAi();
    const context = makeContext(provider, `${fake.url}/v1/`, { deploymentId: 'plain' });
    await provider.generate(makeOrder(), context);
    expect(fake.requests[0]?.path).toBe('/v1/images/generations');
    expect(fake.requests[0]?.json).toEqual({
      prompt: 'a fox',
      n: 1,
      response_format: 'b64_json',
    });
  });

  test('several pictures are one call; with a seed of the caller one call each', async () => {
    fake = await startFakeOpenAi();
    const bulk = await generate(makeOrder({ count: 3 }), 'sglang');
    expect(fake.submissions()).toBe(1);
    expect(bulk.pictures.map((one) => one.seed)).toEqual([null, null, null]);
    const seeded = makeOrder({ count: 3, seed: 2 ** 31 - 1, given: new Set(['prompt', 'seed']) });
    const each = await generate(seeded, 'sglang');
    expect(fake.submissions()).toBe(4);
    expect(each.pictures.map((one) => one.seed)).toEqual([2 ** 31 - 1, 0, 1]);
  });

  test('a ratio becomes a size of about a megapixel, and another size made is told', async () => {
    fake = await startFakeOpenAi();
    const ratio = makeOrder({ options: { output_format: 'png', aspect_ratio: '16:9' } });
    await generate(ratio, 'lemonade');
    expect(fake.requests[0]?.json).toMatchObject({ size: '1360x768' });
    const answer = await generate(ratio, 'mlx');
    expect(answer.warnings).toEqual([]);
  });

  test('LocalAI cuts prompts at a bar, so bars of the caller are replaced', async () => {
    fake = await startFakeOpenAi();
    const options = { output_format: 'png', negative_prompt: 'rain' } as const;
    const order = makeOrder({ prompt: 'a|b', options, characters: [character] });
    const answer = await generate(order, 'localai');
    expect(fake.requests[0]?.path).toBe('/v1/images/generations');
    expect(fake.requests[0]?.json).toMatchObject({
      prompt: 'a,b|rain',
      ref_images: [Buffer.from(character.bytes).toString('base64')],
    });
    expect(answer.warnings[0]).toContain('bars replaced');
  });
});

describe('with pictures', () => {
  test('source and character go as parts and the prompt says which is which', async () => {
    fake = await startFakeOpenAi();
    const order = makeOrder({ source, characters: [source, character] });
    const answer = await generate(order, 'vllm-omni');
    expect(fake.requests[0]?.path).toBe('/v1/images/edits');
    expect(names()).toEqual(['prompt', 'n', 'response_format', 'seed', 'image', 'image']);
    expect(text('prompt')).toContain('Image 2 shows the character');
    expect(answer.pictures[0]?.revisedPrompt).toBe(text('prompt'));
  });

  test('plain servers get image[] for several and image for one', async () => {
    fake = await startFakeOpenAi();
    await generate(makeOrder({ source, characters: [character] }), 'plain');
    await generate(makeOrder({ source }), 'plain');
    expect(names(0).filter((name) => name.startsWith('image'))).toEqual(['image[]', 'image[]']);
    expect(names(1).filter((name) => name.startsWith('image'))).toEqual(['image']);
  });

  const grey = writeGreyPng({ width: 3, height: 2, values: Uint8Array.from([0, 255, 0, 9, 0, 0]) });
  const editMask = toPicture(grey);

  test.each([
    ['vllm-omni', 'mask_image', 0],
    ['lemonade', 'mask', 0],
    ['plain', 'mask', 4],
  ])('%s gets its mask in its own polarity', async (id, part, colourType) => {
    fake = await startFakeOpenAi();
    await generate(makeOrder({ source, editMask }), id);
    const mask = fake.requests[0]?.parts?.find((one) => one.name === part);
    expect(mask?.bytes[25]).toBe(colourType);
    expect(mask?.bytes).not.toEqual(Buffer.from(grey));
  });

  test.each(['sglang', 'localai', 'mlx'])('%s refuses a mask before any call', async (id) => {
    fake = await startFakeOpenAi();
    await expect(generate(makeOrder({ source, editMask }), id)).rejects.toMatchObject({
      kind: 'invalid_request',
      billed: 'no',
    });
    expect(fake.requests).toEqual([]);
  });
});

describe('answers', () => {
  test('links on its own origin are fetched, paths on its disk are dropped', async () => {
    fake = await startFakeOpenAi({ answersLinks: true, tellsPaths: true });
    const answer = await generate(makeOrder(), 'sglang');
    expect(Buffer.from(answer.pictures[0]?.bytes ?? [])).toEqual(fake.pictures()[0]);
    expect(Object.keys(answer.pictures[0] ?? {}).sort()).toEqual([
      'bytes',
      'revisedPrompt',
      'seed',
    ]);
  });

  test('fewer pictures than asked are failures beside the ones that came', async () => {
    fake = await startFakeOpenAi();
    const b64 = makePng().toString('base64');
    const json = { data: [{ b64_json: b64 }, { b64_json: b64.slice(0, 80) }] };
    fake.faults.add('images', { kind: 'answer', status: 200, json });
    const answer = await generate(makeOrder({ count: 3 }), 'plain');
    expect(answer.pictures).toHaveLength(1);
    expect(answer.failures.map((one) => one.billed)).toEqual(['yes', 'yes']);
  });

  test.each([
    ['refused', 'refused', 'no'],
    ['unauthorized', 'unauthorized', 'no'],
    ['no_credit', 'exhausted_credit', 'no'],
    ['rate_limited', 'rate_limited', 'no'],
    ['server_error', 'failed', 'maybe'],
    ['cut', 'failed', 'maybe'],
    ['html_error', 'failed', 'maybe'],
    ['error_inside', 'failed', 'maybe'],
    ['html_as_picture', 'failed', 'yes'],
    ['foreign_bytes', 'failed', 'yes'],
    ['expired', 'failed', 'yes'],
  ] as const)('%s of a paid server is %s, billed %s', async (scenario, kind, billed) => {
    fake = await startFakeOpenAi();
    fake.play(scenario, 'http://127.0.0.1:9/x.png');
    const failure = await generate(makeOrder(), 'plain').catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'ProviderError', kind, billed });
    expect(String(failure)).not.toMatch(/UPSTREAM-TEXT|127\.0\.0\.1|sk-secret/);
    expect(fake.submissions()).toBe(1);
  });

  test('an own engine bills nobody, even when it breaks off', async () => {
    fake = await startFakeOpenAi();
    fake.play('cut', '');
    await expect(generate(makeOrder(), 'vllm-omni')).rejects.toMatchObject({ billed: 'no' });
  });
});

const withoutType = { lying_type: 'base64 in JSON declares no type' };

describeProvider({
  provider,
  deployment: 'plain',
  credential: 'sk-secret',
  startFake: startFakeOpenAi,
  without: withoutType,
});

describeProvider({
  provider,
  deployment: 'vllm-omni',
  credential: null,
  startFake: startFakeOpenAi,
  without: withoutType,
  // The operator's own engine sends no bill.
  expected: {
    server_error: { kind: 'failed', billed: 'no' },
    timeout: { kind: 'timeout', billed: 'no' },
    cut: { kind: 'failed', billed: 'no' },
    html_error: { kind: 'failed', billed: 'no' },
    error_inside: { kind: 'failed', billed: 'no' },
    foreign_bytes: { kind: 'failed', billed: 'no' },
    html_as_picture: { kind: 'failed', billed: 'no' },
    expired: { kind: 'failed', billed: 'no' },
  },
});
