import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSystem } from '../../../system.ts';
import {
  startTestGateway,
  type TestCall,
  type TestGateway,
} from '../../../testing/start-test-gateway.ts';

const IMAGES = '/v1/images/generations';
const MODEL = 'ideogram/ideogram-character-remix';
const picture = { model: MODEL, prompt: 'a fox', size: '256x256' };

let gateway: TestGateway;
let laterMs = 0;
beforeAll(async () => {
  const system = { ...createSystem(), now: () => Date.now() + laterMs };
  gateway = await startTestGateway({ system });
});
afterAll(() => gateway.close());

interface Made {
  id: string;
  key: string;
  [field: string]: unknown;
}

async function make(body: Record<string, unknown> = {}, by?: string): Promise<Made> {
  const call: TestCall = { body: { name: 'k', ...body }, ...(by !== undefined && { key: by }) };
  const response = await gateway.send('POST', '/v1/keys', call);
  expect(response.status).toBe(201);
  return (await response.json()) as Made;
}

async function outcome(response: Response) {
  const body = (await response.json()) as { error?: { code: string; param: string | null } };
  return { status: response.status, code: body.error?.code, param: body.error?.param ?? null };
}

const draw = (key: string, body: Record<string, unknown> = {}) =>
  gateway.send('POST', IMAGES, { key, body: { ...picture, ...body } });

describe('keys over HTTP', () => {
  test('a key is made with all its caps; the secret is shown once and works', async () => {
    const caps = {
      spend_cap_cents: 12.5,
      rate_limit_rpm: 100,
      images_per_minute: 20,
      max_concurrent_images: 4,
      allowed_models: ['ideogram/*'],
      default_tag: 'team-a',
      expires_at: 4_000_000_000,
    };
    const { key, ...record } = await make(caps);
    expect(record).toMatchObject({ ...caps, object: 'key', scopes: ['images', 'read'] });
    expect(key).toMatch(/^sk-aig-/);
    const read = await (await gateway.get(`/v1/keys/${record.id}`)).text();
    expect(JSON.parse(read)).toEqual(record);
    expect(read).not.toContain(key);
    expect((await draw(key)).status).toBe(200);
  });

  test('lists are paged by a cursor without a gap or a double', async () => {
    for (let i = 0; i < 5; i++) await make({ name: `page ${i}` });
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const more: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const page = (await (await gateway.get(`/v1/keys?limit=2${more}`)).json()) as {
        data: Made[];
        has_more: boolean;
        next_cursor: string | null;
      };
      expect(page.has_more).toBe(page.next_cursor !== null);
      seen.push(...page.data.map((key) => key.id));
      cursor = page.next_cursor;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThanOrEqual(6);
    const wrong = await outcome(await gateway.get('/v1/keys?cursor=%7B%7D'));
    expect(wrong).toEqual({ status: 400, code: 'invalid_value', param: 'cursor' });
  });

  test('a changed cap counts for the next call', async () => {
    const { id, key } = await make();
    expect((await draw(key)).status).toBe(200);
    const body = { allowed_models: ['openai/*'], name: 'renamed' };
    const changed = await gateway.send('PATCH', `/v1/keys/${id}`, { body });
    expect(await changed.json()).toMatchObject(body);
    expect(await outcome(await draw(key))).toMatchObject({
      status: 403,
      code: 'model_not_allowed',
    });
  });

  test('a revoked key is dead at once; what is gone or foreign is 404', async () => {
    const { id, key } = await make();
    expect((await draw(key)).status).toBe(200);
    const gone = await gateway.send('DELETE', `/v1/keys/${id}`);
    expect(await gone.json()).toEqual({ id, object: 'key', deleted: true });
    expect(await outcome(await draw(key))).toMatchObject({ status: 401, code: 'invalid_api_key' });
    const missing = { status: 404, code: 'key_not_found', param: null };
    for (const one of [id, 'key_somebody', 'x']) {
      const again = await gateway.send('DELETE', `/v1/keys/${one}`);
      expect(await outcome(again)).toEqual(missing);
      const rotated = await gateway.send('POST', `/v1/keys/${one}/rotate`);
      expect(await outcome(rotated)).toEqual(missing);
    }
  });

  test('a rotated key keeps the old secret until the new one is used', async () => {
    const { id, key } = await make();
    const made = (await (await gateway.send('POST', `/v1/keys/${id}/rotate`)).json()) as Made;
    expect(made).toMatchObject({ id, rotation_pending: true });
    expect((await gateway.send('GET', '/v1/balance', { key })).status).toBe(200);
    expect((await gateway.send('GET', '/v1/balance', { key: made.key })).status).toBe(200);
    expect((await gateway.send('GET', '/v1/balance', { key })).status).toBe(401);
    expect((await gateway.send('GET', '/v1/balance', { key: made.key })).status).toBe(200);
  });

  test('a key rotated at once loses its old secret now', async () => {
    const { id, key } = await make();
    const path = `/v1/keys/${id}/rotate?at_once=true`;
    const made = (await (await gateway.send('POST', path)).json()) as Made;
    expect((await gateway.send('GET', '/v1/balance', { key })).status).toBe(401);
    expect((await gateway.send('GET', '/v1/balance', { key: made.key })).status).toBe(200);
  });

  test('an expired key is refused; a past date is no date', async () => {
    const past = await gateway.send('POST', '/v1/keys', { body: { name: 'k', expires_at: 1 } });
    expect(await outcome(past)).toEqual({
      status: 400,
      code: 'invalid_value',
      param: 'expires_at',
    });
    const { key } = await make({ expires_at: new Date(Date.now() + 60_000).toISOString() });
    expect((await draw(key)).status).toBe(200);
    laterMs = 61_000;
    expect(await outcome(await draw(key))).toMatchObject({ status: 401, code: 'expired_api_key' });
    laterMs = 0;
  });
});

describe('limits of a key over HTTP', () => {
  test('requests a minute', async () => {
    const { key } = await make({ rate_limit_rpm: 2 });
    const codes = [];
    for (let i = 0; i < 3; i++)
      codes.push((await gateway.send('GET', '/v1/usage', { key })).status);
    expect(codes).toEqual([200, 200, 429]);
  });

  test('pictures a minute', async () => {
    const { key } = await make({ images_per_minute: 3 });
    expect((await draw(key, { n: 3 })).status).toBe(200);
    expect(await outcome(await draw(key))).toMatchObject({
      status: 429,
      code: 'rate_limit_exceeded',
    });
  });

  test('pictures in flight', async () => {
    const { key } = await make({ max_concurrent_images: 2 });
    expect(await outcome(await draw(key, { n: 3 }))).toMatchObject({
      status: 429,
      code: 'concurrency_limit_exceeded',
    });
    expect((await draw(key, { n: 2 })).status).toBe(200);
  });

  test('the default tag stands where the caller sends none', async () => {
    const { id, key } = await make({ default_tag: 'house' });
    await draw(key);
    const own = await gateway.send('POST', IMAGES, {
      key,
      body: picture,
      headers: { 'x-aig-tag': 'mine' },
    });
    expect(own.status).toBe(200);
    const list = (await (await gateway.get('/v1/usage/recent')).json()) as {
      data: { key_id: string; tag: string }[];
    };
    const tags = list.data.filter((row) => row.key_id === id).map((row) => row.tag);
    expect(tags).toEqual(['mine', 'house']);
  });

  test('a cap of the month answers 402 before anything is made', async () => {
    const { key } = await make({ spend_cap_cents: 12 });
    expect((await draw(key, { n: 2 })).status).toBe(200);
    const made = gateway.atelier.requests.length;
    expect(await outcome(await draw(key))).toMatchObject({ status: 402, code: 'budget_exceeded' });
    expect(gateway.atelier.requests.length).toBe(made);
    laterMs = 32 * 86_400_000;
    expect((await draw(key)).status).toBe(200);
    laterMs = 0;
  });
});

describe('nobody gives what they do not have', () => {
  test('writes need admin, reads need read', async () => {
    const plain = await make();
    const only = await make({ scopes: ['images'] });
    const refused = { status: 403, code: 'scope_exceeded', param: null };
    for (const [method, path] of [
      ['POST', '/v1/keys'],
      ['PATCH', `/v1/keys/${plain.id}`],
      ['DELETE', `/v1/keys/${plain.id}`],
      ['POST', `/v1/keys/${plain.id}/rotate`],
      ['POST', '/v1/sub-accounts'],
      ['POST', '/v1/budgets'],
      ['DELETE', '/v1/budgets/x'],
    ] as const) {
      expect(await outcome(await gateway.send(method, path, { key: plain.key }))).toEqual(refused);
    }
    for (const path of ['/v1/keys', '/v1/usage', '/v1/usage/recent', '/v1/budgets']) {
      expect(await outcome(await gateway.send('GET', path, { key: only.key }))).toEqual(refused);
    }
  });

  test('a limited admin cannot raise itself, nor make something stronger', async () => {
    const bounds = {
      rate_limit_rpm: 50,
      allowed_models: ['ideogram/*'],
      expires_at: 4_000_000_000,
    };
    const admin = await make({ ...bounds, scopes: ['read', 'admin'] });
    const strong = await make();
    const cases: [string, string, Record<string, unknown>, string][] = [
      ['PATCH', `/v1/keys/${admin.id}`, { rate_limit_rpm: 51 }, 'rate_limit_rpm'],
      ['PATCH', `/v1/keys/${admin.id}`, { rate_limit_rpm: null }, 'rate_limit_rpm'],
      ['PATCH', `/v1/keys/${admin.id}`, { allowed_models: ['*'] }, 'allowed_models'],
      ['PATCH', `/v1/keys/${admin.id}`, { expires_at: null }, 'expires_at'],
      ['PATCH', `/v1/keys/${admin.id}`, { scopes: ['images', 'admin'] }, 'scopes'],
      ['POST', '/v1/keys', { name: 'k' }, 'scopes'],
      ['POST', '/v1/keys', { name: 'k', scopes: ['read'], rate_limit_rpm: 51 }, 'rate_limit_rpm'],
      ['POST', `/v1/keys/${strong.id}/rotate`, {}, 'scopes'],
    ];
    for (const [method, path, body, param] of cases) {
      const answer = await gateway.send(method, path, { key: admin.key, body });
      expect(await outcome(answer)).toEqual({ status: 403, code: 'scope_exceeded', param });
    }
    const child = await make({ scopes: ['read'] }, admin.key);
    expect(child).toMatchObject({ ...bounds, scopes: ['read'] });
    const lower = await gateway.send('PATCH', `/v1/keys/${admin.id}`, {
      key: admin.key,
      body: { rate_limit_rpm: 40, allowed_models: [MODEL] },
    });
    expect(lower.status).toBe(200);
  });

  test('a key with a cap of its own opens no other purse', async () => {
    const capped = await make({ spend_cap_cents: 100, scopes: ['images', 'read', 'admin'] });
    const other = await make();
    const { key } = capped;
    for (const [method, path, body] of [
      ['POST', '/v1/keys', { name: 'k', spend_cap_cents: 1 }],
      ['POST', '/v1/sub-accounts', { name: 's' }],
      ['POST', '/v1/budgets', { tag: 't', monthly_cap_cents: 1 }],
      ['POST', `/v1/keys/${other.id}/rotate`, undefined],
      ['PATCH', `/v1/keys/${other.id}`, { spend_cap_cents: 1 }],
      ['PATCH', `/v1/keys/${capped.id}`, { spend_cap_cents: 101 }],
    ] as const) {
      const answer = await gateway.send(method, path, { key, body });
      expect(await outcome(answer)).toMatchObject({ status: 403, code: 'scope_exceeded' });
    }
  });

  test('unknown fields and wrong values are refused by name', async () => {
    for (const [body, code, param] of [
      [{ name: 'k', colour: 1 }, 'unknown_field', 'colour'],
      [{ name: 'k', organisation_id: 'org_x' }, 'unknown_field', 'organisation_id'],
      [{ name: 'k', rate_limit_rpm: 0 }, 'invalid_value', 'rate_limit_rpm'],
      [{ name: 'k', spend_cap_cents: -1 }, 'invalid_value', 'spend_cap_cents'],
      [{ name: 'k', spend_cap_cents: 0.00001 }, 'invalid_value', 'spend_cap_cents'],
      [{ name: 'k', sub_account_id: 'sub_x' }, 'sub_account_not_found', null],
    ] as const) {
      const answer = await outcome(await gateway.send('POST', '/v1/keys', { body }));
      expect(answer).toMatchObject({ code, param });
    }
    const query = await outcome(await gateway.get('/v1/keys?colour=1'));
    expect(query).toMatchObject({ status: 400, code: 'unknown_field', param: 'colour' });
  });
});
