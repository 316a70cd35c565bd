import { Kysely, PostgresDialect } from 'kysely';
import { type Database, DatabaseError, errorCode } from '../database.ts';
import { migratePostgres } from '../migrate.ts';
import type { Tables } from '../tables.ts';
import { openPool } from './postgres-pool.ts';

/** Tries of one work before its serialisation failure or deadlock is handed to the caller. */
const MAX_TRIES = 5;

const RETRYABLE = new Set(['40001', '40P01']);

/**
 * Connects to PostgreSQL and brings its schema up to date.
 * Errors: `database_unreachable`, `database_too_new`.
 */
export async function openPostgres(url: string, poolSize: number): Promise<Database> {
  const kysely = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: openPool(url, poolSize) }),
  });
  try {
    await migratePostgres(kysely);
  } catch (error) {
    await kysely.destroy();
    throw error instanceof DatabaseError ? error : unreachable(url, error);
  }
  return {
    dialect: 'postgres',
    kysely,
    transaction: (work) => retried(() => kysely.transaction().execute(work)),
    close: () => kysely.destroy(),
  };
}

async function retried<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      const code = errorCode(error);
      if (tries >= MAX_TRIES || code === null || !RETRYABLE.has(code)) throw error;
      await pause(2 ** tries * (1 + Math.random()));
    }
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function unreachable(url: string, cause: unknown): DatabaseError {
  const reason = cause instanceof Error ? cause.message || errorCode(cause) : String(cause);
  return new DatabaseError(
    'database_unreachable',
    `The database at ${hostOf(url)} could not be opened (${reason}).`,
    { cause },
  );
}

/** The host and database name only: the URL carries a password. */
function hostOf(url: string): string {
  try {
    const parsed = new URL(url);
    return `${parsed.host}${parsed.pathname}`;
  } catch {
    return 'DATABASE_URL';
  }
}
