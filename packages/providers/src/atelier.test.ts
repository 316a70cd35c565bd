import {
  type Atelier,
  AtelierError,
  type RemixHooks,
  type RemixRequest,
  type RemixResult,
} from '@aigateway/atelier';
import { describe, expect, test } from 'vitest';
import { atelierProvider as provider } from './atelier.ts';
import type { ImageOrder, PartialPicture, ProviderContext } from './define-provider.ts';
import { someContext, someOrder } from './provider.case.ts';

type Remix = (request: RemixRequest, hooks: RemixHooks) => Promise<RemixResult>;

function generate(order: ImageOrder, remix: Remix, change: Partial<ProviderContext> = {}) {
  const atelier = { remix } as Partial<Atelier> as Atelier;
  const one = { provider, deployment: 'remix', credential: null };
  return provider.generate(order, someContext(one, '', { atelier, ...change }));
}

/** Takes the steps the engine takes, without its pixels. */
const paint: Remix = async ({ seed, output }, { onPartial, onProgress, partialStages = [] }) => {
  for (const share of [0.25, 0.5, 1]) {
    await Promise.resolve();
    onProgress?.(share);
  }
  for (const stage of partialStages) onPartial?.(Buffer.from(`${seed} ${stage}`), stage);
  const plan = {} as RemixResult['plan'];
  const words = { plan, revisedPrompt: `plan ${seed}`, warnings: ['one warning'] };
  const picture = { bytes: Buffer.from(`${seed}`), format: output.format, width: 1, height: 1 };
  return { ...picture, ...words, seed, cutOut: null, timingsMs: {}, reused: [] };
};

describe('atelier', () => {
  test('hands out the pictures in between, each with the picture it belongs to', async () => {
    const partials: PartialPicture[] = [];
    const onPartial = (partial: PartialPicture) => partials.push(partial);
    await generate(someOrder({ count: 2 }), paint, { partialImages: 2, onPartial });
    const told = partials.map(({ bytes, picture, index }) => ({
      picture,
      index,
      shows: Buffer.from(bytes).toString(),
    }));
    expect(told.sort((a, b) => a.picture - b.picture || a.index - b.index)).toEqual([
      { picture: 0, index: 0, shows: '7 cut-out' },
      { picture: 0, index: 1, shows: '7 composed' },
      { picture: 1, index: 0, shows: '8 cut-out' },
      { picture: 1, index: 1, shows: '8 composed' },
    ]);
  });

  test('makes no pictures in between for a caller who wants none', async () => {
    const hooks: RemixHooks[] = [];
    const watch: Remix = (request, given) => {
      hooks.push(given);
      return paint(request, given);
    };
    await generate(someOrder(), watch, { partialImages: 0, onPartial: () => {} });
    await generate(someOrder(), watch, { partialImages: 3 });
    expect(hooks.map((one) => one.onPartial)).toEqual([undefined, undefined]);
  });

  test('tells the progress over all pictures, never falling', async () => {
    const progress: number[] = [];
    const onProgress = (share: number) => progress.push(share);
    const answer = await generate(someOrder({ count: 3 }), paint, { onProgress });
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(progress.at(-1)).toBe(1);
    expect(answer.pictures.map((one) => one.seed)).toEqual([7, 8, 9]);
    expect(answer.warnings).toEqual(['one warning']);
  });

  test('keeps finished pictures when a sibling finds the engine full', async () => {
    const busy: Remix = (request, hooks) =>
      request.seed === 8
        ? Promise.reject(new AtelierError('saturated', 'The picture engine is busy.'))
        : paint(request, hooks);
    const answer = await generate(someOrder({ count: 2 }), busy);
    expect(answer.pictures).toHaveLength(1);
    expect(answer.failures).toMatchObject([
      { kind: 'saturated', billed: 'no', retryAfterSeconds: 5 },
    ]);
  });

  test('a picture that cannot be read and a hang-up are told apart from faults', async () => {
    const fail = (reason: unknown, change: Partial<ProviderContext> = {}) =>
      generate(someOrder(), () => Promise.reject(reason), change).catch((error) => error);
    const unreadable = new AtelierError('invalid_image', 'The image is empty.');
    expect(await fail(unreadable)).toMatchObject({
      kind: 'invalid_image',
      message: 'The image is empty.',
    });
    const signal = AbortSignal.abort(new Error('gone'));
    expect(await fail(new Error('gone'), { signal })).toMatchObject({ kind: 'cancelled' });
    const fault = await fail(new Error('kernel "x" failed'));
    expect(fault).toMatchObject({ kind: 'failed', billed: 'no' });
    expect(fault.message).not.toContain('kernel');
  });
});
