import type { CreditOrder, CreditTransaction } from '@aigateway/contract';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readAuditLog } from '../../../audit-log.ts';
import { startTestGateway, type TestGateway } from '../../../testing/start-test-gateway.ts';

let gateway: TestGateway;
beforeEach(async () => {
  gateway = await startTestGateway();
});
afterEach(() => gateway.close());

async function makeKey(body: Record<string, unknown>): Promise<string> {
  const answer = await gateway.post('/v1/keys', { name: 'other', ...body });
  return ((await answer.json()) as { key: string }).key;
}

it.each([
  [2_000, 100, 2_100],
  [100, 5, 105],
  [110, 6, 116],
  [109, 5, 114],
])('%i cents of credit cost %i cents of fee, %i in all', async (credit, fee, total) => {
  const answer = await gateway.post('/v1/credit/quote', { credit_cents: credit });
  expect(await answer.json()).toMatchObject({ fee_cents: fee, total_cents: total });
});

it.each([99, 1_000_001, 100.5, '2000', null])(
  'credit of %j cents is a 400',
  async (credit_cents) => {
    const answer = await gateway.post('/v1/credit/checkout', { credit_cents });
    expect(answer.status).toBe(400);
  },
);

it('a grant arrives once for one Idempotency-Key, its reason in log and statement', async () => {
  const body = { amount_cents: 250.5, reason: 'a welcome' };
  const header = { 'Idempotency-Key': 'one' };
  const grant = () => gateway.post('/v1/credit/grants', body, header);
  const [first, second] = [await grant(), await grant()];
  expect([first.status, second.status]).toEqual([201, 201]);
  const posting = (await first.json()) as CreditTransaction;
  expect(await second.json()).toEqual(posting);
  expect(await gateway.availableCents()).toBe(750.5);
  const other = await gateway.post('/v1/credit/grants', { ...body, amount_cents: 1 }, header);
  expect(other.status).toBe(422);
  const { data } = (await (await gateway.get('/v1/credit/transactions')).json()) as {
    data: CreditTransaction[];
  };
  expect(data[0]).toMatchObject({ id: posting.id, kind: 'grant', note: 'a welcome' });
  const database = await gateway.openStore();
  const log = await readAuditLog(database, { limit: 50 });
  await database.close();
  const deeds = log.filter(({ action }) => action === 'credit.granted');
  expect(deeds).toMatchObject([{ subject: posting.id, detail: { reason: 'a welcome' } }]);
  expect(deeds[0]?.actor).toMatch(/^key:key_/);
});

it('a correction takes what is available and no more', async () => {
  const take = (amount_cents: number) =>
    gateway.post('/v1/credit/adjustments', { amount_cents, reason: 'counted twice' });
  expect((await take(-500.0001)).status).toBe(402);
  expect((await take(-500)).status).toBe(201);
  expect(await gateway.availableCents()).toBe(0);
  expect((await take(0)).status).toBe(400);
  expect((await take(0.00001)).status).toBe(400);
});

it('without a reason, for nobody, or with lesser keys nothing is given', async () => {
  const paths = ['/v1/credit/grants', '/v1/credit/adjustments'] as const;
  const reader = await makeKey({ scopes: ['read', 'images'] });
  const capped = await makeKey({ scopes: ['admin'], spend_cap_cents: 5 });
  for (const path of paths) {
    const body = { amount_cents: 5, reason: 'why' };
    expect((await gateway.post(path, { amount_cents: 5 })).status).toBe(400);
    expect((await gateway.post(path, { ...body, reason: ' ' })).status).toBe(400);
    expect((await gateway.post(path, { ...body, organisation_id: 'org_no' })).status).toBe(404);
    expect((await gateway.send('POST', path, { key: reader, body })).status).toBe(403);
    expect((await gateway.send('POST', path, { key: capped, body })).status).toBe(403);
  }
  expect(await gateway.availableCents()).toBe(500);
});

it('play money is paid on a page of its own and arrives through the same verbs', async () => {
  const made = (await (
    await gateway.post('/v1/credit/checkout', { credit_cents: 1_000, save_payment_method: true })
  ).json()) as CreditOrder;
  const page = await fetch(made.checkout_url ?? '');
  const html = await page.text();
  for (const text of ['$10.00', '$0.50', '$10.50', 'Play money']) expect(html).toContain(text);
  const pay = () =>
    fetch(`${gateway.url}/pay/${made.id}`, {
      method: 'POST',
      headers: { Origin: gateway.url, 'Content-Type': 'application/x-www-form-urlencoded' },
      body: 'action=pay&save=1',
      redirect: 'manual',
    });
  expect((await Promise.all([pay(), pay(), pay()])).map(({ status }) => status)).toEqual([
    303, 303, 303,
  ]);
  expect(await gateway.availableCents()).toBe(1_500);
  const read = await gateway.get(`/v1/credit/orders/${made.id}`);
  expect(await read.json()).toMatchObject({ status: 'paid', checkout_url: null });
  const reload = await gateway.send('PATCH', '/v1/credit/auto-reload', { body: { enabled: true } });
  expect(await reload.json()).toMatchObject({ enabled: true, has_payment_method: true });
});

it('a cancelled page pays nothing, and a foreign origin cannot pay', async () => {
  const made = (await (
    await gateway.post('/v1/credit/checkout', { credit_cents: 1_000 })
  ).json()) as CreditOrder;
  const send = (origin: string, action: string) =>
    fetch(`${gateway.url}/pay/${made.id}`, {
      method: 'POST',
      headers: { Origin: origin, 'Content-Type': 'application/x-www-form-urlencoded' },
      body: `action=${action}`,
      redirect: 'manual',
    });
  expect((await send('https://elsewhere.example', 'pay')).status).toBe(403);
  expect((await send(gateway.url, 'cancel')).status).toBe(303);
  expect((await send(gateway.url, 'pay')).status).toBe(303);
  expect(await gateway.availableCents()).toBe(500);
  expect((await fetch(`${gateway.url}/pay/ord_0000000000000000`)).status).toBe(404);
});

it('reloads need a saved means of payment', async () => {
  const answer = await gateway.send('PATCH', '/v1/credit/auto-reload', { body: { enabled: true } });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ error: { param: 'enabled' } });
});

it('orders of others are a 404, and margins warn of models sold below cost', async () => {
  expect((await gateway.get('/v1/credit/orders/ord_0000000000000000')).status).toBe(404);
  const database = await gateway.openStore();
  await database.kysely
    .insertInto('generation')
    .values({
      id: 'gen_margin',
      request_id: 'req_margin',
      organisation_id: 'org_0000000000000owner',
      model: 'maker/cheap',
      state: 'captured',
      images_requested: 2n,
      images_delivered: 2n,
      list_price_micro_usd: 50_000n,
      cost_micro_usd: 0n,
      upstream_micro_usd: 140_000n,
      own_key: 0n,
      attempts: 1n,
      created_at_ms: BigInt(Date.now()),
    })
    .execute();
  await database.close();
  const margins = await (await gateway.get('/v1/admin/margins?window=7d')).json();
  expect(margins).toMatchObject({
    data: [{ model: 'maker/cheap', list_cents: 10, upstream_cents: 14, margin_cents: -4 }],
  });
  expect(JSON.stringify(margins)).toContain('more for this model than its list price');
});
