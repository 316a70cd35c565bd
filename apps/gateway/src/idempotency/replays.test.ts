import { microUsd } from '@aigateway/contract';
import { makeSchema } from '@aigateway/database/testing/schema';
import { makePng } from '@aigateway/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createSystem } from '../system.ts';
import { startTestGateway, type TestGateway } from '../testing/start-test-gateway.ts';

const PATH = '/v1/images/generations';
const DAY_MS = 86_400_000;
const LAPSE_MS = 16_000;
const call = { model: 'ideogram/ideogram-character-remix', prompt: 'a fox', size: '256x256' };
const base64 = { ...call, response_format: 'b64_json' };

interface Answer {
  readonly status: number;
  readonly replayed: boolean;
  readonly cost: string | null;
  readonly text: string;
  readonly json: {
    readonly id?: string;
    readonly data?: { readonly url?: string; readonly b64_json?: string }[];
    readonly error?: { readonly code: string; readonly param: string | null };
  };
}

async function openSchema() {
  const url = process.env.TEST_DATABASE_URL;
  return url ? makeSchema(url) : null;
}

const stores = ['SQLite', ...(process.env.TEST_DATABASE_URL ? ['PostgreSQL'] : [])];

describe.each(stores)('a repeated call, on %s', (name) => {
  let gateway: TestGateway;
  let dropStore = async () => {};
  let aheadMs = 0;
  let keys = 0;
  let key = '';
  const system = { ...createSystem(), now: () => Date.now() + aheadMs };

  beforeAll(async () => {
    const schema = name === 'PostgreSQL' ? await openSchema() : null;
    if (schema) dropStore = () => schema.drop();
    const env = schema && { DATABASE_URL: schema.url, AIGATEWAY_SECRET: 'a'.repeat(40) };
    const playCredit = microUsd(1_000_000_000n);
    gateway = await startTestGateway({ system, playCredit, jobGraceMs: 0, ...(env && { env }) });
  });
  afterAll(async () => {
    await gateway.close();
    await dropStore();
  });
  beforeEach(() => {
    gateway.atelier.behave({ kind: 'make' });
    keys += 1;
    key = `key ${keys}`;
  });

  async function read(response: Response): Promise<Answer> {
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return {
      status: response.status,
      replayed: response.headers.get('idempotent-replayed') === 'true',
      cost: response.headers.get('x-cost-cents'),
      text,
      json: isJson ? JSON.parse(text) : {},
    };
  }

  const send = async (body: object, path = PATH, headers = {}) =>
    read(await gateway.post(path, body, { 'Idempotency-Key': key, ...headers }));

  const asked = () => gateway.atelier.requests.length;

  const pathOf = ({ json }: Answer) => new URL(json.data?.[0]?.url ?? '').pathname;

  /** What was asked of the engine and taken from the wallet since. */
  async function watch() {
    const before = { asked: asked(), cents: await gateway.availableCents() };
    return async () => ({
      asked: asked() - before.asked,
      cents: before.cents - (await gateway.availableCents()),
    });
  }

  /** A call that the engine has begun, and goes on with only when it is released. */
  async function hold() {
    const before = asked();
    const { open, release } = gate();
    gateway.atelier.behave({ kind: 'hold', until: open });
    const first = send(call);
    await expect.poll(asked).toBe(before + 1);
    return { first, release };
  }

  test('gets the same bytes for one charge, and says that they were given before', async () => {
    const since = await watch();
    const first = await send({ ...base64, n: 2 });
    const second = await send({ n: 2, ...base64 });
    expect(first).toMatchObject({ status: 200, replayed: false, cost: '10' });
    expect(second).toEqual({ ...first, replayed: true });
    expect(await since()).toEqual({ asked: 2, cents: 10 });
  });

  test('gets the same picture under an address that is signed anew', async () => {
    const first = await send(call);
    aheadMs += DAY_MS / 2;
    const second = await send(call);
    expect(second).toMatchObject({ status: 200, replayed: true, cost: '5' });
    expect(pathOf(second)).toBe(pathOf(first));
    aheadMs += DAY_MS / 2 - 60_000;
    expect((await fetch(second.json.data?.[0]?.url ?? '')).status).toBe(200);
  });

  test('waits for the first while that runs, however many come', async () => {
    const since = await watch();
    const { first, release } = await hold();
    const twins = [send(call), send(call), send(call)];
    const other = await send({ ...call, prompt: 'a cat' });
    expect(other).toMatchObject({ status: 422 });
    release();
    const answers = await Promise.all([first, ...twins]);
    expect(new Set(answers.map(pathOf)).size).toBe(1);
    expect(answers.map(({ replayed }) => replayed)).toEqual([false, true, true, true]);
    expect(await since()).toEqual({ asked: 1, cents: 5 });
  });

  test.each([
    ['another body', { ...call, prompt: 'a cat' }, PATH, {}],
    ['another endpoint', { ...call, image: png(1) }, '/v1/images/edits', {}],
    ['another manner', call, PATH, { Prefer: 'respond-async' }],
  ])('under the same key is a 422 with %s', async (_, body, path, headers) => {
    await send(call);
    const since = await watch();
    const answer = await send(body, path, headers);
    expect(answer.status).toBe(422);
    expect(answer.json.error).toMatchObject({
      code: 'idempotency_key_reused',
      param: 'Idempotency-Key',
    });
    expect(await since()).toEqual({ asked: 0, cents: 0 });
  });

  test('as a form is known by its fields and the bytes of its files', async () => {
    const since = await watch();
    const post = async (seed: number, fileName: string) => {
      const form = new FormData();
      form.set('image', new File([new Uint8Array(pngBytes(seed))], fileName));
      for (const [field, value] of Object.entries(call)) form.set(field, value);
      const headers = { Authorization: `Bearer ${gateway.key}`, 'Idempotency-Key': key };
      const url = `${gateway.url}/v1/images/edits`;
      return read(await fetch(url, { method: 'POST', headers, body: form }));
    };
    const first = await post(1, 'a.png');
    expect(first.status).toBe(200);
    expect(await post(1, 'b.png')).toEqual({ ...first, replayed: true });
    expect((await post(2, 'a.png')).status).toBe(422);
    expect(await since()).toEqual({ asked: 1, cents: 5 });
  });

  test('is a new call after 24 hours', async () => {
    await send(call);
    aheadMs += DAY_MS - 1_000;
    expect((await send(call)).replayed).toBe(true);
    aheadMs += 2_000;
    expect(await send({ ...call, prompt: 'a cat' })).toMatchObject({ status: 200 });
  });

  test('of another key of the organisation is the same, of a tenant another', async () => {
    const made = async (path: string) =>
      ((await (await gateway.post(path, { name: 'x' })).json()) as { key: string }).key;
    const by = async (caller: string) => send(call, PATH, { Authorization: `Bearer ${caller}` });
    const first = await send(call);
    const colleague = await by(await made('/v1/keys'));
    expect(colleague.replayed).toBe(true);
    expect(pathOf(colleague)).toBe(pathOf(first));
    expect(await by(await made('/v1/sub-accounts'))).toMatchObject({
      status: 200,
      replayed: false,
    });
  });

  test('that failed is made anew, whatever it failed of', async () => {
    gateway.atelier.behave({ kind: 'fail' });
    expect((await send(call)).status).toBe(500);
    gateway.atelier.behave({ kind: 'saturate' });
    expect((await send(call)).status).toBe(503);
    const missing = { ...call, image: 'img_00000000' };
    expect((await send(missing)).status).toBe(404);
    gateway.atelier.behave({ kind: 'make' });
    const since = await watch();
    expect(await send(call)).toMatchObject({ status: 200, replayed: false });
    expect(await send(call)).toMatchObject({ status: 200, replayed: true });
    expect(await since()).toEqual({ asked: 1, cents: 5 });
  });

  test('waits in vain for one that fails, and is made itself', async () => {
    const since = await watch();
    const { first, release } = await hold();
    const twin = send(call);
    gateway.atelier.behave({ kind: 'make' });
    release(new Error('broken'));
    expect((await first).status).toBe(500);
    expect(await twin).toMatchObject({ status: 200, replayed: false });
    expect((await since()).cents).toBe(5);
  });

  test('takes over from a run that is not heard of, and only one of the two counts', async () => {
    const since = await watch();
    const { first, release } = await hold();
    aheadMs += LAPSE_MS;
    gateway.atelier.behave({ kind: 'make' });
    const second = await send(call);
    expect(second).toMatchObject({ status: 200, replayed: false });
    release();
    const late = await first;
    expect(late).toMatchObject({ status: 200, replayed: true });
    expect(pathOf(late)).toBe(pathOf(second));
    expect(await since()).toEqual({ asked: 2, cents: 5 });
  });

  test('that asks for a job gets the same job', async () => {
    const since = await watch();
    const later = { ...call, async: true };
    const [first, twin] = await Promise.all([send(later), send(later)]);
    const third = await send(later);
    expect([first, twin, third].map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(new Set([first, twin, third].map(({ json }) => json.id)).size).toBe(1);
    expect(third.replayed).toBe(true);
    await expect.poll(since).toEqual({ asked: 1, cents: 5 });
  });

  test('that is streamed gets the completed picture alone', async () => {
    gateway.atelier.behave({ kind: 'show', next: 'make' });
    const since = await watch();
    const streamed = { ...base64, stream: true, partial_images: 2 };
    const [first, second] = [await send(streamed), await send(streamed)];
    expect(first.text).toContain('partial_image');
    expect(second.replayed).toBe(true);
    expect(second.text).not.toContain('partial_image');
    expect(first.text.endsWith(second.text)).toBe(true);
    expect(await since()).toEqual({ asked: 1, cents: 5 });
  });

  test('of a free model is not made twice either', async () => {
    const since = await watch();
    const free = { ...base64, model: 'atelier/scene' };
    const first = await send(free);
    expect(await send(free)).toEqual({ ...first, replayed: true });
    expect(await since()).toEqual({ asked: 1, cents: 0 });
  });

  test('that only asks for the price takes no key', async () => {
    await send({ ...call, dry_run: true });
    expect(await send(call)).toMatchObject({ status: 200, replayed: false });
  });

  test('whose pictures were deleted is not made again', async () => {
    const first = await send(call);
    const id = /img_[0-9A-Za-z]+/.exec(pathOf(first))?.[0];
    expect((await gateway.send('DELETE', `/v1/files/${id}`)).status).toBe(200);
    expect(await send(call)).toMatchObject({ status: 404 });
  });

  test('that orders credit gets the same order', async () => {
    const order = { credit_cents: 500 };
    const checkout = () => send(order, '/v1/credit/checkout');
    const first = await checkout();
    expect(first.status).toBe(201);
    expect(await checkout()).toEqual({ ...first, replayed: true });
    expect((await send({ credit_cents: 600 }, '/v1/credit/checkout')).status).toBe(422);
  });

  test.each([
    ['empty', ''],
    ['too long', 'x'.repeat(256)],
    ['not ASCII', 'ä'],
  ])('with a key that is %s is a 400', async (_, bad) => {
    for (const path of [PATH, '/v1/credit/checkout']) {
      const { status, json } = await send(call, path, { 'Idempotency-Key': bad });
      expect(status).toBe(400);
      expect(json.error).toMatchObject({ code: 'invalid_value', param: 'Idempotency-Key' });
    }
  });
});

function pngBytes(seed: number): Buffer {
  return makePng({ width: 32, height: 32, seed });
}

function png(seed: number): string {
  return `data:image/png;base64,${pngBytes(seed).toString('base64')}`;
}

/** A promise, and what settles it. */
function gate() {
  let release = (_fault?: Error) => {};
  const open = new Promise<void>((resolve, reject) => {
    release = (fault) => (fault ? reject(fault) : resolve());
  });
  open.catch(() => {});
  return { open, release };
}
