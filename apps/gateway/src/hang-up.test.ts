import { imagesResponseSchema, usageReportSchema } from '@aigateway/contract';
import {
  FAL_FAKE_KEY,
  IDEOGRAM_FAKE_KEY,
  makePng,
  type ScenarioFake,
  startFakeFal,
  startFakeIdeogram,
  startFakeSdServer,
} from '@aigateway/testkit';
import { afterEach, describe, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from './testing/start-test-gateway.ts';

const MODEL = 'ideogram/ideogram-character-remix';
const image = `data:image/png;base64,${makePng({ width: 128, height: 128 }).toString('base64')}`;
const pause = (_ms: number, signal: AbortSignal) =>
  new Promise<void>((done, fail) => setTimeout(() => (signal.aborted ? fail() : done()), 1));

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function open(env: Record<string, string>, fake: ScenarioFake): Promise<TestGateway> {
  closing.push(fake.close);
  const gateway = await startTestGateway({ env, pause });
  closing.push(gateway.close);
  return gateway;
}

/** Calls, and hangs up as soon as the upstream has the job. */
async function callAndHangUp(gateway: TestGateway, fake: ScenarioFake, model = MODEL) {
  const hangUp = new AbortController();
  const running = fetch(`${gateway.url}/v1/images/generations`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${gateway.key}`,
      'Content-Type': 'application/json',
      'X-Request-Id': 'left-early',
    },
    body: JSON.stringify({ model, prompt: 'the same fox in a forest', image }),
    signal: hangUp.signal,
  });
  await eventually(() => fake.submissions()).toBe(1);
  hangUp.abort();
  await expect(running).rejects.toThrow();
}

/** A busy machine may take its time. */
const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 10_000 });

const resultOf = (gateway: TestGateway, key = gateway.key) =>
  gateway.send('GET', '/v1/images/results/left-early', { key });

describe('where stopping saves nothing', () => {
  async function openIdeogram() {
    const fake = await startFakeIdeogram();
    fake.pendingPolls = 1_000_000;
    const env = { IDEOGRAM_API_KEY: IDEOGRAM_FAKE_KEY, IDEOGRAM_BASE_URL: fake.url };
    return { fake, gateway: await open(env, fake) };
  }

  test('after a hang-up pictures are made, kept, paid and fetched by request id', async () => {
    const { fake, gateway } = await openIdeogram();
    const before = await gateway.availableCents();
    await callAndHangUp(gateway, fake);
    const early = await resultOf(gateway);
    expect([early.status, early.headers.get('retry-after')]).toEqual([503, '3']);
    expect(await early.json()).toMatchObject({ error: { code: 'result_not_ready' } });
    fake.pendingPolls = 0;
    await eventually(async () => (await resultOf(gateway)).status).toBe(200);
    const result = imagesResponseSchema.parse(await (await resultOf(gateway)).json());
    const picture = await fetch(result.data[0]?.url ?? '');
    expect(Buffer.from(await picture.arrayBuffer())).toEqual(fake.pictures()[0]);
    expect(before - (await gateway.availableCents())).toBe(5);
    expect(fake.submissions()).toBe(1);
  });

  test('nobody else finds them', async () => {
    const { fake, gateway } = await openIdeogram();
    await callAndHangUp(gateway, fake);
    const made = await gateway.send('POST', '/v1/sub-accounts', { body: { name: 'other' } });
    const { key } = (await made.json()) as { key: string };
    fake.pendingPolls = 0;
    await eventually(async () => (await resultOf(gateway)).status).toBe(200);
    for (const path of ['/v1/images/results/left-early', '/v1/usage/left-early']) {
      const foreign = await gateway.send('GET', path, { key });
      expect(foreign.status).toBe(404);
      expect(await foreign.json()).toMatchObject({ error: { code: 'request_not_found' } });
    }
  });
});

describe('where stopping saves', () => {
  test('a hang-up stops the own engine, costs nothing and leaves nothing to fetch', async () => {
    const fake = await startFakeSdServer();
    fake.play('hang_up', '');
    const gateway = await open({ SD_SERVER_URL: fake.url }, fake);
    const before = await gateway.availableCents();
    await callAndHangUp(gateway, fake, 'local/engine');
    await eventually(async () => (await resultOf(gateway)).status).toBe(404);
    expect(await gateway.availableCents()).toBe(before);
  });

  test('a hang-up takes a job out of the queue in which it only waits', async () => {
    const fake = await startFakeFal();
    fake.pendingLooks = 1_000_000;
    const env = { FAL_KEY: FAL_FAKE_KEY, FAL_BASE_URL: fake.url };
    const gateway = await open(env, fake);
    const before = await gateway.availableCents();
    await callAndHangUp(gateway, fake);
    await eventually(() => fake.cancellations()).toBe(1);
    await eventually(async () => (await resultOf(gateway)).status).toBe(404);
    expect(await gateway.availableCents()).toBe(before);
  });
});

describe('GET /v1/usage/{request_id}', () => {
  test('tells the deployments tried, why and how long, and what became of each field', async () => {
    const ideogram = await startFakeIdeogram();
    const fal = await startFakeFal();
    closing.push(ideogram.close);
    ideogram.faults.add('submit', { kind: 'answer', status: 429, json: { error: 'x' } }, 9);
    const gateway = await open(
      {
        IDEOGRAM_API_KEY: IDEOGRAM_FAKE_KEY,
        IDEOGRAM_BASE_URL: ideogram.url,
        FAL_KEY: FAL_FAKE_KEY,
        FAL_BASE_URL: fal.url,
      },
      fal,
    );
    const body = { model: MODEL, prompt: 'a fox', image, size: '1000x1000', moderation: 'low' };
    const made = await gateway.post('/v1/images/generations', body);
    const id = made.headers.get('x-request-id');
    const report = usageReportSchema.parse(await (await gateway.get(`/v1/usage/${id}`)).json());
    expect(report).toMatchObject({ status: 'completed', provider: 'fal', images_requested: 1 });
    expect(report.deployments).toMatchObject([
      { provider: 'ideogram', deployment: 'character-remix', outcome: 'failed' },
      { provider: 'fal', deployment: 'character-remix', outcome: 'delivered' },
    ]);
    expect(report.fields).toContainEqual(
      expect.objectContaining({ field: 'moderation', support: 'unsupported' }),
    );
    expect(report.warnings.join('; ')).toContain('moderation');
    expect(report.image_ids).toHaveLength(1);
  });

  test('tells pictures that were withheld: billed by the maker, not charged here', async () => {
    const fake = await startFakeIdeogram();
    const env = { IDEOGRAM_API_KEY: IDEOGRAM_FAKE_KEY, IDEOGRAM_BASE_URL: fake.url };
    const gateway = await open(env, fake);
    const before = await gateway.availableCents();
    const call = async (n: number) => {
      const body = { model: MODEL, prompt: 'a fox', image, n };
      const made = await gateway.post('/v1/images/generations', body);
      const path = `/v1/usage/${made.headers.get('x-request-id')}`;
      const report = usageReportSchema.parse(await (await gateway.get(path)).json());
      return { made, report };
    };
    fake.withhold.add(0);
    const none = await call(1);
    expect(none.made.status).toBe(400);
    expect(await none.made.json()).toMatchObject({
      error: {
        code: 'moderation_blocked',
        message: 'Ideogram made a picture and withheld it as unsafe. Nothing was charged.',
      },
    });
    expect(none.report).toMatchObject({
      status: 'failed',
      cost_cents: 0,
      upstream_cents: 15,
      deployments: [{ outcome: 'failed', reason: 'refused, billed upstream' }],
    });
    const some = await call(2);
    expect(some.made.status).toBe(200);
    expect(some.report).toMatchObject({ images: 1, cost_cents: 5, upstream_cents: 30 });
    expect(some.report.warnings.join('; ')).toContain('withheld it as unsafe');
    expect(before - (await gateway.availableCents())).toBe(5);
  });

  test('tells a call that went straight, and one that failed', async () => {
    const fake = await startFakeIdeogram();
    const env = { IDEOGRAM_API_KEY: IDEOGRAM_FAKE_KEY, IDEOGRAM_BASE_URL: fake.url };
    const gateway = await open(env, fake);
    const call = async () => {
      const body = { model: MODEL, prompt: 'a fox', image };
      const made = await gateway.post('/v1/images/generations', body);
      const path = `/v1/usage/${made.headers.get('x-request-id')}`;
      return usageReportSchema.parse(await (await gateway.get(path)).json());
    };
    const straight = await call();
    expect(straight.deployments).toMatchObject([
      { provider: 'ideogram', deployment: 'character-remix', outcome: 'delivered' },
    ]);
    expect(straight.fields).toContainEqual({ field: 'prompt', support: 'used', note: '' });
    expect(straight).toMatchObject({
      status: 'completed',
      cost_cents: 5,
    });
    fake.faults.add('submit', { kind: 'answer', status: 422, json: { error: 'x' } });
    expect(await call()).toMatchObject({
      status: 'failed',
      error_code: 'moderation_blocked',
      cost_cents: 0,
      deployments: [{ provider: 'ideogram', outcome: 'failed', reason: 'refused' }],
      fields: straight.fields,
    });
    fake.faults.add('result', { kind: 'html', status: 200 }, 9);
    expect(await call()).toMatchObject({
      status: 'failed',
      error_code: 'upstream_failed',
      deployments: [{ provider: 'ideogram', deployment: 'character-remix' }],
      fields: straight.fields,
    });
    const unknown = await gateway.get('/v1/usage/no-such-request');
    expect(unknown.status).toBe(404);
  });
});
