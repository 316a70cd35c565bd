import { type Database, DatabaseError } from './database.ts';
import { openPostgres } from './postgres/open-postgres.ts';
import { openSqlite } from './sqlite/open-sqlite.ts';

/** Where the store is and how it is opened. */
export interface OpenDatabaseOptions {
  /** `postgres://…`; absent = the SQLite file `aigateway.db` in the data folder. */
  readonly url?: string | undefined;
  readonly dataDir: string;
  /** SQLite only: no exclusive folder lock, for a short command beside a running server. */
  readonly shared?: boolean;
  /** PostgreSQL only: most connections at a time (default 16). */
  readonly poolSize?: number;
}

/**
 * Opens the store and runs the migrations that are missing.
 * Throws `DatabaseError` (`data_folder_locked`, `data_folder_unwritable`, `database_too_new`,
 * `database_unreachable`), whose message is one sentence for the operator.
 */
export async function openDatabase(options: OpenDatabaseOptions): Promise<Database> {
  const url = options.url;
  if (url === undefined || url === '') return openSqlite(options.dataDir, options.shared ?? false);
  if (!/^postgres(ql)?:\/\//.test(url)) {
    throw new DatabaseError(
      'database_unreachable',
      'DATABASE_URL must start with postgres:// (leave it away for SQLite in the data folder).',
    );
  }
  return openPostgres(url, options.poolSize ?? 16);
}
