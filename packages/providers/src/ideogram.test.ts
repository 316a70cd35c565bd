import {
  IDEOGRAM_FAKE_KEY,
  IDEOGRAM_V2_FIELDS,
  type RecordedRequest,
  startFakeIdeogram,
} from '@aigateway/testkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ImageOrder } from './define-provider.ts';
import { describeOrder } from './describe-fields.ts';
import { parsePair, RESOLUTIONS_V3 } from './fields/ideogram-sizes.ts';
import { IDEOGRAM_OPERATIONS } from './ideogram/operations.ts';
import { ideogramProvider as provider } from './ideogram.ts';
import { describeProvider, someContext, someOrder, somePicture } from './provider.case.ts';

const credential = IDEOGRAM_FAKE_KEY;
const base = { provider, credential, startFake: startFakeIdeogram };

describeProvider({ ...base, deployment: 'character-remix' });
// Words alone are enough here, and every operation runs through the same code.
describeProvider({ ...base, deployment: 'v4' });

let fake: Awaited<ReturnType<typeof startFakeIdeogram>>;
beforeEach(async () => {
  fake = await startFakeIdeogram();
});
afterEach(() => fake.close());

const context = (deployment = 'character-remix', change = {}) =>
  someContext({ provider, deployment, credential }, fake.url, change);

async function send(deployment: string, change: Partial<ImageOrder> = {}) {
  const answer = await provider.generate(someOrder(change), context(deployment));
  return { answer, sent: readSent(fake.requests[0]) };
}

function readSent(request: RecordedRequest | undefined): Record<string, unknown> {
  if (request?.parts) {
    return Object.fromEntries(
      request.parts.map((part) => [part.name, part.fileName ? part.contentType : part.text]),
    );
  }
  return (request?.json ?? {}) as Record<string, unknown>;
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
    style_type: 'fiction',
    magic_prompt: 'off',
    rendering_speed: 'turbo',
    art_style: 'watercolor',
    color_palette: { members: [{ color_hex: '#102030', color_weight: 0.5 }] },
  },
};

describe('a request', () => {
  test('for a character remix says everything that was asked, in Ideogram’s words', async () => {
    const { answer, sent } = await send('character-remix', {
      ...everything,
      styleReferences: [somePicture(5), somePicture(6)],
    });
    expect(fake.requests[0]?.path).toBe('/v2/image/remix/ideogram-3-character');
    expect(sent).toEqual({
      prompt: 'a lighthouse keeper on a bicycle Art style: watercolor.',
      image: 'image/png',
      character_reference_images: 'image/png',
      character_reference_mask: 'image/png',
      style_reference_images: 'image/png',
      resolution: '1248x832',
      image_weight: '70',
      negative_prompt: 'rain',
      style_type: 'fiction',
      magic_prompt: 'off',
      rendering_speed: 'turbo',
      num_images: '2',
      async: 'true',
    });
    const styles = fake.requests[0]?.parts?.filter(({ name }) => name === 'style_reference_images');
    expect(styles).toHaveLength(2);
    expect(answer.pictures[0]).toMatchObject({ seed: 4242 });
    expect(answer.pictures[0]?.revisedPrompt).toContain('rewritten');
  });

  test.each(IDEOGRAM_OPERATIONS.map((one) => [one.id, one] as const))(
    'to %s is one the operation knows, whatever was asked',
    async (id, operation) => {
      const { answer, sent } = await send(id, everything);
      expect(answer.pictures).toHaveLength(2);
      const unknown = Object.keys(sent).filter(
        (name) => !IDEOGRAM_V2_FIELDS[operation.path]?.has(name),
      );
      expect(unknown).toEqual([]);
    },
  );

  test.each(IDEOGRAM_OPERATIONS.map((one) => [one.id, one] as const))(
    'to %s drops no field that its table calls used or converted',
    async (id, operation) => {
      const { sent } = await send(id, everything);
      const upstream: Record<string, string> = {
        strength: 'image_weight',
        image: operation.accepts.has('image') ? 'image' : 'character_reference_images',
        character_reference_images: 'character_reference_images',
        character_reference_mask: 'character_reference_mask',
        negative_prompt: 'negative_prompt',
        style_type: 'style_type',
        magic_prompt: 'magic_prompt',
        rendering_speed: 'rendering_speed',
        color_palette: 'color_palette',
        prompt: 'prompt',
      };
      for (const [field, name] of Object.entries(upstream)) {
        const { support } = operation.fields[field as keyof typeof operation.fields];
        expect([field, name in sent]).toEqual([field, support !== 'unsupported']);
      }
    },
  );

  test('without any picture goes to the plain operation', async () => {
    const { answer, sent } = await send('character-remix', { source: null, characters: [] });
    expect(answer.warnings).toEqual([]);
    expect(fake.requests[0]?.path).toBe('/v2/image/generate/ideogram-3');
    expect(sent).not.toHaveProperty('image');
  });

  test('without any picture is reported by the rules of the operation that serves it', () => {
    const given = new Set(['style_codes', 'strength'] as const);
    const options = { output_format: 'png' as const, style_codes: ['0133FF57'], strength: 0.5 };
    const supportOf = (order: ImageOrder) =>
      Object.fromEntries(
        describeOrder(order, context().deployment).map(({ field, support }) => [field, support]),
      );
    const withPicture = supportOf(someOrder({ given, options }));
    expect(withPicture).toMatchObject({ style_codes: 'unsupported', strength: 'converted' });
    const words = supportOf(someOrder({ given, options, source: null, characters: [] }));
    expect(words).toMatchObject({ style_codes: 'used', strength: 'unsupported' });
  });

  test('with one picture uses it as source and as character', async () => {
    await send('character-remix', { source: null, characters: [somePicture(8)] });
    const files = fake.requests[0]?.parts?.filter((part) => part.fileName !== null) ?? [];
    expect(files.map(({ name }) => name)).toEqual(['image', 'character_reference_images']);
    expect(files[0]?.bytes.equals(files[1]?.bytes ?? Buffer.of())).toBe(true);
  });

  test('for ten pictures is two calls, for three seeded ones three, counting up', async () => {
    const ten = await provider.generate(someOrder({ count: 10 }), context());
    expect([ten.pictures.length, fake.submissions()]).toEqual([10, 2]);
    const seeded = someOrder({ count: 3, seed: 2 ** 31 - 1, given: new Set(['seed']) });
    await provider.generate(seeded, context());
    const seeds = fake.requests.flatMap(
      (request) =>
        request.parts?.filter(({ name }) => name === 'seed').map(({ text }) => text) ?? [],
    );
    expect(seeds.sort()).toEqual(['0', '1', '2147483647']);
  });

  test.each([
    ['two characters', { characters: [somePicture(1), somePicture(2)] }],
    [
      'style codes beside style references',
      {
        styleReferences: [somePicture(3)],
        options: { output_format: 'png' as const, style_codes: ['0133FF57'] },
      },
    ],
  ])('with %s is refused before anything is sent', async (_, change) => {
    const failed = provider.generate(someOrder(change), context('v3'));
    await expect(failed).rejects.toMatchObject({ kind: 'invalid_request', billed: 'no' });
    expect(fake.requests).toHaveLength(0);
  });

  test('with style codes it cannot take runs without them', async () => {
    const options = { output_format: 'png' as const, style_codes: ['0133FF57'] };
    const { sent } = await send('character-remix', { styleReferences: [somePicture(3)], options });
    expect(sent).not.toHaveProperty('style_codes');
  });

  test('for an edit without a mask is refused before anything is sent', async () => {
    const failed = provider.generate(someOrder({ editMask: null }), context('v3-edit'));
    await expect(failed).rejects.toMatchObject({ kind: 'invalid_request', billed: 'no' });
    expect(fake.requests).toHaveLength(0);
  });
});

describe('a size', () => {
  test.each([
    ['1024x1024', '1024x1024'],
    ['1536x1024', '1248x832'],
    ['1024x1536', '832x1248'],
    ['1792x1024', '1344x768'],
    ['1024x1792', '768x1344'],
    ['256x256', '1024x1024'],
    ['2048x2048', '1024x1024'],
    ['1536x864', '1312x736'],
    ['3840x2160', '1312x736'],
    ['1024x768', '1152x864'],
    ['768x1024', '864x1152'],
    ['100x9000', '512x1536'],
  ])('of %s becomes %s', async (asked, made) => {
    const { sent } = await send('character-remix', {
      size: parsePair(asked),
      given: new Set(['size']),
    });
    expect(sent.resolution).toBe(made);
  });

  test('that is no exact member is reported with the true size', async () => {
    const order = someOrder({ size: { width: 1536, height: 1024 }, given: new Set(['size']) });
    const answer = await provider.generate(order, context());
    expect(answer.warnings.join()).toContain('1536x1024');
    const rule = describeOrder(order, context().deployment).find(({ field }) => field === 'size');
    expect(rule?.support).toBe('approximated');
    const exact = someOrder({ size: { width: 1024, height: 1024 }, given: new Set(['size']) });
    const met = describeOrder(exact, context().deployment).find(({ field }) => field === 'size');
    expect(met?.support).toBe('used');
  });

  test('by ratio is sent as the ratio; an odd one as the nearest size', async () => {
    const ratio = (text: string) => ({
      given: new Set(['aspect_ratio'] as const),
      options: { output_format: 'png' as const, aspect_ratio: text },
    });
    expect((await send('v3', ratio('16:9'))).sent.aspect_ratio).toBe('16x9');
    const answer = await provider.generate(someOrder(ratio('21:9')), context('v3'));
    expect(answer.pictures).toHaveLength(1);
    const odd = readSent(fake.requests.findLast(({ method, path }) => method === 'POST' && path));
    expect(RESOLUTIONS_V3).toContain(odd.resolution);
    const transparent = await provider.generate(
      someOrder(ratio('21:9')),
      context('v3-transparent'),
    );
    expect(transparent.pictures).toHaveLength(1);
    expect(readSent(fake.requests.findLast(({ method }) => method === 'POST'))).toMatchObject({
      aspect_ratio: '2x1',
    });
  });

  test('that is not given keeps the source’s', async () => {
    const { sent } = await send('character-remix');
    expect(sent).not.toHaveProperty('resolution');
    expect(sent).not.toHaveProperty('aspect_ratio');
  });
});

describe('a job', () => {
  test('is looked up again after troubled polls, never submitted twice', async () => {
    for (const fault of [
      { kind: 'answer', status: 500 },
      { kind: 'answer', status: 429 },
      { kind: 'drop' },
      { kind: 'cut' },
      { kind: 'html', status: 502 },
      { kind: 'answer', status: 404 },
    ] as const) {
      fake.faults.add('poll', fault);
    }
    const ids: string[] = [];
    const onAccepted = (id: string) => ids.push(id);
    const answer = await provider.generate(someOrder(), context('character-remix', { onAccepted }));
    expect(answer.pictures).toHaveLength(1);
    expect(fake.submissions()).toBe(1);
    expect(ids).toEqual(['gen-1_A']);
  });

  test('that outlasts the deadline is named, and can be collected later', async () => {
    fake.pendingPolls = 1e9;
    const deployment = { ...context().deployment, deadlineMs: 150 };
    const failure = await provider
      .generate(someOrder(), context('character-remix', { deployment }))
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ kind: 'timeout', billed: 'maybe', jobId: 'gen-1_A' });
    fake.pendingPolls = 0;
    const later = await provider.collect?.('gen-1_A', context());
    expect(later?.pictures).toHaveLength(1);
    expect(fake.submissions()).toBe(1);
  });

  test('that nobody knows any more ends', async () => {
    const failed = provider.collect?.('gen-unknown', context());
    await expect(failed).rejects.toMatchObject({ kind: 'failed', billed: 'maybe' });
  });

  test.each([
    ['content_policy_violation', 'refused'],
    ['something_else', 'failed'],
  ])('that failed by %s was not billed', async (reason, kind) => {
    fake.failureReason = reason;
    const failed = provider.generate(someOrder(), context());
    await expect(failed).rejects.toMatchObject({ kind, billed: 'no', jobId: 'gen-1_A' });
  });

  test('keeps its good pictures when others are withheld, and says those were billed', async () => {
    fake.withhold.add(1);
    const answer = await provider.generate(someOrder({ count: 3 }), context());
    expect(answer.pictures).toHaveLength(2);
    expect(answer.failures).toHaveLength(1);
    expect(answer.failures[0]).toMatchObject({ kind: 'refused', billed: 'yes' });
    expect(answer.upstreamMicroUsd).toBe(450_000n);
  });

  test('whose every picture is withheld is a refusal that was billed', async () => {
    fake.withhold.add(0);
    const failed = provider.generate(someOrder(), context());
    await expect(failed).rejects.toMatchObject({
      kind: 'refused',
      billed: 'yes',
      upstreamMicroUsd: 150_000n,
    });
  });

  test('with an entry of an unknown form ends at once and keeps the others', async () => {
    const url = `${fake.url}/results/gen-1_A/0.png`;
    fake.extra = { data: [{ url, is_image_safe: true }, 'something else'] };
    const answer = await provider.generate(someOrder({ count: 2 }), context());
    expect(answer.pictures).toHaveLength(1);
    expect(answer.failures).toMatchObject([{ kind: 'failed', billed: 'yes' }]);
  });

  test('that is complete without a picture is a failure that may have been billed', async () => {
    fake.extra = { data: [] };
    const failed = provider.generate(someOrder(), context());
    await expect(failed).rejects.toMatchObject({ kind: 'failed', billed: 'maybe' });
  });

  test('costs what Ideogram says, where it says it', async () => {
    fake.extra = { usage_cost_usd_micros: 123_456 };
    const answer = await provider.generate(someOrder(), context());
    expect(answer.upstreamMicroUsd).toBe(123_456n);
  });

  test('keeps siblings when one of its pictures has expired', async () => {
    fake.faults.add('result', { kind: 'answer', status: 410 });
    const answer = await provider.generate(someOrder({ count: 2 }), context());
    expect([answer.pictures.length, answer.failures[0]?.billed]).toEqual([1, 'yes']);
  });
});

test('a quote asks with a dry run and makes nothing', async () => {
  const quote = await provider.quote?.(someOrder({ count: 10 }), context());
  expect(quote).toEqual({ microUsd: 1_500_000n, exact: true });
  expect(fake.submissions()).toBe(0);
});

test('a key is checked for free', async () => {
  await expect(provider.checkKey?.(context())).resolves.toBe('accepted');
  const wrong = provider.checkKey?.(context('v3', { credential: 'other' }));
  await expect(wrong).rejects.toMatchObject({ kind: 'unauthorized', billed: 'no' });
  expect(fake.submissions()).toBe(0);
});
