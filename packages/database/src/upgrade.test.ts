import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import Libsql from 'libsql';
import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import type { Dialect } from './database.ts';
import { migrations } from './migrations/list.ts';
import { openDatabase } from './open-database.ts';
import { makeSchema } from './testing/temporary-schema.ts';

const BOOKKEEPING =
  'create table schema_migration (number bigint primary key, name text, applied_at_ms bigint)';

/** A store as an earlier version left it, with one organisation and its wallet. */
function earlierStore(dialect: Dialect): string[] {
  const done = migrations.filter(({ number }) => number <= 5);
  return [
    BOOKKEEPING,
    ...done.flatMap((migration) => migration.statements(dialect)),
    ...done.map(({ number, name }) => {
      return `insert into schema_migration values (${number}, '${name}', 1)`;
    }),
    "insert into organisation (id, name, created_at_ms) values ('org_old', 'old', 1)",
    `insert into account (id, organisation_id, kind, posted_micro_usd, created_at_ms)
      values ('wallet:org_old', 'org_old', 'wallet', 7000000, 1)`,
  ];
}

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

function makeFolder(): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'aigateway-upgrade-'));
  endings.push(() => rmSync(dataDir, { recursive: true, force: true }));
  return dataDir;
}

/** Opens it with this version: all money is there, and an organisation can owe some. */
async function expectUpgraded(options: Parameters<typeof openDatabase>[0]): Promise<void> {
  const database = await openDatabase(options);
  endings.push(() => database.close());
  const { kysely } = database;
  const accounts = kysely.selectFrom('account').select(['id', 'posted_micro_usd']);
  expect(await accounts.orderBy('id').execute()).toEqual([
    { id: 'debt:org_old', posted_micro_usd: 0n },
    { id: 'wallet:org_old', posted_micro_usd: 7_000_000n },
  ]);
  const unknown = sql`insert into account (id, kind, created_at_ms) values ('x', 'gold', 1)`;
  await expect(unknown.execute(kysely)).rejects.toThrow(/check/i);
  const row = await sql<{ newest: bigint }>`select max(number) as newest from schema_migration`
    .execute(kysely)
    .then(({ rows }) => rows[0]);
  expect(row?.newest).toBe(BigInt(migrations.length));
}

describe('a store of an earlier version', () => {
  it('goes on with all its money, on SQLite', async () => {
    const dataDir = makeFolder();
    const earlier = new Libsql(join(dataDir, 'aigateway.db'));
    for (const statement of earlierStore('sqlite')) earlier.exec(statement);
    earlier.close();
    await expectUpgraded({ dataDir });
  });

  const databaseUrl = process.env.TEST_DATABASE_URL;
  it.runIf(databaseUrl)('goes on with all its money, on PostgreSQL', async () => {
    const schema = await makeSchema(databaseUrl ?? '');
    endings.push(schema.drop);
    const earlier = new pg.Client({ connectionString: schema.url });
    await earlier.connect();
    for (const statement of earlierStore('postgres')) await earlier.query(statement);
    await earlier.end();
    await expectUpgraded({ dataDir: makeFolder(), url: schema.url });
  });
});
