import { describeStores } from '@aigateway/database/testing';
import { expect, test } from 'vitest';
import { createSystem } from '../system.ts';
import { formatApiKey, hashApiKey, looksLikeApiKey } from './api-key.ts';
import { authenticate } from './authenticate.ts';
import { createKeyStore } from './key-store.ts';
import { ensureOwner, OWNER_ORGANISATION_ID } from './owner.ts';

const NOW = 1_800_000_000_000;

function createClock() {
  let nowMs = NOW;
  const system = { ...createSystem(), now: () => nowMs };
  return { system, pass: (milliseconds: number) => (nowMs += milliseconds) };
}

test('a made key has the documented shape, and a typo is seen without a look-up', () => {
  const key = formatApiKey(Uint8Array.from({ length: 32 }, (_, i) => i * 7));
  expect(key).toMatch(/^sk-aig-[0-9A-Za-z]{38}$/);
  expect(looksLikeApiKey(key)).toBe(true);
  const typo = `${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}`;
  expect(looksLikeApiKey(typo)).toBe(false);
  expect(looksLikeApiKey('sk-other-0000000000000000000000000000')).toBe(false);
});

describeStores('keys', (store) => {
  const make = async (more: { expiresAtMs?: number } = {}) => {
    const { system, pass } = createClock();
    await ensureOwner(store.database(), system);
    const keys = createKeyStore(store.database(), system);
    const made = await keys.create({ organisationId: OWNER_ORGANISATION_ID, name: 'k', ...more });
    return { keys, pass, system, ...made };
  };

  test('only the hash is stored', async () => {
    const { secret } = await make();
    const rows = await store.database().kysely.selectFrom('api_key').selectAll().execute();
    expect(JSON.stringify(rows, (_, value) => String(value))).not.toContain(secret);
    const stored = await store.database().kysely.selectFrom('api_key').select('hash').execute();
    expect(stored.map((row) => row.hash)).toContain(hashApiKey(secret));
  });

  test('a key stands for its organisation', async () => {
    const { keys, secret } = await make();
    const principal = await authenticate(`Bearer ${secret}`, keys, NOW);
    expect(principal).toMatchObject({
      organisationId: OWNER_ORGANISATION_ID,
      scopes: ['images', 'read'],
    });
  });

  test('a revoked key is dead at once here and within two seconds elsewhere', async () => {
    const { keys, secret, record, system, pass } = await make();
    const elsewhere = createKeyStore(store.database(), system);
    const hash = hashApiKey(secret);
    expect(await elsewhere.find(hash)).not.toBeNull();
    expect(await keys.revoke(OWNER_ORGANISATION_ID, record.id)).toBe(true);
    expect(await keys.find(hash)).toBeNull();
    pass(2_000);
    expect(await elsewhere.find(hash)).toBeNull();
  });

  test("nobody revokes another organisation's key", async () => {
    const { keys, secret, record } = await make();
    expect(await keys.revoke('org_00000000somebody', record.id)).toBe(false);
    expect(await keys.find(hashApiKey(secret))).not.toBeNull();
  });

  test('a key past its date is refused with the same text as a wrong one', async () => {
    const { keys, secret } = await make({ expiresAtMs: NOW + 1 });
    const refusal = (key: string) =>
      authenticate(`Bearer ${key}`, keys, NOW + 2).catch((error: Error) => error);
    const expired = await refusal(secret);
    const wrong = await refusal('sk-aig-wrong0000000000000000000000');
    expect(expired).toMatchObject({ code: 'expired_api_key', status: 401 });
    expect((expired as Error).message).toBe((wrong as Error).message);
  });
});
