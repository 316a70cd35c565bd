import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../../../testing/start-test-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

const picture = {
  model: 'ideogram/ideogram-character-remix',
  prompt: 'a fox',
  size: '256x256',
};

async function subAccount(caps: Record<string, unknown>): Promise<string> {
  const response = await gateway.post('/v1/sub-accounts', { name: 'customer', ...caps });
  expect(response.status).toBe(201);
  return ((await response.json()) as { key: string }).key;
}

async function balanceOf(key: string) {
  const response = await gateway.send('GET', '/v1/balance', { key });
  return (await response.json()) as Record<string, unknown>;
}

test('the key of a sub-account sees what it may spend, not the books of its parent', async () => {
  const key = await subAccount({ spend_cap_cents: 12 });
  const before = { object: 'balance', currency: 'usd', held_cents: 0 };
  expect(await balanceOf(key)).toEqual({ ...before, posted_cents: 12, available_cents: 12 });
  const made = await gateway.send('POST', '/v1/images/generations', { key, body: picture });
  expect(made.status).toBe(200);
  expect(await balanceOf(key)).toEqual({ ...before, posted_cents: 7, available_cents: 7 });
  expect((await balanceOf(gateway.key)).posted_cents).toBe(495);
});

test('its wallet bounds a sub-account whose cap is higher, or that has none', async () => {
  const wallet = await gateway.availableCents();
  for (const caps of [{ spend_cap_cents: 1_000_000 }, {}]) {
    const balance = await balanceOf(await subAccount(caps));
    expect(balance.available_cents).toBe(wallet);
  }
});

test('a cap of nothing leaves nothing to spend', async () => {
  const balance = await balanceOf(await subAccount({ spend_cap_cents: 0 }));
  expect(balance).toMatchObject({ posted_cents: 0, held_cents: 0, available_cents: 0 });
});
