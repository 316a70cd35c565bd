import { Kysely, PostgresDialect } from 'kysely';
import { type Database, DatabaseError, errorCode } from '../database.ts';
import { migratePostgres } from '../migrate.ts';
import type { Tables } from '../tables.ts';
import { openPipelinePool, openPool, StatementNames, toKyselyPool } from './postgres-pool.ts';
import { retried } from './retried.ts';
import { LANES, StatementGroups } from './statement-groups.ts';

/**
 * Connects to PostgreSQL and brings its schema up to date.
 * Errors: `database_unreachable`, `database_too_new`.
 */
export async function openPostgres(url: string, poolSize: number): Promise<Database> {
  const names = new StatementNames();
  const pool = toKyselyPool(openPool(url, poolSize), names);
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  const groups = new StatementGroups(openPipelinePool(url, LANES), names);
  async function close(): Promise<void> {
    await groups.close();
    await kysely.destroy();
  }
  try {
    await migratePostgres(kysely);
  } catch (error) {
    await close();
    throw error instanceof DatabaseError ? error : unreachable(url, error);
  }
  return {
    dialect: 'postgres',
    kysely,
    transaction: (work) => retried(() => kysely.transaction().execute(work)),
    commitStatement: (commit) => groups.run(commit),
    close,
  };
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
