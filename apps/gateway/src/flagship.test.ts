import { imageDryRunSchema, providerKeyTestSchema } from '@aigateway/contract';
import {
  FAL_FAKE_KEY,
  IDEOGRAM_FAKE_KEY,
  makePng,
  OPENAI_RESTRICTED_KEY,
  type ScenarioFake,
  startFakeComfyUi,
  startFakeFal,
  startFakeIdeogram,
  startFakeOpenAi,
  startFakeSdServer,
} from '@aigateway/testkit';
import OpenAI from 'openai';
import { afterEach, describe, expect, test } from 'vitest';
import { createKeyStore } from './auth/key-store.ts';
import { OWNER_ORGANISATION_ID } from './auth/owner.ts';
import { createSystem } from './system.ts';
import { startTestGateway, type TestGateway } from './testing/start-test-gateway.ts';

const KEYS = '/v1/provider-keys';
const MODEL = 'ideogram/ideogram-character-remix';
const image = `data:image/png;base64,${makePng({ width: 128, height: 128 }).toString('base64')}`;
const pause = (_ms: number, signal: AbortSignal) =>
  new Promise<void>((done, fail) => setTimeout(() => (signal.aborted ? fail() : done()), 1));

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function open<Fake extends ScenarioFake>(
  start: () => Promise<Fake>,
  envOf: (url: string) => Record<string, string>,
): Promise<{ fake: Fake; gateway: TestGateway }> {
  const fake = await start();
  closing.push(fake.close);
  const gateway = await startTestGateway({ env: envOf(fake.url), pause });
  closing.push(gateway.close);
  return { fake, gateway };
}

/** A key that may make pictures and read. */
async function makePlainKey(gateway: TestGateway): Promise<string> {
  const store = await gateway.openStore();
  const made = await createKeyStore(store, createSystem()).create({
    organisationId: OWNER_ORGANISATION_ID,
    name: 'plain',
    scopes: ['images', 'read'],
  });
  await store.close();
  return made.secret;
}

function callWith(gateway: TestGateway) {
  return (method: string, path: string, body?: unknown) =>
    gateway.send(method, path, body === undefined ? {} : { body });
}

/** One picture by the official client, as an OpenAI user would write it. */
async function makeOne(gateway: TestGateway, extra: object = {}) {
  const client = new OpenAI({ apiKey: gateway.key, baseURL: `${gateway.url}/v1`, maxRetries: 0 });
  const body = {
    model: MODEL,
    prompt: 'the same fox in a forest',
    image,
    response_format: 'b64_json' as const,
    ...extra,
  };
  const { data, response } = await client.images.generate(body).withResponse();
  return {
    bytes: Buffer.from(data.data?.[0]?.b64_json ?? '', 'base64'),
    cents: response.headers.get('x-cost-cents'),
    provider: response.headers.get('x-aig-provider'),
    warning: response.headers.get('x-aig-warning') ?? '',
  };
}

const standIn = (target: string) => ({ AIGATEWAY_STAND_INS: `${MODEL}=${target}` });
const UPSTREAMS: Record<string, () => ReturnType<typeof open>> = {
  ideogram: () =>
    open(startFakeIdeogram, (url) => ({
      IDEOGRAM_API_KEY: IDEOGRAM_FAKE_KEY,
      IDEOGRAM_BASE_URL: url,
    })),
  fal: () => open(startFakeFal, (url) => ({ FAL_KEY: FAL_FAKE_KEY, FAL_BASE_URL: url })),
  'sd-server': () =>
    open(startFakeSdServer, (url) => ({ SD_SERVER_URL: url, ...standIn('sd-server/native') })),
  comfyui: () =>
    open(startFakeComfyUi, (url) => ({ COMFYUI_URL: url, ...standIn('comfyui/flux2-klein') })),
};

describe.each(Object.keys(UPSTREAMS))('the flagship asked of %s', (name) => {
  test('returns the picture the upstream made and charges 50 000 micro-dollars', async () => {
    const { fake, gateway } = (await UPSTREAMS[name]?.()) ?? {};
    if (!fake || !gateway) throw new TypeError('no upstream');
    const before = await gateway.availableCents();
    const made = await makeOne(gateway);
    expect(made.provider).toBe(name);
    expect(made.bytes.equals(fake.pictures()[0] ?? Buffer.of())).toBe(true);
    expect(made.cents).toBe('5');
    expect(await gateway.availableCents()).toBe(before - 5);
    expect(made.warning.includes('not by Ideogram')).toBe(
      name === 'sd-server' || name === 'comfyui',
    );
  });
});

const OWN = {
  ideogram: { env: 'IDEOGRAM_BASE_URL', start: startFakeIdeogram, key: IDEOGRAM_FAKE_KEY },
  fal: { env: 'FAL_BASE_URL', start: startFakeFal, key: FAL_FAKE_KEY },
};

describe.each(['ideogram', 'fal'] as const)('with an own key at %s', (provider) => {
  const { env, start, key } = OWN[provider];
  const begin = () => open<ScenarioFake>(start, (url) => ({ [env]: url }));

  test('the account at the maker pays: nothing is held or charged', async () => {
    const { fake, gateway } = await begin();
    const call = callWith(gateway);
    const made = await call('POST', KEYS, { provider, secret: key });
    expect(made.status).toBe(201);
    const stored = (await made.json()) as { id: string; last4: string };
    expect(JSON.stringify(stored)).not.toContain(key);
    expect(stored.last4).toBe(key.slice(-4));
    const before = await gateway.availableCents();
    const picture = await makeOne(gateway);
    expect(picture.bytes.equals(fake.pictures()[0] ?? Buffer.of())).toBe(true);
    expect(picture.cents).toBe('0');
    const named = await makeOne(gateway, { provider_key_id: stored.id });
    expect(named.cents).toBe('0');
    expect(await gateway.availableCents()).toBe(before);
  });

  test('a key that was revoked upstream is answered 401 with a clear text', async () => {
    const { fake, gateway } = await begin();
    const call = callWith(gateway);
    await call('POST', KEYS, { provider, secret: key });
    fake.play('unauthorized', '');
    const answer = await gateway.post('/v1/images/generations', {
      model: MODEL,
      prompt: 'x',
      image,
    });
    const { error } = (await answer.json()) as { error: { code: string; message: string } };
    expect([answer.status, error.code]).toEqual([401, 'invalid_provider_key']);
    expect(error.message).toContain('own key');
    expect(error.message).not.toContain('UPSTREAM-TEXT');
  });
});

describe('own keys', () => {
  const begin = async () => {
    const { gateway } = await open(startFakeIdeogram, (url) => ({ IDEOGRAM_BASE_URL: url }));
    const call = callWith(gateway);
    const attach = (secret: string, more: object = {}) =>
      call('POST', KEYS, { provider: 'ideogram', secret, ...more });
    return { gateway, call, attach };
  };

  test('are asked of their maker before they are stored', async () => {
    const { attach, call } = await begin();
    expect((await attach('wrong-wrong-wrong')).status).toBe(401);
    expect(await (await call('GET', KEYS)).json()).toMatchObject({ data: [] });
    expect((await attach('wrong-wrong-wrong', { validate: false })).status).toBe(201);
  });

  test('that are known but may read nothing are kept, and the caller is told', async () => {
    const { gateway } = await open(startFakeOpenAi, (url) => ({ OPENAI_BASE_URL: url }));
    const call = callWith(gateway);
    const made = await call('POST', KEYS, { provider: 'openai', secret: OPENAI_RESTRICTED_KEY });
    expect(made.status).toBe(201);
    expect(made.headers.get('x-aig-warning')).toContain('only a call shows');
    const { id } = (await made.json()) as { id: string };
    const test = providerKeyTestSchema.parse(
      await (await call('POST', `${KEYS}/${id}/test`)).json(),
    );
    expect(test).toMatchObject({ result: 'restricted' });
    expect(test.message).toContain('knows this key');
  });

  test('are attached by administrators alone', async () => {
    const { gateway } = await begin();
    const body = { provider: 'ideogram', secret: IDEOGRAM_FAKE_KEY };
    const key = await makePlainKey(gateway);
    expect((await gateway.send('POST', KEYS, { key, body })).status).toBe(403);
  });

  test('are tested, rotated and ended', async () => {
    const { gateway, attach, call } = await begin();
    const { id } = (await (await attach(IDEOGRAM_FAKE_KEY)).json()) as { id: string };
    const path = `${KEYS}/${id}`;
    expect(await (await call('POST', `${path}/test`)).json()).toMatchObject({ result: 'accepted' });
    expect((await call('POST', `${path}/rotate`, { secret: 'wrong-wrong' })).status).toBe(401);
    expect((await call('POST', `${path}/rotate`, { secret: IDEOGRAM_FAKE_KEY })).status).toBe(200);
    expect((await call('DELETE', path)).status).toBe(200);
    expect((await call('POST', `${path}/test`)).status).toBe(404);
    const log = (await (await call('GET', '/v1/audit-log')).json()) as {
      data: { action: string; subject: string }[];
    };
    const deeds = log.data.filter((line) => line.subject === id).map((line) => line.action);
    expect(deeds).toEqual(['own_key.revoked', 'own_key.rotated', 'own_key.attached']);
    const body = { model: MODEL, prompt: 'x', image, provider_key_id: id };
    expect((await gateway.post('/v1/images/generations', body)).status).toBe(404);
  });
});

test('a dry run asks the maker for its price, for those whose account it is', async () => {
  const { fake, gateway } = await open(startFakeIdeogram, (url) => ({
    IDEOGRAM_API_KEY: IDEOGRAM_FAKE_KEY,
    IDEOGRAM_BASE_URL: url,
  }));
  const body = { model: MODEL, prompt: 'x', image, n: 2, dry_run: true };
  const quote = imageDryRunSchema.parse(
    await (await gateway.post('/v1/images/generations', body)).json(),
  );
  expect(quote).toMatchObject({ price_cents: '10', upstream_price_cents: '30' });
  expect(fake.submissions()).toBe(0);
  const sub = await gateway.send('POST', '/v1/sub-accounts', { body: { name: 's' } });
  const { key } = (await sub.json()) as { key: string };
  const theirs = await gateway.send('POST', '/v1/images/generations', { key, body });
  expect(await theirs.json()).not.toHaveProperty('upstream_price_cents');
});

test('an empty account of the operator is a 503 without its text, and rests', async () => {
  const { fake, gateway } = await open(startFakeIdeogram, (url) => ({
    IDEOGRAM_API_KEY: IDEOGRAM_FAKE_KEY,
    IDEOGRAM_BASE_URL: url,
  }));
  fake.play('no_credit', '');
  const call = { model: MODEL, prompt: 'x', image };
  const first = await gateway.post('/v1/images/generations', call);
  expect(first.status).toBe(503);
  expect(await first.text()).not.toContain('UPSTREAM-TEXT');
  const second = await gateway.post('/v1/images/generations', call);
  expect(second.status).toBe(503);
  expect(Number(second.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(fake.submissions()).toBe(1);
  const health = (await (await gateway.get('/v1/health/providers')).json()) as {
    data: { deployment: string; state: string }[];
  };
  const row = health.data.find((one) => one.deployment === 'character-remix');
  expect(row?.state).toBe('resting');
});
