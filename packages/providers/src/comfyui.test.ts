import { type FakeComfyUi, makePng, startFakeComfyUi } from '@aigateway/testkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { comfyUiProvider as provider } from './comfyui.ts';
import type { ImageOrder, ProviderContext } from './define-provider.ts';
import { makeContext, makeOrder, toPicture } from './fixtures/make-order.ts';
import { readGreyPng, writeGreyPng } from './pictures/grey-png.ts';
import { describeProvider } from './provider.case.ts';

for (const deployment of ['flux2-klein', 'qwen-image-edit']) {
  describeProvider({
    provider,
    deployment,
    credential: null,
    startFake: startFakeComfyUi,
    without: {
      refused: 'the engine does not moderate',
      no_credit: 'the engine knows no money',
      foreign_bytes: 'pictures are fetched by name from the engine itself',
      lying_type: 'covered by html_as_picture: the declared type is never read',
    },
    // The operator's own engine sends no bill.
    expected: {
      server_error: { kind: 'failed', billed: 'no' },
      timeout: { kind: 'timeout', billed: 'no' },
      cut: { kind: 'failed', billed: 'no' },
      html_error: { kind: 'failed', billed: 'no' },
      error_inside: { kind: 'failed', billed: 'no' },
      html_as_picture: { kind: 'failed', billed: 'no' },
      expired: { kind: 'failed', billed: 'no' },
    },
  });
}

let fake: FakeComfyUi;

beforeEach(async () => {
  fake = await startFakeComfyUi();
});

afterEach(() => fake.close());

const pictures = [3, 4, 5, 6, 7].map((seed) => toPicture(makePng({ seed, width: 96 })));
const [source, ...characters] = pictures;
const png = 'png' as const;

function generate(
  order: ImageOrder,
  deploymentId = 'flux2-klein',
  change: Partial<ProviderContext> = {},
) {
  return provider.generate(order, makeContext(provider, fake.url, { deploymentId, ...change }));
}

function classes(at = 0): string[] {
  return Object.values(fake.graphs()[at] ?? {}).map((node) => node.class_type);
}

const count = (name: string) => classes().filter((one) => one === name).length;

describe('graphs', () => {
  test.each([0, 1, 5])('klein chains %i references on both conditionings', async (references) => {
    const order = makeOrder({ characters: pictures.slice(0, references) });
    const answer = await generate(order);
    expect(count('LoadImage')).toBe(references);
    expect(count('ReferenceLatent')).toBe(2 * references);
    expect(answer.pictures[0]?.seed).toBe(7);
    const names = Object.values(fake.graphs()[0] ?? {}).map((node) => node.inputs.image);
    const uploaded = names.filter((one) => typeof one === 'string');
    expect(uploaded.every((name) => String(name).startsWith('aigateway/kept-'))).toBe(true);
  });

  test('Qwen reads three pictures and chains the rest', async () => {
    const options = { output_format: png, negative_prompt: 'rain' };
    await generate(makeOrder({ source: source ?? null, characters, options }), 'qwen-image-edit');
    const graph = fake.graphs()[0] ?? {};
    expect(graph.prompt?.inputs.prompt).toContain('Image 1 is the picture to change.');
    expect(graph.negative?.inputs).toMatchObject({ prompt: 'rain', image3: ['load2', 0] });
    expect(count('LoadImage')).toBe(5);
    expect(count('ReferenceLatent')).toBe(4);
  });

  test('several pictures are several jobs with seeds that count up', async () => {
    const answer = await generate(makeOrder({ count: 3, seed: 2 ** 31 - 1 }));
    expect(fake.graphs().map((graph) => graph.noise?.inputs.noise_seed)).toEqual([
      2 ** 31 - 1,
      0,
      1,
    ]);
    expect(answer.pictures.map((one) => one.seed)).toEqual([2 ** 31 - 1, 0, 1]);
  });

  test('sides are rounded to sixteen pixels, and told so', async () => {
    const answer = await generate(makeOrder({ size: { width: 1000, height: 500 } }));
    expect(answer.warnings).toEqual(['size 1000x500 was asked for and 1008x496 was made']);
  });
});

describe('before anything is made', () => {
  test('a missing node is named', async () => {
    fake.nodes.delete('Flux2Scheduler');
    await expect(generate(makeOrder())).rejects.toMatchObject({
      kind: 'failed',
      billed: 'no',
      message: expect.stringContaining('"Flux2Scheduler"'),
    });
    expect(fake.submissions()).toBe(0);
  });

  test.each(['UNETLoader', 'VAELoader'])('a missing file of %s is named', async (name) => {
    fake.nodes.set(name, { unet_name: [], vae_name: [], weight_dtype: ['default'] });
    await expect(generate(makeOrder())).rejects.toThrowError(/lacks ".*\.safetensors"/);
    expect(fake.requests.every((one) => one.method === 'GET')).toBe(true);
  });

  test('a prompt that names an embedding of the server is refused', async () => {
    const order = makeOrder({ prompt: 'a fox, embedding:secret' });
    await expect(generate(order)).rejects.toMatchObject({ kind: 'invalid_request' });
    expect(fake.requests).toEqual([]);
  });

  test('a mask is refused where the graph has no place for it', async () => {
    const order = makeOrder({ source: source ?? null, editMask: source ?? null });
    await expect(generate(order)).rejects.toMatchObject({ kind: 'invalid_request' });
  });
});

describe('the socket', () => {
  test("tells the steps of our own job and not of a stranger's, and sends no Origin", async () => {
    fake.pendingLooks = 200;
    const heard: number[] = [];
    await generate(makeOrder(), 'flux2-klein', {
      pause: () => new Promise(setImmediate),
      onProgress: (share) => {
        heard.push(share);
        fake.pendingLooks = 0;
      },
    });
    expect(new Set(heard)).toEqual(new Set([0.5]));
    expect(fake.sockets()).toHaveLength(1);
    expect(fake.sockets()[0]).not.toHaveProperty('origin');
  });
});

test('a hang-up stops our own job and no other', async () => {
  fake.pendingLooks = 1_000_000;
  const caller = new AbortController();
  const running = generate(makeOrder(), 'flux2-klein', {
    signal: caller.signal,
    pause: () => new Promise(setImmediate),
    onAccepted: () => caller.abort(),
  });
  await expect(running).rejects.toMatchObject({ kind: 'cancelled', billed: 'no' });
  expect(fake.cancellations()).toBe(1);
  expect(fake.blindInterrupts()).toBe(0);
});

describe("an operator's graph", () => {
  const graph = JSON.stringify({
    '3': { class_type: 'KSampler', inputs: { seed: 1, steps: 4 } },
    '6': { class_type: 'CLIPTextEncode', inputs: { text: 'x' } },
    '8': { class_type: 'LoadImage', inputs: { image: 'example.png' } },
    '9': { class_type: 'LoadImageMask', inputs: { image: 'example.png', channel: 'red' } },
    '20': { class_type: 'SaveImage', inputs: { filename_prefix: 'mine' } },
  });
  const bindings = {
    prompt: { node: '6', input: 'text' },
    seed: { node: '3', input: 'seed' },
    references: [{ node: '8', input: 'image' }],
    mask: { node: '9', input: 'image' },
    output: '20',
  };
  const own = (change: object = {}) => ({
    settings: { graph, bindings: JSON.stringify({ ...bindings, ...change }) },
  });
  const values = new Uint8Array(96 * 64).fill(255);
  const editMask = toPicture(writeGreyPng({ width: 96, height: 64, values }));

  test('is filled by its binding file', async () => {
    const order = makeOrder({ source: source ?? null, editMask });
    await generate(order, 'operator-graph', own());
    const sent = fake.graphs()[0];
    expect(sent?.['6']?.inputs.text).toBe('a fox');
    expect(sent?.['3']?.inputs).toEqual({ seed: 7, steps: 4 });
    expect(sent?.['8']?.inputs.image).toMatch(/^aigateway\/kept-/);
    const masks = fake.requests
      .flatMap((one) => one.parts ?? [])
      .filter((one) => one.bytes[25] === 0);
    expect(readGreyPng(masks[0]?.bytes ?? new Uint8Array())?.values[0]).toBe(0);
  });

  test.each([
    ['a node that is not there', { seed: { node: '99', input: 'seed' } }, /no node "99"/],
    ['a missing binding', { prompt: undefined }, /wrong at "prompt"/],
  ])('says what is wrong with its bindings: %s', async (_, change, message) => {
    const order = makeOrder({ source: source ?? null });
    await expect(generate(order, 'operator-graph', own(change))).rejects.toThrowError(message);
    expect(fake.requests).toEqual([]);
  });

  test('takes as many pictures as it has places for', async () => {
    await expect(generate(makeOrder(), 'operator-graph', own())).rejects.toThrowError(/1 to 1/);
  });

  test('in the form of the editor is not taken', async () => {
    const settings = { ...own().settings, graph: '{"nodes":[],"links":[]}' };
    await expect(generate(makeOrder(), 'operator-graph', { settings })).rejects.toThrowError(
      /API format/,
    );
  });
});
