import type { Kysely } from 'kysely';
import type { Executor } from './executor.ts';
import type { SqlValue, Statement } from './statement.ts';
import type { Tables } from './tables.ts';

/** Which engine is behind a `Database`. */
export type Dialect = 'sqlite' | 'postgres';

/** A statement that is a whole transaction by itself. */
export interface StatementCommit<Row> {
  readonly statement: Statement<Row>;
  readonly parameters: readonly SqlValue[];
  /** The id of the row that it locks first; statements of one id run in their order. */
  readonly lockId: string;
}

/**
 * One open store. `kysely` runs single statements; `transaction` runs a work that sees only its
 * own and committed rows and is durable when the promise resolves.
 *
 * A work may run more than once (a retry after a serialisation failure), must use only the
 * executor that it is given, and must wait for nothing but the database: on SQLite everybody
 * else waits for it.
 *
 * `commitStatement` runs one statement that needs no other, durable when it gives its rows. Many
 * that wait at one moment share a commit, so that callers of one row do not pay a flush each.
 */
export interface Database {
  readonly dialect: Dialect;
  readonly kysely: Kysely<Tables>;
  transaction<Result>(work: (executor: Executor) => Promise<Result>): Promise<Result>;
  commitStatement<Row>(commit: StatementCommit<Row>): Promise<Row[]>;
  close(): Promise<void>;
}

/** Why a store could not be opened. */
export type DatabaseErrorCode =
  | 'data_folder_locked'
  | 'data_folder_unwritable'
  | 'database_too_new'
  | 'database_unreachable';

/** A store that could not be opened; the message is one sentence made for the operator. */
export class DatabaseError extends Error {
  readonly code: DatabaseErrorCode;

  constructor(code: DatabaseErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DatabaseError';
    this.code = code;
  }
}

/** The engine's own code of an error (`23505`, `SQLITE_CONSTRAINT_UNIQUE`, `ENOENT`), or null. */
export function errorCode(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

const UNIQUE_CODES = new Set(['23505', 'SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY']);

/** Whether the error says that a row with this key is already there. */
export function isUniqueViolation(error: unknown): boolean {
  const code = errorCode(error);
  return code !== null && UNIQUE_CODES.has(code);
}
