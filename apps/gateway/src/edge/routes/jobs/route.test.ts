import { MODELS } from '@aigateway/catalog';
import { type Job, jobSchema, microUsd } from '@aigateway/contract';
import { makePng } from '@aigateway/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSystem } from '../../../system.ts';
import { startTestGateway, type TestGateway } from '../../../testing/start-test-gateway.ts';

const PATH = '/v1/images/generations';
const call = { model: 'ideogram/ideogram-character-remix', prompt: 'a fox', size: '256x256' };

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({ jobGraceMs: 0 });
});
afterAll(() => gateway.close());

async function start(on: TestGateway, body: object, headers?: Record<string, string>) {
  const response = await on.post(PATH, body, headers);
  expect(response.status).toBe(202);
  return { response, job: jobSchema.parse(await response.json()) };
}

async function read(on: TestGateway, id: string): Promise<Job> {
  return jobSchema.parse(await (await on.get(`/v1/jobs/${id}`)).json());
}

async function ended(on: TestGateway, id: string): Promise<Job> {
  await expect
    .poll(async () => (await read(on, id)).status, { interval: 20 })
    .toMatch(/completed|failed/);
  return read(on, id);
}

describe('a call that is made later', () => {
  test.each([
    ['async', { async: true }, {}],
    ['Prefer: respond-async', {}, { Prefer: 'wait=5, respond-async' }],
    ['webhook_url', { webhook_url: 'https://example.com/hook' }, {}],
  ] as const)('is answered 202 with its job and address, by %s', async (_, more, headers) => {
    const { response, job } = await start(gateway, { ...call, ...more }, headers);
    expect(response.headers.get('location')).toBe(`/v1/jobs/${job.id}`);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(response.headers.get('x-request-id')).toMatch(/^req_/);
    expect(job).toMatchObject({ status: 'queued', result: null, error: null, cost_cents: 0 });
    expect((await ended(gateway, job.id)).status).toBe('completed');
  });

  test('ends with the answer of a waiting caller, charged once', async () => {
    const before = await gateway.availableCents();
    const image = `data:image/png;base64,${makePng().toString('base64')}`;
    const { job } = await start(gateway, { ...call, image, n: 2, seed: 7, async: true });
    const done = await ended(gateway, job.id);
    expect(done).toMatchObject({ progress: 1, cost_cents: 10, model: call.model });
    expect(done.result?.data).toHaveLength(2);
    expect(done.warnings.join()).toContain('made by');
    const picture = await fetch(done.result_url ?? '');
    expect(picture.headers.get('content-type')).toBe('image/png');
    expect(await gateway.availableCents()).toBe(before - 10);
  });

  test('reads its pictures when it is accepted, whatever becomes of them', async () => {
    const png = makePng({ width: 32, height: 32, seed: 3 });
    const image = `data:image/png;base64,${png.toString('base64')}`;
    const { job } = await start(gateway, { ...call, image, async: true });
    await ended(gateway, job.id);
    const asked = gateway.atelier.requests.at(-1);
    expect(Buffer.from(asked?.reference ?? []).equals(png)).toBe(true);
  });

  test('answers base64 where that was asked for', async () => {
    const { job } = await start(gateway, { ...call, async: true, response_format: 'b64_json' });
    const done = await ended(gateway, job.id);
    const bytes = Buffer.from(done.result?.data[0]?.b64_json ?? '', 'base64');
    expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  });

  test('may be an edit from a form', async () => {
    const form = new FormData();
    form.set('model', call.model);
    form.set('prompt', 'in the rain');
    form.set('image', new File([new Uint8Array(makePng())], 'a.png', { type: 'image/png' }));
    form.set('async', 'true');
    const response = await fetch(`${gateway.url}/v1/images/edits`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${gateway.key}` },
      body: form,
    });
    expect(response.status).toBe(202);
    const { id } = (await response.json()) as Job;
    expect((await ended(gateway, id)).result?.data[0]?.b64_json).toBeTruthy();
  });

  test('of a model that always takes long is a job, unless it says that it waits', async () => {
    const slow = await startTestGateway({
      models: MODELS.map((model) => ({ ...model, answersLater: true })),
    });
    try {
      const { job } = await start(slow, call);
      expect((await ended(slow, job.id)).status).toBe('completed');
      expect((await slow.post(PATH, { ...call, async: false })).status).toBe(200);
    } finally {
      await slow.close();
    }
  });

  test.each([
    ['invalid_value', 'stream', { async: true, stream: true }],
    ['invalid_value', 'async', { async: false, webhook_url: 'https://example.com/' }],
    ['invalid_value', 'webhook_url', { webhook_url: 'https://127.0.0.1/hook' }],
    ['invalid_value', 'webhook_url', { webhook_url: 'https://[::ffff:169.254.169.254]/' }],
    ['invalid_image', 'image', { async: true, image: 'data:image/png,notbase64' }],
    ['model_not_found', 'model', { async: true, model: 'no/model' }],
  ])('is refused before it is a job: %s (%s)', async (code, param, more) => {
    const response = await gateway.post(PATH, { ...call, ...more });
    expect(await response.json()).toMatchObject({ error: { code, param } });
  });

  test('is refused 402 before 202 when the wallet does not cover it, and polls go on', async () => {
    const poor = await startTestGateway({ playCredit: microUsd(50_000n) });
    try {
      const { job } = await start(poor, { ...call, async: true });
      const second = await poor.post(PATH, { ...call, async: true });
      expect(second.status).toBe(402);
      expect((await ended(poor, job.id)).cost_cents).toBe(5);
      expect(await poor.availableCents()).toBe(0);
      expect((await poor.get(`/v1/jobs/${job.id}`)).status).toBe(200);
    } finally {
      await poor.close();
    }
  });

  test('that fails costs nothing and says why in our words', async () => {
    const before = await gateway.availableCents();
    gateway.atelier.behave({ kind: 'fail' });
    const { job } = await start(gateway, { ...call, async: true });
    const done = await ended(gateway, job.id);
    gateway.atelier.behave({ kind: 'make' });
    expect(done).toMatchObject({ status: 'failed', result: null, cost_cents: 0 });
    expect(done.error).toMatchObject({ code: 'upstream_failed', type: 'server_error' });
    expect(done.error?.message).not.toContain('told to fail');
    expect(await gateway.availableCents()).toBe(before);
  });
});

describe('a poll', () => {
  test('is cheap: 304 while nothing changed, and never stored on the way', async () => {
    const { job } = await start(gateway, { ...call, async: true });
    await ended(gateway, job.id);
    const first = await gateway.get(`/v1/jobs/${job.id}`);
    const etag = first.headers.get('etag') ?? '';
    expect(first.headers.get('cache-control')).toBe('no-store');
    const again = await gateway.get(`/v1/jobs/${job.id}`, { 'If-None-Match': etag });
    expect([again.status, await again.text()]).toEqual([304, '']);
    const other = await gateway.get(`/v1/jobs/${job.id}`, { 'If-None-Match': 'W/"other"' });
    expect(other.status).toBe(200);
  });

  test.each(['job_00000000000000000000', 'nonsense', '../balance', "job_' or 1=1 --"])(
    'for %j is 404',
    async (id) => {
      const response = await gateway.get(`/v1/jobs/${encodeURIComponent(id)}`);
      expect(await response.json()).toMatchObject({ error: { code: 'job_not_found' } });
    },
  );

  test('a key of a sub-account sees its own jobs only, and cancels no others', async () => {
    const { job } = await start(gateway, { ...call, async: true });
    const sub = await gateway.send('POST', '/v1/sub-accounts', { body: { name: 's' } });
    const { key } = (await sub.json()) as { key: string };
    const path = `/v1/jobs/${job.id}`;
    for (const [method, where] of [
      ['GET', path],
      ['DELETE', path],
      ['POST', `${path}/cancel`],
    ] as const) {
      expect((await gateway.send(method, where, { key })).status).toBe(404);
    }
    const list = await gateway.send('GET', '/v1/jobs', { key });
    expect(await list.json()).toMatchObject({ data: [], has_more: false });
  });

  test('of the list shows the newest first, a page at a time, by status', async () => {
    const { job } = await start(gateway, { ...call, async: true });
    await ended(gateway, job.id);
    const page = (await (await gateway.get('/v1/jobs?limit=1&status=completed')).json()) as {
      data: Job[];
      next_cursor: string;
    };
    expect(page.data.map(({ id }) => id)).toEqual([job.id]);
    const next = await gateway.get(`/v1/jobs?limit=1&cursor=${page.next_cursor}`);
    expect(((await next.json()) as { data: Job[] }).data[0]?.id).not.toBe(job.id);
    expect((await gateway.get('/v1/jobs?status=done')).status).toBe(400);
  });
});

describe('a cancellation', () => {
  test.each(['DELETE', 'POST'])(
    'of a running job is quick and gives all back (%s)',
    async (how) => {
      const before = await gateway.availableCents();
      gateway.atelier.behave({ kind: 'hang' });
      const { job } = await start(gateway, { ...call, async: true });
      await expect.poll(async () => (await read(gateway, job.id)).status).toBe('processing');
      expect(await gateway.availableCents()).toBe(before - 5);
      const path = how === 'POST' ? `/v1/jobs/${job.id}/cancel` : `/v1/jobs/${job.id}`;
      const started = performance.now();
      const response = await gateway.send(how, path);
      expect(performance.now() - started).toBeLessThan(100);
      gateway.atelier.behave({ kind: 'make' });
      expect(await response.json()).toMatchObject({
        status: 'failed',
        error: { code: 'cancelled', param: null },
        cost_cents: 0,
      });
      expect(await gateway.availableCents()).toBe(before);
    },
  );

  test('of an ended job changes nothing', async () => {
    const { job } = await start(gateway, { ...call, async: true });
    await ended(gateway, job.id);
    const response = await gateway.send('DELETE', `/v1/jobs/${job.id}`);
    expect(await response.json()).toMatchObject({ status: 'completed', cost_cents: 5 });
  });

  test('that comes while a picture is paid leaves one end: paid or free', async () => {
    const before = await gateway.availableCents();
    for (let round = 0; round < 20; round++) {
      const { job } = await start(gateway, { ...call, async: true });
      await gateway.send('DELETE', `/v1/jobs/${job.id}`);
      const done = await ended(gateway, job.id);
      expect(done.cost_cents).toBe(done.status === 'completed' ? 5 : 0);
    }
    const jobs = (await (await gateway.get('/v1/jobs?limit=20')).json()) as { data: Job[] };
    const paid = jobs.data.slice(0, 20).reduce((sum, one) => sum + one.cost_cents, 0);
    await expect.poll(() => gateway.availableCents()).toBe(before - paid);
  });
});

test('a full queue answers 503 with Retry-After, and takes no money', async () => {
  const full = await startTestGateway({
    env: { AIGATEWAY_JOB_QUEUE: '2', AIGATEWAY_JOB_WORKERS: '1' },
    jobGraceMs: 0,
  });
  try {
    full.atelier.behave({ kind: 'hang' });
    const { job } = await start(full, { ...call, async: true });
    await expect.poll(async () => (await read(full, job.id)).status).toBe('processing');
    await start(full, { ...call, async: true });
    await start(full, { ...call, async: true });
    const held = await full.availableCents();
    const response = await full.post(PATH, { ...call, async: true });
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await response.json()).toMatchObject({ error: { code: 'job_queue_full' } });
    expect(await full.availableCents()).toBe(held);
  } finally {
    await full.close();
  }
});

test('a job waits for room where a caller would have been told to come back', async () => {
  const real = createSystem();
  let aheadMs = 0;
  const system = { ...real, now: () => real.now() + aheadMs };
  const busy = await startTestGateway({ system, jobGraceMs: 0 });
  try {
    busy.atelier.behave({ kind: 'saturate' });
    const { job } = await start(busy, { ...call, async: true });
    await expect.poll(() => busy.atelier.requests.length).toBeGreaterThan(0);
    await expect.poll(async () => (await read(busy, job.id)).status).toBe('queued');
    busy.atelier.behave({ kind: 'make' });
    aheadMs = 3_600_000;
    const status = async () => (await read(busy, job.id)).status;
    await expect.poll(status, { timeout: 5_000 }).toBe('completed');
  } finally {
    await busy.close();
  }
}, 10_000);
