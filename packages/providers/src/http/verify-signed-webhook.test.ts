import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { defineWebhookVerifier } from './verify-signed-webhook.ts';

const NOW_MS = 1_764_000_000_000;
const scheme = {
  keysUrl: 'https://maker.example/.well-known/jwks.json',
  headers: { id: 'x-id', user: 'x-user', timestamp: 'x-timestamp', signature: 'x-signature' },
};
const [first, second] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')];
const body = Buffer.from('{"status":"OK"}');

let published: KeyObject[];
let asked: number;
let verify: ReturnType<typeof defineWebhookVerifier>;
let nowMs: number;

beforeEach(() => {
  published = [first.publicKey];
  asked = 0;
  nowMs = NOW_MS;
  verify = defineWebhookVerifier(scheme);
});

const world = {
  now: () => nowMs,
  fetch: (async (url: string) => {
    expect(url).toBe(scheme.keysUrl);
    asked += 1;
    return Response.json({ keys: published.map((key) => key.export({ format: 'jwk' })) });
  }) as typeof fetch,
};

function deliver(key: KeyObject, change: { seconds?: number; signed?: Buffer } = {}) {
  const timestamp = String(change.seconds ?? Math.floor(nowMs / 1000));
  const digest = createHash('sha256')
    .update(change.signed ?? body)
    .digest('hex');
  const signature = sign(null, Buffer.from(`job-1\nuser-1\n${timestamp}\n${digest}`), key);
  return {
    body,
    headers: {
      'x-id': 'job-1',
      'x-user': 'user-1',
      'x-timestamp': timestamp,
      'x-signature': signature.toString('hex'),
    } as Record<string, string | undefined>,
  };
}

test('a signed delivery names its job, and the keys are asked for once', async () => {
  expect(await verify(deliver(first.privateKey), world)).toEqual({ jobId: 'job-1' });
  expect(await verify(deliver(first.privateKey), world)).toEqual({ jobId: 'job-1' });
  expect(asked).toBe(1);
});

test('any of the published keys may have signed', async () => {
  published = [second.publicKey, first.publicKey];
  expect(await verify(deliver(first.privateKey), world)).toEqual({ jobId: 'job-1' });
});

test('a forged signature, another body, another id and missing headers are refused', async () => {
  const good = deliver(first.privateKey);
  expect(await verify(deliver(second.privateKey), world)).toBeNull();
  expect(await verify(deliver(first.privateKey, { signed: Buffer.from('x') }), world)).toBeNull();
  expect(await verify({ ...good, body: Buffer.from('{}') }, world)).toBeNull();
  for (const name of Object.keys(good.headers)) {
    for (const value of [undefined, '', 'zz', `${good.headers[name]}0`]) {
      expect(
        await verify({ ...good, headers: { ...good.headers, [name]: value } }, world),
      ).toBeNull();
    }
  }
});

test('a delivery more than 300 s old or ahead is refused', async () => {
  const seconds = NOW_MS / 1000;
  expect(await verify(deliver(first.privateKey, { seconds: seconds - 299 }), world)).not.toBeNull();
  expect(await verify(deliver(first.privateKey, { seconds: seconds - 301 }), world)).toBeNull();
  expect(await verify(deliver(first.privateKey, { seconds: seconds + 301 }), world)).toBeNull();
});

test('new keys are found, but forgeries cannot make us ask for keys again and again', async () => {
  expect(await verify(deliver(first.privateKey), world)).not.toBeNull();
  published = [second.publicKey];
  nowMs += 61_000;
  expect(await verify(deliver(second.privateKey), world)).toEqual({ jobId: 'job-1' });
  expect(asked).toBe(2);
  for (let i = 0; i < 20; i += 1) await verify(deliver(first.privateKey), world);
  expect(asked).toBe(2);
});

test('without keys nothing is verified', async () => {
  const broken = { ...world, fetch: (async () => new Response('no', { status: 500 })) as never };
  expect(await verify(deliver(first.privateKey), broken)).toBeNull();
});

test('forged deliveries make us ask a silent maker once a minute at most', async () => {
  const silent = {
    now: () => nowMs,
    fetch: (async () => {
      asked += 1;
      throw new TypeError('no connection');
    }) as typeof fetch,
  };
  const all = Array.from({ length: 5 }, () => verify(deliver(second.privateKey), silent));
  expect(await Promise.all(all)).toEqual([null, null, null, null, null]);
  expect(asked).toBe(1);
  nowMs += 60_000;
  expect(await verify(deliver(first.privateKey), world)).toEqual({ jobId: 'job-1' });
  expect(asked).toBe(2);
});
