import {
  type FakeHandler,
  makePng,
  playFault,
  sendBytes,
  sendJson,
  startFakeServer,
} from '@aigateway/testkit';
import { afterEach, describe, expect, test } from 'vitest';
import { callUpstream, streamUpstream, UpstreamCallError } from './call-upstream.ts';
import { explainCallError, readRetryAfter } from './explain-failure.ts';
import { fetchResultBytes } from './fetch-result-bytes.ts';
import { looksLikeHtml, readPicture } from './read-picture.ts';
import { defineEndpoint } from './upstream-endpoint.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

const signal = new AbortController().signal;

async function start(handle: FakeHandler) {
  const server = await startFakeServer(handle);
  closers.push(server.close);
  const endpoint = defineEndpoint({
    makerUrl: null,
    configuredUrl: `${server.url}/base/`,
    secret: { header: 'api-key', value: 'sekret' },
  });
  return { server, endpoint };
}

const get = (path = '/x') => ({ method: 'GET', path, signal, timeoutMs: 2000 }) as const;

describe('a call', () => {
  test('carries the secret, the body and the path below the base', async () => {
    const { server, endpoint } = await start((_, response) => sendJson(response, 201, { ok: 1 }));
    const answer = await callUpstream(endpoint, {
      ...get('/jobs?x=1'),
      method: 'POST',
      body: { json: { a: 'ü' } },
    });
    expect(answer).toMatchObject({ status: 201, json: { ok: 1 } });
    expect(server.requests[0]).toMatchObject({ path: '/base/jobs', json: { a: 'ü' } });
    expect(server.requests[0]?.headers['api-key']).toBe('sekret');
  });

  test('sends files as multipart that a parser reads back', async () => {
    const { server, endpoint } = await start((_, response) => sendJson(response, 200, {}));
    const bytes = makePng();
    await callUpstream(endpoint, {
      ...get(),
      method: 'POST',
      body: {
        parts: [
          { name: 'prompt', text: 'a cat\r\n"quoted"' },
          { name: 'image', bytes, fileName: 'a".png', contentType: 'image/png' },
        ],
      },
    });
    const [prompt, image] = server.requests[0]?.parts ?? [];
    expect(prompt).toMatchObject({ name: 'prompt', text: 'a cat\r\n"quoted"', fileName: null });
    expect(image?.bytes.equals(bytes)).toBe(true);
    expect(image?.fileName).toBe('a%22.png');
  });

  test('never goes to another origin, not even with a link the upstream handed out', async () => {
    const { server, endpoint } = await start((_, response) => sendJson(response, 200, {}));
    const other = server.url.replace('127.0.0.1', 'localhost');
    await expect(callUpstream(endpoint, get(`${other}/base/x`))).rejects.toMatchObject({
      kind: 'not_allowed',
      sent: false,
    });
    expect(server.requests).toHaveLength(0);
  });

  test('follows no redirect', async () => {
    const { server, endpoint } = await start((_, response) =>
      playFault(response, { kind: 'redirect', location: '/elsewhere' }),
    );
    await expect(callUpstream(endpoint, get())).rejects.toMatchObject({ kind: 'redirected' });
    expect(server.requests).toHaveLength(1);
  });

  test('ends at its time limit and says that the upstream may have acted', async () => {
    const { endpoint } = await start(() => {});
    const call = callUpstream(endpoint, { ...get(), timeoutMs: 30 });
    await expect(call).rejects.toMatchObject({ kind: 'timeout', sent: true });
  });

  test('ends when the caller hangs up', async () => {
    const { endpoint } = await start(() => caller.abort());
    const caller = new AbortController();
    const call = callUpstream(endpoint, { ...get(), signal: caller.signal });
    await expect(call).rejects.toMatchObject({ kind: 'cancelled', sent: true });
  });

  test('is not sent at all when the caller has already hung up', async () => {
    const { server, endpoint } = await start((_, response) => sendJson(response, 200, {}));
    const call = callUpstream(endpoint, { ...get(), signal: AbortSignal.abort() });
    await expect(call).rejects.toMatchObject({ kind: 'cancelled', sent: false });
    expect(server.requests).toHaveLength(0);
  });

  test('tells a cut body and a dropped connection from an answer', async () => {
    for (const kind of ['cut', 'drop'] as const) {
      const { endpoint } = await start((_, response) => playFault(response, { kind }));
      await expect(callUpstream(endpoint, get())).rejects.toMatchObject({ kind: 'cut' });
    }
  });

  test('knows that nothing was sent where nobody listens', async () => {
    const { server, endpoint } = await start(() => {});
    await server.close();
    await expect(callUpstream(endpoint, get())).rejects.toMatchObject({
      kind: 'unreachable',
      sent: false,
    });
  });

  test('reads no more than its bound, declared or not', async () => {
    const { endpoint } = await start((request, response) => {
      if (request.path.endsWith('declared')) return sendBytes(response, Buffer.alloc(5000));
      response.writeHead(200);
      response.end(Buffer.alloc(5000));
    });
    for (const path of ['/declared', '/chunked']) {
      const call = callUpstream(endpoint, { ...get(path), maxBytes: 4000 });
      await expect(call).rejects.toMatchObject({ kind: 'too_large' });
    }
  });

  test('hands out a stream as it comes', async () => {
    const { endpoint } = await start((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: 1\n\n');
      response.end('data: 2\n\n');
    });
    const { body, status } = await streamUpstream(endpoint, get());
    const chunks: string[] = [];
    for await (const chunk of body) chunks.push(Buffer.from(chunk).toString());
    expect([status, chunks.join('')]).toEqual([200, 'data: 1\n\ndata: 2\n\n']);
  });
});

describe('an endpoint', () => {
  test.each([
    ['http://api.maker.com', null],
    ['https://127.0.0.1', null],
    ['https://maker.internal', null],
    [null, null],
    [null, 'ftp://host'],
    [null, 'https://user:pass@host'],
    [null, 'https://host/?key=1'],
    [null, 'not a url'],
  ])('is not built from %j and %j', (makerUrl, configuredUrl) => {
    expect(() => defineEndpoint({ makerUrl, configuredUrl, secret: null })).toThrow(TypeError);
  });

  test.each(['http://169.254.169.254', 'http://[::ffff:169.254.169.254]', 'http://[fe80::1]'])(
    'at %s is never called, whoever configured it',
    async (configuredUrl) => {
      const endpoint = defineEndpoint({ makerUrl: null, configuredUrl, secret: null });
      await expect(callUpstream(endpoint, get())).rejects.toMatchObject({ kind: 'not_allowed' });
    },
  );
});

describe('a result', () => {
  const options = { resultHosts: ['ideogram.ai'], signal };

  test('on the configured origin is fetched without the secret', async () => {
    const png = makePng({ width: 48, height: 32 });
    const { server, endpoint } = await start((_, response) => sendBytes(response, png));
    const picture = await fetchResultBytes(`${server.url}/r.png`, { ...options, endpoint });
    expect(picture).toMatchObject({ format: 'png', width: 48, height: 32 });
    expect(server.requests[0]?.headers['api-key']).toBeUndefined();
  });

  test('is judged by its bytes, not by its declared type', async () => {
    const { server, endpoint } = await start((request, response) =>
      request.path === '/good'
        ? sendBytes(response, makePng(), 'text/html')
        : sendBytes(response, Buffer.from('<!DOCTYPE html><p>sorry'), 'image/png'),
    );
    const of = (path: string) => fetchResultBytes(`${server.url}${path}`, { ...options, endpoint });
    await expect(of('/good')).resolves.toMatchObject({ format: 'png' });
    await expect(of('/bad')).rejects.toMatchObject({ kind: 'html' });
  });

  test('that is cut is no picture', async () => {
    const png = makePng();
    const { server, endpoint } = await start((_, response) =>
      sendBytes(response, png.subarray(0, png.length - 20)),
    );
    const fetched = fetchResultBytes(`${server.url}/r.png`, { ...options, endpoint });
    await expect(fetched).rejects.toMatchObject({ kind: 'not_a_picture' });
  });

  test('that is gone is expired and not asked for again; a 500 is tried once more', async () => {
    const { server, endpoint } = await start((request, response) =>
      playFault(response, { kind: 'answer', status: request.path === '/gone' ? 410 : 500 }),
    );
    const of = (path: string) => fetchResultBytes(`${server.url}${path}`, { ...options, endpoint });
    await expect(of('/gone')).rejects.toMatchObject({ kind: 'expired' });
    expect(server.requests).toHaveLength(1);
    await expect(of('/broken')).rejects.toMatchObject({ kind: 'failed' });
    expect(server.requests).toHaveLength(3);
  });

  test('that is elsewhere is not followed', async () => {
    const { server, endpoint } = await start((_, response) =>
      playFault(response, { kind: 'redirect', location: '/other.png' }),
    );
    const fetched = fetchResultBytes(`${server.url}/r.png`, { ...options, endpoint });
    await expect(fetched).rejects.toMatchObject({ kind: 'not_allowed' });
    expect(server.requests).toHaveLength(1);
  });

  test('on another origin of the same machine is not fetched', async () => {
    const { endpoint } = await start(() => {});
    const foreign = await start((_, response) => sendBytes(response, makePng()));
    const fetched = fetchResultBytes(`${foreign.server.url}/r.png`, { ...options, endpoint });
    await expect(fetched).rejects.toMatchObject({ kind: 'not_allowed' });
    expect(foreign.server.requests).toHaveLength(0);
  });
});

test('a picture is read from PNG, JPEG and WebP headers, and from nothing else', () => {
  const jpeg = Buffer.from(
    'ffd8ffe000104a46494600010100000100010000ffc0000b080010002001011100ffd9',
    'hex',
  );
  expect(readPicture(jpeg)).toMatchObject({ format: 'jpeg', width: 32, height: 16 });
  const webp = Buffer.alloc(30);
  webp.write('RIFF');
  webp.writeUInt32LE(22, 4);
  webp.write('WEBPVP8X', 8);
  webp.writeUIntLE(99, 24, 3);
  webp.writeUIntLE(49, 27, 3);
  expect(readPicture(webp)).toMatchObject({ format: 'webp', width: 100, height: 50 });
  for (const text of ['', 'GIF89a', '<svg xmlns="x"/>', '{"error":1}']) {
    expect(readPicture(Buffer.from(text))).toBeNull();
  }
  expect(looksLikeHtml(Buffer.from('  <!DOCTYPE html>'))).toBe(true);
});

test('no beginning of a picture is a picture, wherever it is cut', () => {
  const png = makePng({ width: 8, height: 8 });
  const webp = Buffer.alloc(64);
  webp.write('RIFF');
  webp.writeUInt32LE(56, 4);
  webp.write('WEBPVP8X', 8);
  webp.writeUIntLE(9, 24, 3);
  webp.writeUIntLE(9, 27, 3);
  for (const whole of [png, webp]) {
    expect(readPicture(whole)).not.toBeNull();
    for (let length = 0; length < whole.length; length += 1) {
      expect(readPicture(whole.subarray(0, length)), `${length} bytes`).toBeNull();
    }
  }
});

test('a failed call says whether it may have been billed', () => {
  const frame = { title: 'Fal' };
  const billed = (error: unknown, free = false) =>
    explainCallError(error, { ...frame, free }).billed;
  expect(billed(new UpstreamCallError('unreachable', false))).toBe('no');
  expect(billed(new UpstreamCallError('timeout', true))).toBe('maybe');
  expect(billed(new UpstreamCallError('timeout', true), true)).toBe('no');
  expect(billed(new Error('anything'))).toBe('maybe');
});

test.each([
  ['7', 7],
  ['0', 0],
  ['999999', 3600],
  ['Thu, 01 Jan 1970 00:01:00 GMT', 30],
  ['soon', null],
  [undefined, null],
])('Retry-After %j is %j seconds', (text, expected) => {
  const headers = text === undefined ? {} : { 'retry-after': text };
  const answer = { status: 429, headers, bytes: Buffer.alloc(0), json: undefined };
  expect(readRetryAfter(answer, 30_000)).toBe(expected);
});
