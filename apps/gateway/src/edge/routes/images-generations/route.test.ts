import { microUsd } from '@aigateway/contract';
import { makeBombPng, makePng } from '@aigateway/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../../../testing/start-test-gateway.ts';

const PATH = '/v1/images/generations';
const call = { model: 'ideogram/ideogram-character-remix', prompt: 'a fox', size: '256x256' };
const dataUrl = (bytes: Uint8Array) =>
  `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`;

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({ env: { AIGATEWAY_ENGINE_QUEUE: '4' } });
});
afterAll(() => gateway.close());
beforeEach(() => gateway.atelier.behave({ kind: 'make' }));

interface ErrorBody {
  error: { message: string; type: string; param: string | null; code: string };
}

/** The status and the four keys of an error, after checking what every error must carry. */
async function errorOf(response: Response) {
  const body = (await response.json()) as ErrorBody;
  expect(Object.keys(body.error).sort()).toEqual(['code', 'message', 'param', 'type']);
  expect(response.headers.get('x-request-id')).toBeTruthy();
  expect(response.headers.get('x-should-retry')).toMatch(/^(true|false)$/);
  return { status: response.status, ...body.error };
}

describe('a delivered picture', () => {
  test('has a URL on the media host that serves it, and costs exactly five cents', async () => {
    const before = await gateway.availableCents();
    const response = await gateway.post(PATH, call);
    expect(response.status).toBe(200);
    const body = (await response.json()) as { data: { url: string }[]; size: string };
    expect(body.size).toBe('256x256');
    expect(response.headers.get('x-cost-cents')).toBe('5');
    expect(response.headers.get('x-aig-provider')).toBe('atelier');
    expect(response.headers.get('x-aig-attempts')).toBe('1');
    expect(response.headers.get('x-aig-warning')).toContain('not by Ideogram');
    expect(response.headers.get('x-ratelimit-limit-requests')).toBe('600');
    const picture = await fetch(body.data[0]?.url ?? '');
    expect(picture.headers.get('content-type')).toBe('image/png');
    expect(picture.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await gateway.availableCents()).toBe(before - 5);
  });

  test('comes as base64 when asked for, n of them, all different', async () => {
    const body = { ...call, n: 3, response_format: 'b64_json', seed: 7 };
    const response = await gateway.post(PATH, body);
    const { data } = (await response.json()) as { data: { b64_json: string; seed: number }[] };
    expect(new Set(data.map((picture) => picture.b64_json)).size).toBe(3);
    expect(data.map((picture) => picture.seed)).toEqual([7, 8, 9]);
    expect(response.headers.get('x-cost-cents')).toBe('15');
  });

  test('takes a character as data URL and as the id of a picture kept here', async () => {
    const image = dataUrl(makePng({ width: 64, height: 64, seed: 3 }));
    const first = await gateway.post(PATH, { ...call, image });
    const { data } = (await first.json()) as { data: { url: string }[] };
    const id = /img_[0-9A-Za-z]+/.exec(data[0]?.url ?? '')?.[0];
    const second = await gateway.post(PATH, { ...call, character_reference_images: [id] });
    expect(second.status).toBe(200);
    expect(gateway.atelier.requests.at(-1)?.reference?.byteLength).toBeGreaterThan(60);
    expect(second.headers.get('x-aig-warning')).not.toContain('drawn from the words');
  });

  test('is free from the built-in models and leaves no hold', async () => {
    const before = await gateway.availableCents();
    const response = await gateway.post(PATH, { ...call, model: 'atelier/scene' });
    expect(response.status).toBe(200);
    expect(response.headers.get('x-cost-cents')).toBe('0');
    expect(await gateway.availableCents()).toBe(before);
  });

  test('names in the warning what had no effect', async () => {
    const response = await gateway.post(PATH, {
      ...call,
      style_codes: ['0011AAFF'],
      quality: 'hd',
    });
    expect(response.headers.get('x-aig-warning')).toMatch(/style_codes.*|quality/);
    expect(response.headers.get('x-aig-warning')).toContain('style_codes');
    expect(response.headers.get('x-aig-warning')).toContain('quality');
  });

  test('echoes a sane request id and replaces a strange one', async () => {
    const sane = await gateway.post(PATH, call, { 'x-request-id': 'my-id_1.2' });
    expect(sane.headers.get('x-request-id')).toBe('my-id_1.2');
    const strange = await gateway.post(PATH, call, { 'x-request-id': 'a b<c>' });
    expect(strange.headers.get('x-request-id')).toMatch(/^req_/);
  });
});

describe('a dry run', () => {
  test.each([
    ['in the body', PATH, { ...call, n: 2, dry_run: true }],
    ['in the address', `${PATH}?dry_run=true`, { ...call, n: 2 }],
  ])('%s prices and makes nothing', async (_, path, body) => {
    const before = await gateway.availableCents();
    const made = gateway.atelier.requests.length;
    const response = await gateway.post(path, body);
    expect(await response.json()).toMatchObject({ object: 'dry_run', price_cents: '10', n: 2 });
    expect(gateway.atelier.requests.length).toBe(made);
    expect(await gateway.availableCents()).toBe(before);
  });
});

describe('400', () => {
  test.each([
    ['invalid_json', null, '{"model":'],
    ['invalid_value', 'n', { ...call, n: 11 }],
    ['invalid_value', 'prompt', { model: call.model }],
    ['invalid_value', 'art_style', { ...call, art_style: 'no-such-style' }],
    ['unknown_field', 'colour', { ...call, colour: 'red' }],
    ['unsupported_size', 'size', { ...call, size: '4096x4096' }],
    ['invalid_value', 'partial_images', { ...call, partial_images: 1 }],
    ['unsupported_value', 'image', { ...call, model: 'atelier/scene', image: 'img_00000000' }],
    ['invalid_image', 'image', { ...call, image: 'data:image/png,notbase64' }],
    ['invalid_image', 'image', { ...call, image: 'https://127.0.0.1/a.png' }],
    [
      'missing_image',
      'character_reference_box',
      { ...call, character_reference_box: [0, 0, 1, 1] },
    ],
  ])('%s (%s) names the field', async (code, param, body) => {
    const error = await errorOf(await gateway.post(PATH, body));
    expect(error).toMatchObject({ status: 400, type: 'invalid_request_error', code, param });
  });

  test('a picture the engine cannot use costs nothing', async () => {
    gateway.atelier.behave({ kind: 'refuse-image' });
    const before = await gateway.availableCents();
    const image = dataUrl(makePng());
    const error = await errorOf(await gateway.post(PATH, { ...call, image }));
    expect(error).toMatchObject({ status: 400, code: 'invalid_image' });
    expect(await gateway.availableCents()).toBe(before);
  });
});

describe('401', () => {
  test.each([
    ['missing_api_key', ''],
    ['invalid_api_key', 'Bearer sk-aig-wrong0000000000000000000000'],
    ['invalid_api_key', 'Bearer nonsense'],
    ['invalid_api_key', "Bearer sk-aig-' or 1=1 --"],
  ])('%s for %j, with one text for all', async (code, Authorization) => {
    const error = await errorOf(await gateway.post(PATH, call, { Authorization }));
    expect(error).toMatchObject({ status: 401, type: 'authentication_error', code });
    expect(error.message).toContain('missing or not valid');
  });
});

test('402 insufficient_credits: 20 calls at once on $0.50: ten pictures, ten 402s', async () => {
  const { open, close } = createGate();
  const poor = await startTestGateway({ playCredit: microUsd(500_000n) });
  try {
    poor.atelier.behave({ kind: 'hold', until: open });
    const calls = Array.from({ length: 20 }, () => poor.post(PATH, call));
    setImmediate(close);
    const statuses = (await Promise.all(calls)).map((response) => response.status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(10);
    expect(statuses.filter((status) => status === 402)).toHaveLength(10);
    expect(await poor.availableCents()).toBe(0);
    const error = await errorOf(await poor.post(PATH, call));
    expect(error).toMatchObject({ type: 'insufficient_credits', code: 'wallet_empty' });
  } finally {
    await poor.close();
  }
});

describe('404 not_found', () => {
  test('for a model nobody sells', async () => {
    const error = await errorOf(await gateway.post(PATH, { ...call, model: 'no/model' }));
    expect(error).toMatchObject({ status: 404, type: 'not_found', code: 'model_not_found' });
  });

  test('for an endpoint that is not there', async () => {
    const error = await errorOf(await gateway.post('/v1/nothing', {}));
    expect(error).toMatchObject({ status: 404, type: 'not_found', code: 'endpoint_not_found' });
  });

  test('for a picture of somebody else', async () => {
    const error = await errorOf(await gateway.post(PATH, { ...call, image: 'img_00000000' }));
    expect(error).toMatchObject({ status: 404, code: 'image_not_found', param: 'image' });
  });
});

describe('413', () => {
  test('payload_too_large before the body is read', async () => {
    const response = await gateway.post(PATH, call, { 'x-probe': '1' });
    expect(response.status).toBe(200);
    const huge = JSON.stringify({ ...call, image: 'x'.repeat(81 * 1024 * 1024) });
    const error = await errorOf(await gateway.post(PATH, huge));
    expect(error).toMatchObject({ status: 413, code: 'payload_too_large' });
  });

  test('image_too_large for a bomb, which is never decoded', async () => {
    const made = gateway.atelier.requests.length;
    const image = dataUrl(makeBombPng(60_000, 60_000));
    const error = await errorOf(await gateway.post(PATH, { ...call, image }));
    expect(error).toMatchObject({ status: 413, code: 'image_too_large', param: 'image' });
    expect(gateway.atelier.requests.length).toBe(made);
  });
});

describe('415', () => {
  test('unsupported_media_type for a body that does not say it is JSON', async () => {
    const response = await gateway.post(PATH, JSON.stringify(call), {
      'Content-Type': 'text/plain',
    });
    expect(await errorOf(response)).toMatchObject({ status: 415, code: 'unsupported_media_type' });
  });

  test('unsupported_image_format by content, whatever the name says', async () => {
    const image = dataUrl(Buffer.from('GIF89a, really not a PNG'));
    const error = await errorOf(await gateway.post(PATH, { ...call, image }));
    expect(error).toMatchObject({ status: 415, code: 'unsupported_image_format', param: 'image' });
  });
});

describe('429 rate_limit_error', () => {
  test('over the requests a minute, with Retry-After', async () => {
    const slow = await startTestGateway({ env: { AIGATEWAY_RATE_LIMIT_RPM: '2' } });
    try {
      for (let i = 0; i < 2; i++) expect((await slow.post(PATH, call)).status).toBe(200);
      const response = await slow.post(PATH, call);
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(response.headers.get('x-ratelimit-remaining-requests')).toBe('0');
      expect(await errorOf(response)).toMatchObject({ status: 429, code: 'rate_limit_exceeded' });
    } finally {
      await slow.close();
    }
  });

  test('over the pictures in flight', async () => {
    const narrow = await startTestGateway({ env: { AIGATEWAY_MAX_CONCURRENT_IMAGES: '2' } });
    try {
      const response = await narrow.post(PATH, { ...call, n: 3 });
      expect(response.headers.get('retry-after')).toBe('1');
      const error = await errorOf(response);
      expect(error).toMatchObject({ status: 429, code: 'concurrency_limit_exceeded' });
    } finally {
      await narrow.close();
    }
  });
});

describe('500 server_error', () => {
  test.each(['fail', 'damaged'] as const)('upstream_failed costs nothing (%s)', async (kind) => {
    gateway.atelier.behave({ kind });
    const before = await gateway.availableCents();
    const response = await gateway.post(PATH, call);
    const error = await errorOf(response);
    expect(error).toMatchObject({ status: 500, type: 'server_error', code: 'upstream_failed' });
    expect(error.message).not.toContain('told to fail');
    expect(await gateway.availableCents()).toBe(before);
  });
});

describe('503 service_unavailable', () => {
  test('upstream_saturated with Retry-After when the engine has no room', async () => {
    gateway.atelier.behave({ kind: 'saturate' });
    const response = await gateway.post(PATH, call);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    const error = await errorOf(response);
    expect(error).toMatchObject({
      status: 503,
      type: 'service_unavailable',
      code: 'upstream_saturated',
    });
  });

  test('no_deployment when nothing is configured to make the model', async () => {
    const routing = { providers: ['ideogram'] };
    const error = await errorOf(await gateway.post(PATH, { ...call, routing }));
    expect(error).toMatchObject({ status: 503, code: 'no_deployment' });
  });
});

test('a caller that hangs up ends the work and pays nothing', async () => {
  gateway.atelier.behave({ kind: 'hang' });
  const before = await gateway.availableCents();
  const hangUp = new AbortController();
  const running = fetch(`${gateway.url}${PATH}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${gateway.key}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(call),
    signal: hangUp.signal,
  });
  await expect.poll(() => gateway.availableCents()).toBe(before - 5);
  hangUp.abort();
  await expect(running).rejects.toThrow();
  await expect.poll(() => gateway.availableCents()).toBe(before);
});

function createGate() {
  let close = () => {};
  const open = new Promise<void>((resolve) => {
    close = resolve;
  });
  return { open, close };
}

test('metrics say what was measured, or why nothing was', async () => {
  const response = await gateway.post(PATH, { ...call, metrics: true });
  expect(await response.json()).toMatchObject({ data: [{ metrics: { status: 'not_measured' } }] });
});
