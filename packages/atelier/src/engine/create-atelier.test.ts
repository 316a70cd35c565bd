import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { decodeImage } from '../codec/decode-image.ts';
import { serialBands } from '../raster/kernel.ts';
import { paletteDistance, samplePalette } from '../style-reference/palette.ts';
import { characterPng } from '../testing/characters.ts';
import type { RemixRequest } from './atelier.ts';
import { createAtelier } from './create-atelier.ts';
import { renderRemix } from './render-remix.ts';

const atelier = createAtelier({ threads: 2, queueLimit: 1 });
afterAll(() => atelier.close());

const request: RemixRequest = {
  prompt: 'standing on a beach at sunset, cinematic',
  reference: characterPng('fox', { height: 300 }),
  width: 256,
  height: 256,
  seed: 7,
  output: { format: 'png', quality: 90 },
};

const alone = (one: RemixRequest) =>
  renderRemix(one, {
    bands: serialBands,
    checkpoint: () => {},
    onProgress: () => {},
    now: () => 0,
  });

describe('createAtelier', () => {
  it('gives the same bytes for the same seed, on one core or several', async () => {
    const progress: number[] = [];
    const shared = await atelier.remix(request, { onProgress: (p) => progress.push(p) });
    expect(shared.bytes).toEqual((await alone(request)).bytes);
    expect(progress.at(-1)).toBe(1);
    expect([...progress].sort((a, b) => a - b)).toEqual(progress);
  }, 90_000);

  it('shows the cut-out, the composed and the painted picture on the way', async () => {
    const partials: { bytes: Uint8Array; stage: string }[] = [];
    const onPartial = (bytes: Uint8Array, stage: string) => partials.push({ bytes, stage });
    const { bytes } = await atelier.remix(request, { onPartial });
    expect(partials.map((one) => one.stage)).toEqual(['cut-out', 'composed', 'painted']);
    const shown = await Promise.all(partials.map((one) => sharp(one.bytes).metadata()));
    expect(shown.map((one) => one.format)).toEqual(['png', 'png', 'png']);
    expect(shown[2]).toMatchObject({ width: 256, height: 256 });
    expect(partials[1]?.bytes).not.toEqual(partials[2]?.bytes);
    partials.length = 0;
    const again = await atelier.remix(request, { onPartial, partialStages: ['composed'] });
    expect(partials.map((one) => one.stage)).toEqual(['composed']);
    expect(again.bytes).toEqual(bytes);
  }, 60_000);

  it('gives another picture for another seed, in the size and format asked for', async () => {
    const other: RemixRequest = {
      ...request,
      seed: 8,
      width: 320,
      height: 192,
      output: { format: 'webp', quality: 80 },
    };
    const result = await atelier.remix(other);
    const info = await sharp(result.bytes).metadata();
    expect(info).toMatchObject({ format: 'webp', width: 320, height: 192 });
    expect(result.cutOut).toEqual({ method: 'alpha', confidence: 1 });
  }, 30_000);

  it('draws the subject from the words when there is no picture', async () => {
    const { reference: _, ...words } = request;
    const result = await atelier.remix({ ...words, prompt: 'a blue cat and a robot' });
    expect(result.plan.subject.value).toBe('cat and robot');
    expect(result.cutOut).toBeNull();
    const picture = await decodeImage(result.bytes, { name: 'image', maxSide: 512 });
    expect(picture.width).toBe(256);
  }, 30_000);

  it('cuts one character out once for several pictures, and draws one scene once', async () => {
    const fresh = createAtelier({ threads: 2, queueLimit: 4 });
    const seeds = [7, 8, 7];
    const results = await Promise.all(seeds.map((seed) => fresh.remix({ ...request, seed })));
    const again = await fresh.remix({ ...request, artStyle: 'oil' });
    const cut = await fresh.cutOut({ picture: request.reference as Uint8Array });
    await fresh.close();
    expect(results.map((one) => one.reused.includes('cut-out'))).toEqual([false, true, true]);
    expect(results[2]?.bytes).toEqual((await alone(request)).bytes);
    expect(again.reused).toEqual(['cut-out', 'scene']);
    expect(again.bytes).toEqual((await alone({ ...request, artStyle: 'oil' })).bytes);
    expect(cut.method).toBe('alpha');
  }, 60_000);

  it('tells a picture it cannot use apart from its own faults', async () => {
    const bad = { ...request, reference: Buffer.from('hello') };
    await expect(atelier.remix(bad)).rejects.toMatchObject({
      name: 'AtelierError',
      code: 'invalid_image',
    });
  }, 30_000);

  it('stops within 100 ms of the caller hanging up and is free again', async () => {
    const hangUp = new AbortController();
    const big = { ...request, width: 1024, height: 1024 };
    let ended: Promise<unknown> = Promise.resolve();
    await new Promise<void>((resolve) => {
      const hooks = { signal: hangUp.signal, onProgress: () => resolve() };
      ended = atelier.remix(big, hooks).catch((reason: unknown) => reason);
    });
    const before = performance.now();
    hangUp.abort(new Error('gone'));
    const next = atelier.remix({ ...request, width: 256, height: 256 });
    expect(await ended).toMatchObject({ message: 'gone' });
    expect(performance.now() - before).toBeLessThan(100);
    await expect(next).resolves.toMatchObject({ width: 256 });
  }, 30_000);

  it('refuses one picture more than may wait', async () => {
    const results = await Promise.allSettled([1, 2, 3, 4].map(() => atelier.remix(request)));
    const refused = results.filter((one) => one.status === 'rejected');
    expect(refused).toHaveLength(1);
    expect(refused[0]).toMatchObject({ reason: { code: 'saturated' } });
  }, 60_000);

  it('cuts a character out and makes nothing else', async () => {
    const picture = characterPng('robot', { height: 280, background: '#d8e4ee' });
    const result = await atelier.cutOut({ picture });
    expect(result).toMatchObject({ method: 'plain-border', width: 200, height: 280 });
    const { a } = await decodeImage(result.bytes, { name: 'image', maxSide: 512 });
    expect([a[0], a[160 * 200 + 100]]).toEqual([0, 1]);
    const bad = atelier.cutOut({ picture: Buffer.from('hello') });
    await expect(bad).rejects.toMatchObject({ code: 'invalid_image' });
  }, 30_000);

  it('understands a prompt without drawing', () => {
    const { plan, revisedPrompt } = atelier.plan({ ...request, prompt: 'in a rainy city' });
    expect(plan.scene.value).toBe('city-street');
    expect(plan.weather.value).toBe('rain');
    expect(revisedPrompt).toContain('city street');
  });
});

describe('style references', () => {
  const reference = () => characterPng('robot', { height: 400, background: '#20304f' });

  it('give the picture their colours, take the nearest style and say so', async () => {
    const given = { ...request, prompt: 'standing on a beach', styleReferences: [reference()] };
    const [plain, styled] = await Promise.all([
      atelier.remix({ ...request, prompt: 'standing on a beach' }),
      atelier.remix(given),
    ]);
    const look = { name: 'image', maxSide: 256 };
    const wanted = samplePalette(await decodeImage(reference(), look));
    const left = async (bytes: Uint8Array) =>
      paletteDistance(samplePalette(await decodeImage(bytes, look)), wanted);
    expect(await left(styled.bytes)).toBeLessThan(0.35 * (await left(plain.bytes)));
    expect(styled.plan.style.reason).toBe('nearest to the style references');
    expect(styled.warnings.join(' ')).toContain('give their colours to the whole picture');
    expect((await alone(given)).bytes).toEqual(styled.bytes);
  }, 60_000);

  it('leave a named style its name, and are refused when they cannot be read', async () => {
    const named = { ...request, artStyle: 'oil', styleReferences: [reference()] };
    expect((await atelier.remix(named)).plan.style.value).toBe('oil');
    const bad = { ...request, styleReferences: [reference(), Buffer.from('hello')] };
    await expect(atelier.remix(bad)).rejects.toMatchObject({
      code: 'invalid_image',
      message: 'The style reference 2 is not a PNG, JPEG or WebP picture.',
    });
  }, 60_000);
});
