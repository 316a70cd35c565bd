import { openDatabase } from '@aigateway/database';
import { auditLedger } from '@aigateway/ledger';
import { afterEach, expect, test } from 'vitest';
import { discard, type GatewayProcess, startProcess } from './gateway-process.ts';

let gateway: GatewayProcess | undefined;
afterEach(() => discard(gateway));

test('kill -9 during 20 calls: nothing stays held, what was paid can be fetched', async () => {
  gateway = await startProcess();
  const { url, key, dataDir } = gateway;
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
  const call = (i: number) =>
    fetch(`${url}/v1/images/generations`, {
      method: 'POST',
      headers,
      body: JSON.stringify({
        model: 'ideogram/ideogram-character-remix',
        prompt: 'a cat on a beach',
        size: '256x256',
        seed: i,
      }),
    }).catch(() => null);
  const calls = Array.from({ length: 20 }, (_, i) => call(i));
  await Promise.any(calls);
  await gateway.kill('SIGKILL');
  await Promise.all(calls);
  const again = await startProcess({ dataDir });
  const { pathname, search } = new URL(again.signInUrl);
  expect(`${pathname}${search}`).toContain('/sign-in?token=');
  const balance = await fetch(`${again.url}/v1/balance`, { headers });
  const { posted_cents, held_cents } = (await balance.json()) as {
    posted_cents: number;
    held_cents: number;
  };
  expect(held_cents).toBe(0);
  await again.kill('SIGTERM');
  const database = await openDatabase({ dataDir });
  expect(await auditLedger(database.kysely, { atMs: BigInt(Date.now()) })).toEqual([]);
  const paid = await database.kysely
    .selectFrom('generation')
    .innerJoin('image', 'image.generation_id', 'generation.id')
    .select(['image.sha256'])
    .where('generation.state', '=', 'captured')
    .execute();
  expect(500 - posted_cents).toBe(paid.length * 5);
  const { readFile } = await import('node:fs/promises');
  for (const { sha256 } of paid) {
    const file = `${dataDir}/media/${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`;
    expect((await readFile(file)).byteLength).toBeGreaterThan(100);
  }
  await database.close();
}, 180_000);
