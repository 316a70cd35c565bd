import { microUsd } from '@aigateway/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditBooks } from '../../../operations/audit-books.ts';
import { startTestGateway, type TestGateway } from '../../../testing/start-test-gateway.ts';

const MODEL = 'ideogram/ideogram-character-remix';
const START_CENTS = 1_000;

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({ playCredit: microUsd(10_000_000n) });
});
afterAll(() => gateway.close());

interface Body {
  id: string;
  key: string;
  data: Record<string, unknown>[];
  error: { code: string; param: string | null };
  [field: string]: unknown;
}

async function call(method: string, path: string, body?: unknown) {
  const response = await gateway.send(method, path, body === undefined ? {} : { body });
  return { status: response.status, body: (await response.json()) as Body };
}

const draw = (more: Record<string, unknown> = {}, headers = {}, key = gateway.key) =>
  gateway.send('POST', '/v1/images/generations', {
    key,
    headers,
    body: { model: MODEL, prompt: 'a fox', size: '256x256', ...more },
  });

test('a sub-account spends from the wallet of its parent, within its cap', async () => {
  const caps = { spend_cap_cents: 12, external_ref: 'customer 7', images_per_minute: 50 };
  const made = await call('POST', '/v1/sub-accounts', { name: 'seven', ...caps });
  expect(made.status).toBe(201);
  const { key, id } = made.body;
  const before = await gateway.availableCents();
  expect((await draw({ n: 2 }, {}, key)).status).toBe(200);
  expect(await gateway.availableCents()).toBe(before - 10);
  const over = await draw({}, {}, key);
  expect(over.status).toBe(402);
  expect(await over.text()).toContain('this sub-account');
  const usage = await call('GET', `/v1/sub-accounts/${id}/usage?window=30d`);
  expect(usage.body.data).toMatchObject([{ requests: 1, images: 2, cost_cents: 10 }]);
  const raised = await call('PATCH', `/v1/sub-accounts/${id}`, { spend_cap_cents: 15 });
  expect(raised.body).toMatchObject({ spend_cap_cents: 15, external_ref: 'customer 7' });
  expect((await draw({}, {}, key)).status).toBe(200);
  expect((await call('DELETE', `/v1/sub-accounts/${id}`)).status).toBe(200);
  expect((await draw({}, {}, key)).status).toBe(401);
  const gone = await call('GET', `/v1/sub-accounts/${id}/usage`);
  expect([gone.status, gone.body.error.code]).toEqual([404, 'sub_account_not_found']);
});

test('a key of a sub-account never has admin', async () => {
  const refused = await call('POST', '/v1/sub-accounts', { name: 'x', scopes: ['admin'] });
  expect([refused.status, refused.body.error.param]).toEqual([400, 'scopes.0']);
  const made = await call('POST', '/v1/sub-accounts', { name: 'x' });
  const raised = await call('PATCH', `/v1/keys/${made.body.key_id}`, { scopes: ['admin'] });
  expect([raised.status, raised.body.error.param]).toEqual([400, 'scopes']);
});

test('a budget caps a tag before anything is made', async () => {
  const body = { tag: 'campaign', monthly_cap_cents: 5, time_zone: 'Asia/Tokyo' };
  const made = await call('POST', '/v1/budgets', body);
  expect([made.status, made.body]).toMatchObject([201, { ...body, spent_cents: 0 }]);
  const tagged = { 'x-aig-tag': 'campaign' };
  expect((await draw({}, tagged)).status).toBe(200);
  const pictures = gateway.atelier.requests.length;
  const over = await draw({}, tagged);
  expect(over.status).toBe(402);
  expect(await over.text()).toContain('campaign');
  expect(gateway.atelier.requests.length).toBe(pictures);
  expect((await draw()).status).toBe(200);
  const twin = await call('POST', '/v1/budgets', body);
  expect([twin.status, twin.body.error.param]).toEqual([400, 'tag']);
  const zone = await call('POST', '/v1/budgets', { ...body, tag: 'z', time_zone: 'Mars/Base' });
  expect([zone.status, zone.body.error.param]).toEqual([400, 'time_zone']);
  const list = await call('GET', '/v1/budgets');
  expect(list.body).toMatchObject({ object: 'list', has_more: false, next_cursor: null });
  expect(list.body.data).toMatchObject([{ spent_cents: 5, held_cents: 0 }]);
});

test('every view of the usage sums to what the wallet lost', async () => {
  gateway.atelier.behave({ kind: 'fail' });
  expect((await draw({}, { 'x-aig-tag': 'failed' })).status).toBe(500);
  gateway.atelier.behave({ kind: 'make' });
  await draw({ n: 2 }, { 'x-aig-tag': '=1+1,"x"' });
  await draw({ model: 'atelier/scene' });
  const spent = START_CENTS - (await gateway.availableCents());
  const paths = ['', '/by-tag', '/by-model', '/by-sub-account', '?group_by=tag,key', '/recent'];
  for (const path of paths) {
    const { body } = await call('GET', `/v1/usage${path}`);
    const sum = body.data.reduce((total, row) => total + Number(row.cost_cents), 0);
    expect([path, sum]).toEqual([path, spent]);
  }
  const recent = (await call('GET', '/v1/usage/recent?limit=3')).body;
  expect(recent.has_more).toBe(true);
  expect(recent.data).toMatchObject([
    { model: 'atelier/scene', cost_cents: 0, status: 'completed' },
    { images: 2, cost_cents: 10, list_cents: 10, provider: 'atelier', own_key: false },
    { tag: 'failed', status: 'failed', error_code: 'upstream_failed', cost_cents: 0 },
  ]);
  const store = await gateway.openStore();
  const nowMs = Date.now();
  const findings = await auditBooks({ database: store, nowMs, hasBytes: async () => true });
  expect(findings).toEqual([]);
  await store.close();
});

test('a CSV has every row and no formula', async () => {
  const response = await gateway.get('/v1/usage/by-tag?format=csv&limit=1');
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  const lines = (await response.text()).trimEnd().split('\r\n');
  expect(lines[0]).toBe(
    'tag,requests,images,cost_cents,list_cents,upstream_cents,own_key_requests',
  );
  expect(lines.length).toBeGreaterThan(3);
  expect(lines.some((line) => line.startsWith(`"'=1+1,""x""",1,2,10,10,`))).toBe(true);
  const recent = await gateway.get('/v1/usage/recent?format=csv');
  expect(await recent.text()).toMatch(/^request_id,model,provider,status,/);
});

test('a time without requests is an empty list; a wrong one is refused by name', async () => {
  const empty = await call('GET', '/v1/usage?from=2020-01-01&to=2020-02-01T00:00:00Z');
  expect(empty.body).toEqual({
    object: 'list',
    data: [],
    has_more: false,
    next_cursor: null,
    from: Date.UTC(2020, 0, 1) / 1000,
    to: Date.UTC(2020, 1, 1) / 1000,
  });
  for (const [query, param] of [
    ['from=yesterday', 'from'],
    ['from=2021-01-01&to=2020-01-01', 'from'],
    ['group_by=colour', 'group_by'],
    ['limit=0', 'limit'],
    ['cursor=abc', 'cursor'],
    ['colour=1', 'colour'],
    ['window=0d', 'window'],
    ['window=7d&from=2020-01-01', 'window'],
  ]) {
    const { status, body } = await call('GET', `/v1/usage?${query}`);
    expect([query, status, body.error.param]).toEqual([query, 400, param]);
  }
  const week = await call('GET', '/v1/usage?window=7d&to=2020-02-01');
  expect(week.body.from).toBe(Date.UTC(2020, 0, 25) / 1000);
  const window = await call('GET', '/v1/sub-accounts/sub_x/usage?window=month');
  expect([window.status, window.body.error.param]).toEqual([400, 'window']);
});
