import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../database.ts';
import { openDatabase } from '../open-database.ts';

let dataDir: string;
let database: Database;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'aigateway-group-'));
  database = await openDatabase({ dataDir });
});
afterAll(async () => {
  await database.close();
  await rm(dataDir, { recursive: true, force: true });
});

function spin(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

it('lets others run between groups of slow works, and keeps them and their order', async () => {
  let turns = 0;
  let counting = true;
  const count = () => {
    turns += 1;
    if (counting) setImmediate(count);
  };
  const order: number[] = [];
  const works = Array.from({ length: 20 }, (_, index) =>
    database.transaction(async () => {
      spin(4);
      order.push(index);
      return index;
    }),
  );
  setImmediate(count);
  const results = await Promise.all(works);
  counting = false;
  expect(results).toEqual(Array.from({ length: 20 }, (_, index) => index));
  expect(order).toEqual(results);
  // 80 ms of work in groups of 10 ms; one group of all would have left no turn.
  expect(turns).toBeGreaterThanOrEqual(4);
});
