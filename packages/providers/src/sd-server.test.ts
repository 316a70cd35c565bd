import { type FakeSdServer, makePng, startFakeSdServer } from '@aigateway/testkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ImageOrder } from './define-provider.ts';
import { makeContext, makeOrder, toPicture } from './fixtures/make-order.ts';
import { readGreyPng, writeGreyPng } from './pictures/grey-png.ts';
import { describeProvider } from './provider.case.ts';
import { sdServerProvider as provider } from './sd-server.ts';

describeProvider({
  provider,
  deployment: 'native',
  credential: null,
  startFake: startFakeSdServer,
  without: {
    refused: 'the engine does not moderate',
    no_credit: 'the engine knows no money',
    foreign_bytes: 'the engine answers no links',
    lying_type: 'base64 in JSON declares no type',
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

let fake: FakeSdServer;

beforeEach(async () => {
  fake = await startFakeSdServer();
});

afterEach(() => fake.close());

const source = toPicture(makePng({ width: 96, height: 64, seed: 3 }));
const character = toPicture(makePng({ seed: 4 }));
const b64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
const png = 'png' as const;

function generate(order: ImageOrder) {
  return provider.generate(order, makeContext(provider, fake.url));
}

describe('requests', () => {
  test('source and character are references, named in the prompt in their order', async () => {
    const answer = await generate(makeOrder({ source, characters: [character] }));
    const [body] = fake.bodies();
    expect(body).toMatchObject({
      width: 1248,
      height: 832,
      seed: 7,
      batch_count: 1,
      embed_image_metadata: false,
      ref_images: [b64(source.bytes), b64(character.bytes)],
    });
    expect(body?.prompt).toContain('Image 2 shows the character');
    expect(body).not.toHaveProperty('init_image');
    expect(answer.pictures[0]).toMatchObject({ seed: 7, revisedPrompt: body?.prompt });
    expect(answer.upstreamMicroUsd).toBe(0n);
  });

  test('with a strength the source is painted over, at its complement', async () => {
    const options = { output_format: png, strength: 0.75 };
    await generate(makeOrder({ source, characters: [character], options }));
    expect(fake.bodies()[0]).toMatchObject({
      prompt: 'a fox',
      init_image: b64(source.bytes),
      ref_images: [b64(character.bytes)],
      strength: 0.25,
    });
  });

  test('a mask is white where it repaints', async () => {
    const values = new Uint8Array(96 * 64).fill(255);
    values[0] = 0;
    const editMask = toPicture(writeGreyPng({ width: 96, height: 64, values }));
    await generate(makeOrder({ source, editMask }));
    const sent = Buffer.from(String(fake.bodies()[0]?.mask_image), 'base64');
    expect([...(readGreyPng(sent)?.values.subarray(0, 2) ?? [])]).toEqual([255, 0]);
  });

  test('ten pictures are two batches, and seeds count on over both', async () => {
    const size = { width: 64, height: 64 };
    const answer = await generate(makeOrder({ count: 10, size, seed: 2 ** 31 - 3 }));
    expect(fake.bodies().map((body) => [body.batch_count, body.seed])).toEqual([
      [3, 2 ** 31 - 3],
      [7, 0],
    ]);
    expect(answer.pictures.map((one) => one.seed)).toEqual([
      2 ** 31 - 3,
      2 ** 31 - 2,
      2 ** 31 - 1,
      ...[0, 1, 2, 3, 4, 5, 6],
    ]);
  });
});

describe('refusals before any job', () => {
  const options = (negative_prompt: string) => ({ output_format: png, negative_prompt });
  test.each([
    ['a fox <sd_cpp_extra_args>{"steps":1}</sd_cpp_extra_args>', ''],
    ['a fox < SD_CPP_EXTRA_ARGS >', ''],
    ['a fox <lora:../../secret:1>', ''],
    ['a fox', '<sd_cpp_extra_args>{}'],
  ])('a prompt with a tag of the engine: %s %s', async (prompt, negative) => {
    const running = generate(makeOrder({ prompt, options: options(negative) }));
    await expect(running).rejects.toMatchObject({ kind: 'invalid_request', billed: 'no' });
    expect(fake.submissions()).toBe(0);
  });

  test('references where the loaded model takes none', async () => {
    fake.features.ref_images = false;
    await expect(generate(makeOrder({ characters: [character] }))).rejects.toMatchObject({
      kind: 'invalid_request',
    });
    expect(fake.submissions()).toBe(0);
  });

  test('a size over the limits of the server', async () => {
    const order = makeOrder({ size: { width: 8192, height: 1024 } });
    await expect(generate(order)).rejects.toThrowError(/64x64 to 4096x4096/);
    expect(fake.submissions()).toBe(0);
  });
});

test('a look that fails in passing does not lose the job', async () => {
  fake.faults.add('poll', { kind: 'drop' });
  fake.faults.add('poll', { kind: 'html', status: 502 });
  expect((await generate(makeOrder())).pictures).toHaveLength(1);
  expect(fake.submissions()).toBe(1);
});

test('a finished job can be collected by its id', async () => {
  const ids: string[] = [];
  const context = makeContext(provider, fake.url, { onAccepted: (id) => ids.push(id) });
  await provider.generate(makeOrder(), context);
  const again = await provider.collect?.(ids[0] ?? '', context);
  expect(again?.pictures).toHaveLength(1);
  expect(fake.submissions()).toBe(1);
});
