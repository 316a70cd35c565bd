import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { characterPng } from '@aigateway/atelier/testing';
import { generateImage } from 'ai';
import OpenAI, { toFile } from 'openai';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { discard, type GatewayProcess, startProcess } from './gateway-process.ts';

const MODEL = 'ideogram/ideogram-character-remix';
const TIMEOUT_MS = 120_000;
const SIDE = 256;

let gateway: GatewayProcess;
let client: OpenAI;
let fox: Buffer;
let mask: Buffer;
beforeAll(async () => {
  gateway = await startProcess();
  client = new OpenAI({ apiKey: gateway.key, baseURL: `${gateway.url}/v1` });
  fox = Buffer.from(characterPng('fox', { height: SIDE }));
  mask = await makeMask(fox);
}, TIMEOUT_MS);
afterAll(() => discard(gateway));

/** Keeps the middle and repaints the edge. */
async function makeMask(source: Buffer): Promise<Buffer> {
  const { width = 0, height = 0 } = await sharp(source).metadata();
  const inner = {
    width: width - 20,
    height: height - 20,
    channels: 4,
    background: '#fff',
  } as const;
  return sharp({ create: { width, height, channels: 4, background: '#0000' } })
    .composite([{ input: { create: inner }, left: 10, top: 10 }])
    .png()
    .toBuffer();
}

async function availableCents(): Promise<number> {
  const headers = { Authorization: `Bearer ${gateway.key}` };
  const response = await fetch(`${gateway.url}/v1/balance`, { headers });
  return ((await response.json()) as { available_cents: number }).available_cents;
}

async function formatOf(base64: string | undefined): Promise<string | undefined> {
  return (await sharp(Buffer.from(base64 ?? '', 'base64')).metadata()).format;
}

const png = (bytes: Buffer, name: string) => toFile(bytes, name, { type: 'image/png' });

describe('openai for Node', { timeout: TIMEOUT_MS }, () => {
  test('edits with one file, and answers base64 without being asked', async () => {
    const { data } = await client.images.edit({
      model: MODEL,
      prompt: 'on a beach at sunset',
      image: await png(fox, 'fox.png'),
      size: '256x256',
    });
    expect(await formatOf(data?.[0]?.b64_json)).toBe('png');
  });

  test('edits with several files and a mask', async () => {
    const { data } = await client.images.edit({
      model: MODEL,
      prompt: 'in a snowy forest',
      image: [await png(fox, 'a.png'), await png(fox, 'b.png')],
      mask: await png(mask, 'mask.png'),
      n: 2,
      size: '256x256',
    });
    expect(data).toHaveLength(2);
  });

  test.each(['generate', 'edit'] as const)(
    'retries a named %s whose answer got lost, and gets that answer',
    async (kind) => {
      let calls = 0;
      const lossy: typeof fetch = async (...request) => {
        const response = await fetch(...request);
        // The client also asks a fetch of others what it can, by a data URL.
        if (!String(request[0]).startsWith(gateway.url)) return response;
        calls += 1;
        if (calls > 1) return response;
        await response.arrayBuffer();
        throw new TypeError('the connection broke');
      };
      const named = client.withOptions({ fetch: lossy, maxRetries: 2 });
      const headers = { 'Idempotency-Key': `lost ${kind}` };
      const before = await availableCents();
      const body = { model: MODEL, prompt: 'in a snowy forest', size: '256x256' } as const;
      const call =
        kind === 'edit'
          ? named.images.edit({ ...body, image: await png(fox, 'fox.png') }, { headers })
          : named.images.generate(body, { headers });
      const { data, response } = await call.withResponse();
      expect(data.data).toHaveLength(1);
      expect(response.headers.get('idempotent-replayed')).toBe('true');
      expect(calls).toBe(2);
      expect(await availableCents()).toBe(before - 5);
    },
  );

  test('varies a picture', async () => {
    const variation = { model: MODEL, image: await png(fox, 'fox.png'), size: '256x256' } as const;
    const { data } = await client.images.createVariation(variation);
    expect((await fetch(data?.[0]?.url ?? '')).status).toBe(200);
  });

  test('streams partial pictures and the finished one', async () => {
    const before = await availableCents();
    const stream = await client.images.generate({
      model: MODEL,
      prompt: 'a cat at sea',
      size: '256x256' as '1024x1024',
      stream: true,
      partial_images: 2,
    });
    const types: string[] = [];
    let finished: string | undefined;
    for await (const event of stream) {
      types.push(event.type);
      expect(await formatOf(event.b64_json)).toBe('png');
      if (event.type === 'image_generation.completed') finished = event.b64_json;
    }
    expect(types.at(-1)).toBe('image_generation.completed');
    expect(types.filter((type) => type.endsWith('partial_image'))).toHaveLength(2);
    expect(finished).toBeTruthy();
    expect(await availableCents()).toBe(before - 5);
  });

  test('streams an edit', async () => {
    const stream = await client.images.edit({
      model: MODEL,
      prompt: 'at night',
      image: await png(fox, 'fox.png'),
      stream: true,
    });
    const types: string[] = [];
    for await (const event of stream) types.push(event.type);
    expect(types.at(-1)).toBe('image_edit.completed');
  });

  test('keeps, lists, reads and deletes files', async () => {
    const file = await client.files.create({ file: await png(fox, 'fox.png'), purpose: 'vision' });
    const listed: string[] = [];
    for await (const one of client.files.list({ limit: 1 })) listed.push(one.id);
    expect(listed).toContain(file.id);
    expect(new Set(listed).size).toBe(listed.length);
    expect((await client.files.retrieve(file.id)).filename).toBe('fox.png');
    expect((await client.files.content(file.id)).status).toBe(200);
    expect((await client.files.delete(file.id)).deleted).toBe(true);
    await expect(client.files.retrieve(file.id)).rejects.toBeInstanceOf(OpenAI.NotFoundError);
  });

  test('meets its own error classes, and retries only what says so', async () => {
    let calls = 0;
    const counting = new OpenAI({
      apiKey: gateway.key,
      baseURL: `${gateway.url}/v1`,
      fetch: (...args) => {
        calls += 1;
        return fetch(...args);
      },
    });
    const bad = { model: MODEL, prompt: 'x', n: 99 };
    await expect(counting.images.generate(bad)).rejects.toBeInstanceOf(OpenAI.BadRequestError);
    expect(calls).toBe(1);
    const nowhere = { model: MODEL, prompt: 'x', routing: { providers: ['fal'] } };
    const refused = counting.images.generate(nowhere as OpenAI.ImageGenerateParams);
    await expect(refused).rejects.toBeInstanceOf(OpenAI.InternalServerError);
    expect(calls).toBe(2);
    const stranger = new OpenAI({ apiKey: 'sk-aig-x', baseURL: `${gateway.url}/v1` });
    const foreign = stranger.images.generate({ model: MODEL, prompt: 'x' });
    await expect(foreign).rejects.toBeInstanceOf(OpenAI.AuthenticationError);
  });
});

describe('ai', { timeout: TIMEOUT_MS }, () => {
  const providers = () => {
    const settings = { apiKey: gateway.key, baseURL: `${gateway.url}/v1` };
    return [
      createOpenAI(settings).image(MODEL),
      createOpenAICompatible({ ...settings, name: 'aigateway' }).imageModel(MODEL),
    ];
  };

  test.each([
    ['@ai-sdk/openai', 0],
    ['@ai-sdk/openai-compatible', 1],
  ])('%s makes pictures from words', async (_, index) => {
    const model = providers()[index];
    if (!model) throw new Error('there are two');
    const { images } = await generateImage({ model, prompt: 'a fox', n: 2, size: '256x256' });
    expect(images).toHaveLength(2);
    expect(images[0]?.mediaType).toBe('image/png');
  });

  test.each([
    ['@ai-sdk/openai', 0],
    ['@ai-sdk/openai-compatible', 1],
  ])('%s edits with a picture and a mask', async (_, index) => {
    const model = providers()[index];
    if (!model) throw new Error('there are two');
    const prompt = { text: 'in a snowy forest', images: [fox], mask };
    const { image } = await generateImage({ model, prompt, size: '256x256' });
    expect(await formatOf(image.base64)).toBe('png');
  });
});

/** Requests in the form that these programs' documents describe. */
describe('programs that call images', { timeout: TIMEOUT_MS }, () => {
  const send = (path: string, init: RequestInit) =>
    fetch(`${gateway.url}/v1${path}`, {
      method: 'POST',
      ...init,
      headers: { Authorization: `Bearer ${gateway.key}`, ...init.headers },
    });
  const json = (body: unknown) => ({
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });

  test('Open WebUI makes a picture: model, prompt, n, size and a forced format', async () => {
    const body = {
      model: MODEL,
      prompt: 'a fox',
      n: 1,
      size: '512x512',
      response_format: 'b64_json',
    };
    const response = await send('/images/generations', json(body));
    const { data } = (await response.json()) as OpenAI.ImagesResponse;
    expect(await formatOf(data?.[0]?.b64_json)).toBe('png');
  });

  test('Open WebUI edits a picture: a form with image, and image[] for several', async () => {
    for (const names of [['image'], ['image[]', 'image[]']]) {
      const form = new FormData();
      for (const [name, value] of Object.entries({ model: MODEL, prompt: 'at night', n: '1' })) {
        form.append(name, value);
      }
      for (const name of names) {
        form.append(name, new Blob([new Uint8Array(fox)], { type: 'image/png' }), 'image.png');
      }
      const response = await send('/images/edits', { body: form });
      const { data } = (await response.json()) as OpenAI.ImagesResponse;
      expect(await formatOf(data?.[0]?.b64_json)).toBe('png');
    }
  });

  test('LibreChat makes a picture: with background, quality, compression and a user', async () => {
    const body = {
      model: MODEL,
      prompt: 'a fox',
      n: 1,
      size: '1024x1024',
      quality: 'auto',
      background: 'auto',
      output_compression: 100,
      user: 'user-1',
    };
    const response = await send('/images/generations', json(body));
    const { data } = (await response.json()) as OpenAI.ImagesResponse;
    expect((await fetch(data?.[0]?.url ?? '')).status).toBe(200);
  });

  test('LibreChat edits pictures: image[] files, then the rest as text', async () => {
    const form = new FormData();
    form.append('model', MODEL);
    form.append('prompt', 'in a city');
    form.append('quality', 'auto');
    form.append('size', '1024x1024');
    form.append('user', 'user-1');
    form.append('image[]', new Blob([new Uint8Array(fox)], { type: 'image/png' }), 'fox.png');
    const response = await send('/images/edits', { body: form });
    const { data } = (await response.json()) as OpenAI.ImagesResponse;
    expect(await formatOf(data?.[0]?.b64_json)).toBe('png');
  });
});
