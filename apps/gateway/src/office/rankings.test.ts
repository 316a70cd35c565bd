import type { Database } from '@aigateway/database';
import { describeStores } from '@aigateway/database/testing';
import { expect, test } from 'vitest';
import { ensureOwner, OWNER_ORGANISATION_ID } from '../auth/owner.ts';
import { createSystem } from '../system.ts';
import { createRankings } from './rankings.ts';

const HOUR_MS = 3_600_000;

describeStores('rankings', (store) => {
  let lastStartMs = 1_800_000_000_000;
  /** The store is shared, so every test lives in a year of its own. */
  const open = async () => {
    lastStartMs += 365 * 24 * HOUR_MS;
    let nowMs = lastStartMs;
    const system = { ...createSystem(), now: () => nowMs };
    const database = store.database();
    await ensureOwner(database, system);
    await database.kysely
      .insertInto('organisation')
      .values({ id: 'org_two', name: 'Two', created_at_ms: 0n })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const rankings = createRankings(database, system, 'public');
    const made = (call: Call) => insert(database, call, lastStartMs);
    return { made, rankings, startMs: lastStartMs, pass: (ms: number) => (nowMs += ms) };
  };

  test('an unused installation has no rows', async () => {
    const { rankings, startMs } = await open();
    expect(await rankings.read('7d')).toEqual({ rows: [], people: 0, asOfMs: startMs });
  });

  test('pictures, requests, spend and people are summed by model, over everybody', async () => {
    const { made, rankings } = await open();
    await made({ model: 'a/one', images: 2n, cost: 100_000n, agoMs: 1 });
    await made({ model: 'a/one', images: 1n, cost: 50_000n, agoMs: 2 * HOUR_MS });
    await made({ model: 'a/one', images: 1n, cost: 0n, agoMs: 5, by: 'org_two' });
    await made({ model: 'b/two', images: 1n, cost: 0n, agoMs: 0, by: 'org_two' });
    await made({ model: 'b/two', images: 0n, cost: 0n, agoMs: 10 });
    const { rows, people } = await rankings.read('24h');
    expect(people).toBe(2);
    const one = rows.find(({ model }) => model === 'a/one');
    expect(one).toMatchObject({ pictures: 4, requests: 3, spendCents: '15', people: 2 });
    expect(one?.trend).toHaveLength(24);
    expect([one?.trend[23], one?.trend[22], one?.trend[21]]).toEqual([3, 0, 1]);
    expect(rows.find(({ model }) => model === 'b/two')).toMatchObject({ pictures: 1, people: 1 });
  });

  test('what lies before the window does not count, and an answer is kept a minute', async () => {
    const { made, rankings, pass } = await open();
    await made({ model: 'a/one', images: 1n, cost: 0n, agoMs: 24 * HOUR_MS });
    await made({ model: 'a/one', images: 1n, cost: 0n, agoMs: 24 * HOUR_MS - 1 });
    const first = await rankings.read('24h');
    expect(first.rows).toMatchObject([{ pictures: 1 }]);
    pass(59_000);
    expect(await rankings.read('24h')).toBe(first);
    pass(2_000);
    expect((await rankings.read('24h')).rows).toEqual([]);
  });
});

let count = 0;

interface Call {
  readonly model: string;
  readonly images: bigint;
  readonly cost: bigint;
  readonly agoMs: number;
  readonly by?: string;
}

async function insert(database: Database, call: Call, nowMs: number): Promise<void> {
  count += 1;
  await database.kysely
    .insertInto('generation')
    .values({
      id: `gen_${count}`,
      request_id: `req_${count}`,
      organisation_id: call.by ?? OWNER_ORGANISATION_ID,
      model: call.model,
      state: 'captured',
      images_requested: 1n,
      images_delivered: call.images,
      list_price_micro_usd: 0n,
      cost_micro_usd: call.cost,
      own_key: 0n,
      attempts: 1n,
      created_at_ms: BigInt(nowMs - call.agoMs),
    } as never)
    .execute();
}
