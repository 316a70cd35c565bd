import { type Kysely, sql } from 'kysely';
import type Libsql from 'libsql';
import { DatabaseError } from './database.ts';
import { migrations } from './migrations/list.ts';
import type { Migration } from './migrations/migration.ts';
import type { Tables } from './tables.ts';

const BOOKKEEPING = `create table if not exists schema_migration (
  number bigint primary key,
  name text not null,
  applied_at_ms bigint not null
)`;

/** One lock a schema: suites on schemas of their own do not wait for each other. */
const LOCK = "select pg_advisory_xact_lock(hashtext('aigateway-migrate:' || current_schema()))";

/** Runs the missing migrations in one exclusive transaction. Errors: `database_too_new`. */
export function migrateSqlite(libsql: Libsql.Database): void {
  libsql.exec('BEGIN IMMEDIATE');
  try {
    libsql.exec(BOOKKEEPING);
    const rows = libsql.prepare('select number from schema_migration').all([]);
    for (const migration of missing(rows as { number: bigint }[])) {
      for (const statement of migration.statements('sqlite')) libsql.exec(statement);
      libsql
        .prepare('insert into schema_migration (number, name, applied_at_ms) values (?, ?, ?)')
        .run([BigInt(migration.number), migration.name, BigInt(Date.now())]);
    }
    libsql.exec('COMMIT');
  } catch (error) {
    libsql.exec('ROLLBACK');
    throw error;
  }
}

/**
 * Runs the missing migrations in one transaction under an advisory lock, so that replicas that
 * start together do it once. Errors: `database_too_new`.
 */
export async function migratePostgres(kysely: Kysely<Tables>): Promise<void> {
  await kysely.transaction().execute(async (transaction) => {
    await sql.raw(LOCK).execute(transaction);
    await sql.raw(BOOKKEEPING).execute(transaction);
    const applied = await sql<{ number: bigint }>`select number from schema_migration`.execute(
      transaction,
    );
    for (const migration of missing(applied.rows)) {
      for (const statement of migration.statements('postgres')) {
        await sql.raw(statement).execute(transaction);
      }
      await sql`insert into schema_migration (number, name, applied_at_ms)
        values (${migration.number}, ${migration.name}, ${Date.now()})`.execute(transaction);
    }
  });
}

function missing(applied: readonly { number: bigint }[]): Migration[] {
  const done = new Set(applied.map((row) => Number(row.number)));
  const newest = migrations.at(-1)?.number ?? 0;
  const ahead = Math.max(0, ...done);
  if (ahead > newest) {
    throw new DatabaseError(
      'database_too_new',
      `The database is at migration ${ahead} but this version knows only ${newest}: ` +
        'start the newer version.',
    );
  }
  return migrations.filter((migration) => !done.has(migration.number));
}
