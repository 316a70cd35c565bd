import {
  FAL_FAKE_KEY,
  FAL_FIELDS,
  HAS_VENDOR_DOCUMENTS,
  makePng,
  readVendorDocument,
  startFakeFal,
} from '@aigateway/testkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ImageOrder } from './define-provider.ts';
import { describeOrder } from './describe-fields.ts';
import { FAL_OPERATIONS } from './fal/operations.ts';
import { falProvider as provider } from './fal.ts';
import { describeProvider, someContext, someOrder, somePicture } from './provider.case.ts';

const credential = FAL_FAKE_KEY;

describeProvider({
  provider,
  deployment: 'character-remix',
  credential,
  startFake: startFakeFal,
  // fal may bill a 422 once a runner has worked (its docs, "errors").
  expected: { refused: { kind: 'refused', billed: 'maybe' } },
});

let fake: Awaited<ReturnType<typeof startFakeFal>>;
beforeEach(async () => {
  fake = await startFakeFal();
});
afterEach(() => fake.close());

const context = (deployment = 'character-remix', change = {}) =>
  someContext({ provider, deployment, credential }, fake.url, change);

const inputs = () =>
  fake.requests
    .filter(({ method, path }) => method === 'POST' && path.startsWith('/fal-ai/'))
    .map(({ json }) => json as Record<string, unknown>);

async function send(deployment: string, change: Partial<ImageOrder> = {}) {
  const answer = await provider.generate(someOrder(change), context(deployment));
  return { answer, sent: inputs()[0] ?? {} };
}

const everything: Partial<ImageOrder> = {
  count: 2,
  size: { width: 1536, height: 1024 },
  editMask: somePicture(4),
  characterMask: somePicture(3),
  given: new Set(['size', 'strength', 'negative_prompt', 'style_type', 'magic_prompt']),
  options: {
    output_format: 'png',
    strength: 0.7,
    negative_prompt: 'rain',
    style_type: 'realistic',
    magic_prompt: 'off',
    quality: 'high',
    art_style: 'watercolor',
    color_palette: { members: [{ color_hex: '#102030', color_weight: 0.5 }] },
  },
};

describe('a request', () => {
  test('for a character remix says everything that was asked, in fal’s words', async () => {
    const { sent } = await send('character-remix', {
      ...everything,
      styleReferences: [somePicture(5), somePicture(6)],
    });
    expect(sent).toEqual({
      prompt: 'a lighthouse keeper on a bicycle Art style: watercolor.',
      image_url: expect.stringMatching(/^data:image\/png;base64,/),
      reference_image_urls: [expect.stringMatching(/^data:/)],
      reference_mask_urls: [expect.stringMatching(/^data:/)],
      image_urls: [expect.stringMatching(/^data:/), expect.stringMatching(/^data:/)],
      image_size: { width: 1248, height: 832 },
      strength: 0.7,
      negative_prompt: 'rain',
      style: 'REALISTIC',
      expand_prompt: false,
      rendering_speed: 'QUALITY',
      color_palette: { members: [{ rgb: { r: 16, g: 32, b: 48 }, color_weight: 0.5 }] },
      num_images: 2,
    });
  });

  test.each(FAL_OPERATIONS.map((one) => [one.id, one] as const))(
    'to %s is one the endpoint knows and drops nothing its table promises',
    async (id, operation) => {
      const { answer, sent } = await send(id, everything);
      expect(answer.pictures).toHaveLength(2);
      const known = FAL_FIELDS[operation.endpointId]?.map((name) => name.replace('*', ''));
      expect(Object.keys(sent).filter((name) => !known?.includes(name))).toEqual([]);
      const { fields } = operation;
      const promised = {
        strength: fields.strength,
        negative_prompt: fields.negative_prompt,
        reference_mask_urls: fields.character_reference_mask,
        style: fields.style_type,
        expand_prompt: fields.magic_prompt,
        color_palette: fields.color_palette,
        rendering_speed: fields.rendering_speed,
        prompt: fields.prompt,
      };
      for (const [name, { support }] of Object.entries(promised)) {
        expect([name, name in sent]).toEqual([name, support !== 'unsupported']);
      }
    },
  );

  test('without a size keeps the source’s shape on a remix', async () => {
    expect((await send('character-remix')).sent.image_size).toEqual({ width: 1248, height: 832 });
  });

  test('for a look a V3 endpoint has no style for says that it has no effect', () => {
    const order = someOrder({
      given: new Set(['style_type']),
      options: { output_format: 'png', style_type: 'fiction' },
    });
    const reports = describeOrder(order, context('v3').deployment);
    expect(reports.find(({ field }) => field === 'style_type')?.support).toBe('unsupported');
  });

  test('without any picture goes to the plain endpoint', async () => {
    const { answer } = await send('character', { source: null, characters: [] });
    // The gateway says so for all routes alike: one warning is enough.
    expect(answer.warnings).toEqual([]);
    expect(fake.requests[0]?.path).toBe('/fal-ai/ideogram/v3');
  });

  test('with a large picture uploads it once, and the key does not go along', async () => {
    const bytes = makePng({ width: 400, height: 400 });
    const padded = Buffer.concat([
      bytes.subarray(0, -12),
      Buffer.alloc(300_000),
      bytes.subarray(-12),
    ]);
    const large = { ...somePicture(1), bytes: padded };
    const { sent } = await send('character-remix', { source: large, characters: [large] });
    expect(sent.image_url).toBe('https://v3.fal.media/files/upload-1.png');
    expect(sent.reference_image_urls).toEqual(['https://v3.fal.media/files/upload-1.png']);
    expect(fake.uploads.size).toBe(1);
    expect(fake.uploads.get('upload-1')?.equals(padded)).toBe(true);
  });

  test('whose upload fails was not billed', async () => {
    fake.faults.add('upload', { kind: 'answer', status: 500, json: { detail: 'x' } });
    const large = { ...somePicture(1), bytes: Buffer.alloc(300_000) };
    const failed = provider.generate(someOrder({ source: large }), context());
    await expect(failed).rejects.toMatchObject({ kind: 'failed', billed: 'no' });
    expect(fake.submissions()).toBe(0);
  });

  test('with more than 10 MB of references is refused before anything is sent', async () => {
    const huge = { ...somePicture(1), bytes: Buffer.alloc(11 * 1024 * 1024) };
    const failed = provider.generate(someOrder({ characters: [huge] }), context());
    await expect(failed).rejects.toMatchObject({ kind: 'invalid_request', billed: 'no' });
    expect(fake.requests).toHaveLength(0);
  });
});

describe('a queued request', () => {
  test('is looked up again after troubled looks, never submitted twice', async () => {
    for (const fault of [
      { kind: 'answer', status: 500 },
      { kind: 'answer', status: 429 },
      { kind: 'drop' },
      { kind: 'html', status: 502 },
      { kind: 'answer', status: 404 },
    ] as const) {
      fake.faults.add('status', fault);
    }
    fake.faults.add('result', { kind: 'html', status: 502 });
    fake.faults.add('result', { kind: 'cut' });
    const ids: string[] = [];
    const onAccepted = (id: string) => ids.push(id);
    const answer = await provider.generate(someOrder(), context('character-remix', { onAccepted }));
    expect(answer.pictures).toHaveLength(1);
    expect([fake.submissions(), ids]).toEqual([1, ['req-1']]);
  });

  test('that outlasts the deadline is taken out of the queue and named', async () => {
    fake.pendingLooks = 1e9;
    const deployment = { ...context().deployment, deadlineMs: 150 };
    const failed = provider.generate(someOrder(), context('character-remix', { deployment }));
    await expect(failed).rejects.toMatchObject({
      kind: 'timeout',
      billed: 'maybe',
      jobId: 'req-1',
    });
    expect(fake.cancellations()).toBe(1);
  });

  test('can be collected by its id', async () => {
    await provider.generate(someOrder(), context());
    const again = await provider.collect?.('req-1', context());
    expect(again?.pictures).toHaveLength(1);
    expect(fake.submissions()).toBe(1);
  });

  const detail = (type: string) => ({ detail: [{ loc: [], msg: 'x', type }] });
  test.each([
    [422, detail('content_policy_violation'), 'refused', 'maybe'],
    [422, detail('image_too_small'), 'invalid_image', 'maybe'],
    [422, detail('greater_than_equal'), 'invalid_request', 'maybe'],
    [422, { detail: 'a text' }, 'invalid_request', 'maybe'],
    [500, detail('internal_server_error'), 'failed', 'no'],
    [504, detail('generation_timeout'), 'timeout', 'no'],
    [503, { detail: 'x', error_type: 'runner_connection_refused' }, 'saturated', 'no'],
  ])('that ended with %i %j is %s, billed %s', async (status, json, kind, billed) => {
    fake.faults.add('result', { kind: 'answer', status, json });
    const failed = provider.generate(someOrder(), context());
    await expect(failed).rejects.toMatchObject({ kind, billed, jobId: 'req-1' });
  });

  test('that is complete without a picture is a failure that may have been billed', async () => {
    fake.faults.add('result', { kind: 'answer', status: 200, json: { images: [], seed: 1 } });
    const failed = provider.generate(someOrder(), context());
    await expect(failed).rejects.toMatchObject({ kind: 'failed', billed: 'maybe' });
  });

  test('keeps siblings when one of its pictures has expired', async () => {
    fake.faults.add('file', { kind: 'answer', status: 410 });
    const answer = await provider.generate(someOrder({ count: 2 }), context());
    expect([answer.pictures.length, answer.failures[0]?.billed]).toEqual([1, 'yes']);
    expect(answer.upstreamMicroUsd).toBe(300_000n);
  });
});

test('a locked account is exhausted credit, a plain 403 a wrong key', async () => {
  fake.faults.add('submit', { kind: 'answer', status: 403, json: { detail: 'Forbidden' } });
  const failed = provider.generate(someOrder(), context());
  await expect(failed).rejects.toMatchObject({ kind: 'unauthorized', billed: 'no' });
});

test('a key is checked for free', async () => {
  await expect(provider.checkKey?.(context())).resolves.toBe('accepted');
  const wrong = provider.checkKey?.(context('v3', { credential: 'other' }));
  await expect(wrong).rejects.toMatchObject({ kind: 'unauthorized', billed: 'no' });
  expect(fake.submissions()).toBe(0);
});

describe.skipIf(!HAS_VENDOR_DOCUMENTS)("fal's own types", () => {
  interface Document {
    endpoints: Record<string, { input: string }>;
    types: Record<string, { fields: { name: string; required: boolean }[] }>;
  }
  const document = readVendorDocument('fal-ideogram-endpoints-2026-08-02.json') as Document | null;

  test.each(Object.keys(FAL_FIELDS))('know exactly the fields of %s', (endpoint) => {
    const fields = document?.types[document.endpoints[endpoint]?.input ?? '']?.fields ?? [];
    const required = FAL_FIELDS[endpoint]?.filter((name) => name.endsWith('*')) ?? [];
    const names = new Set(FAL_FIELDS[endpoint]?.map((name) => name.replace('*', '')));
    expect([...names].sort()).toEqual(fields.map(({ name }) => name).sort());
    expect(required.map((name) => name.slice(0, -1)).sort()).toEqual(
      fields.flatMap(({ name, required: must }) => (must ? [name] : [])).sort(),
    );
  });
});
