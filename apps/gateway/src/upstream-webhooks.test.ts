import { createHash, createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import {
  FAL_FAKE_KEY,
  IDEOGRAM_FAKE_KEY,
  makePng,
  REPLICATE_FAKE_KEY,
  type ScenarioFake,
  startFakeFal,
  startFakeIdeogram,
  startFakeReplicate,
} from '@aigateway/testkit';
import { afterEach, describe, expect, test } from 'vitest';
import { createSystem } from './system.ts';
import { startTestGateway, type TestGateway } from './testing/start-test-gateway.ts';

const PUBLIC_URL = 'https://gateway.example';
const image = `data:image/png;base64,${makePng({ width: 128, height: 128 }).toString('base64')}`;
const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const stranger = generateKeyPairSync('ed25519').privateKey;
const REPLICATE_SECRET = `whsec_${Buffer.from('the secret').toString('base64')}`;
const maker = (async () =>
  Response.json({ keys: [publicKey.export({ format: 'jwk' })] })) as typeof fetch;

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Delivery {
  readonly body: string;
  readonly headers: Record<string, string>;
}

type Sign = (jobId: string, key: KeyObject, nowMs: number) => Delivery;

/** Deliveries in the scheme that Ideogram and fal share. */
const signedWith =
  (prefix: string): Sign =>
  (jobId, key, nowMs) => {
    const body = JSON.stringify({ id: jobId, data: [{ url: 'https://evil.example/other.png' }] });
    const timestamp = String(Math.floor(nowMs / 1000));
    const digest = createHash('sha256').update(body).digest('hex');
    const text = Buffer.from([jobId, 'user-1', timestamp, digest].join('\n'));
    const isFal = prefix === 'x-fal-webhook';
    return {
      body,
      headers: {
        [`${prefix}-${isFal ? 'request-id' : 'generation-id'}`]: jobId,
        [`${prefix}-user-id`]: 'user-1',
        [`${prefix}-timestamp`]: timestamp,
        [`${prefix}-signature`]: sign(null, text, key).toString('hex'),
      },
    };
  };

function signedByReplicate(jobId: string, key: KeyObject, nowMs: number): Delivery {
  const body = JSON.stringify({ id: jobId, status: 'succeeded', output: 'https://evil.example/' });
  const timestamp = String(Math.floor(nowMs / 1000));
  const secret = key === privateKey ? 'the secret' : 'another';
  const signature = createHmac('sha256', secret).update(`m1.${timestamp}.${body}`).digest('base64');
  return {
    body,
    headers: {
      'webhook-id': 'm1',
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    },
  };
}

interface Maker {
  readonly model: string;
  readonly start: () => Promise<ScenarioFake & { submissions(): number }>;
  readonly env: (url: string) => Record<string, string>;
  /** The webhook's address, as the maker was told. */
  readonly told: (request: ScenarioFake['requests'][number]) => unknown;
  readonly jobId: string;
  readonly sign: Sign;
}

const MAKERS: Record<string, Maker> = {
  ideogram: {
    model: 'ideogram/ideogram-character-remix',
    start: async () => Object.assign(await startFakeIdeogram(), { pendingPolls: 1 }),
    env: (url) => ({ IDEOGRAM_API_KEY: IDEOGRAM_FAKE_KEY, IDEOGRAM_BASE_URL: url }),
    told: ({ parts }) => parts?.find(({ name }) => name === 'webhook_url')?.text,
    jobId: 'gen-1_A',
    sign: signedWith('x-ideogram-webhook'),
  },
  fal: {
    model: 'ideogram/ideogram-character-remix',
    start: async () => Object.assign(await startFakeFal(), { pendingLooks: 1 }),
    env: (url) => ({ FAL_KEY: FAL_FAKE_KEY, FAL_BASE_URL: url }),
    told: ({ query }) => query.get('fal_webhook'),
    jobId: 'req-1',
    sign: signedWith('x-fal-webhook'),
  },
  replicate: {
    model: 'ideogram/ideogram-character',
    start: async () => Object.assign(await startFakeReplicate(), { pendingLooks: 1 }),
    env: (url) => ({
      REPLICATE_API_TOKEN: REPLICATE_FAKE_KEY,
      REPLICATE_BASE_URL: url,
      REPLICATE_WEBHOOK_SECRET: REPLICATE_SECRET,
    }),
    told: ({ json }) => (json as { webhook?: string } | undefined)?.webhook,
    jobId: 'pred1',
    sign: signedByReplicate,
  },
};

/** A gateway whose polls never come round by themselves, and a moment when one waits. */
async function open(one: Maker, more: Record<string, string> = {}) {
  const fake = await one.start();
  closing.push(fake.close);
  const clock = { ms: 1_790_000_000_000 };
  let begin = () => {};
  const waits = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const pause = (_ms: number, signal: AbortSignal) =>
    new Promise<void>((_, fail) => {
      begin();
      signal.addEventListener('abort', () => fail(signal.reason), { once: true });
    });
  const gateway = await startTestGateway({
    env: { AIGATEWAY_PUBLIC_URL: PUBLIC_URL, ...one.env(fake.url), ...more },
    pause,
    fetch: maker,
    system: { ...createSystem(), now: () => clock.ms },
  });
  closing.push(gateway.close);
  return { fake, gateway, clock, waits };
}

const ask = (gateway: TestGateway, model: string) =>
  gateway.post('/v1/images/generations', {
    model,
    prompt: 'the same fox in a forest',
    image,
    response_format: 'b64_json',
  });

const bring = (gateway: TestGateway, provider: string, { body, headers }: Delivery) =>
  fetch(`${gateway.url}/v1/upstream-webhooks/${provider}`, { method: 'POST', body, headers });

describe.each(Object.entries(MAKERS))('a webhook of %s', (name, one) => {
  test('wakes the call that waits, which fetches the picture from the maker itself', async () => {
    const { fake, gateway, clock, waits } = await open(one);
    const answer = ask(gateway, one.model);
    await waits;
    const told = fake.requests.map(one.told).find((url) => typeof url === 'string');
    expect(told).toBe(`${PUBLIC_URL}/v1/upstream-webhooks/${name}`);

    const forged = one.sign(one.jobId, stranger, clock.ms);
    const stale = one.sign(one.jobId, privateKey, clock.ms - 301_000);
    for (const delivery of [forged, stale]) {
      const refused = await bring(gateway, name, delivery);
      expect(refused.status).toBe(401);
      expect(await refused.json()).toMatchObject({
        error: { code: 'invalid_signature', message: 'The delivery was not accepted.' },
      });
    }
    expect(fake.pictures()).toHaveLength(0);

    const genuine = one.sign(one.jobId, privateKey, clock.ms);
    expect((await bring(gateway, name, genuine)).status).toBe(200);
    const { data } = (await (await answer).json()) as { data: { b64_json: string }[] };
    expect(data[0]?.b64_json).toBe(Buffer.from(fake.pictures()[0] ?? []).toString('base64'));
    expect((await bring(gateway, name, genuine)).status).toBe(401);
    const again = one.sign(one.jobId, privateKey, clock.ms + 1_000);
    expect((await bring(gateway, name, again)).status).toBe(401);
  });
});
