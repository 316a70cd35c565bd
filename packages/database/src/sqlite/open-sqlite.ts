import { join } from 'node:path';
import { Kysely, SqliteDialect } from 'kysely';
import Libsql from 'libsql';
import type { Database } from '../database.ts';
import { migrateSqlite } from '../migrate.ts';
import type { Tables } from '../tables.ts';
import { type FolderLock, lockFolder } from './folder-lock.ts';
import { GroupCommit } from './group-commit.ts';
import { SqliteConnection } from './sqlite-connection.ts';

/** How long a statement waits for another connection's write, in milliseconds. */
const BUSY_TIMEOUT_MS = 5000;

/**
 * Pages of the log before it is written back (16 MB): the pages of a busy moment are mostly the
 * same ones, so waiting longer writes each of them back less often.
 */
const CHECKPOINT_PAGES = 4000;

/**
 * Opens (or makes) `aigateway.db` in the data folder and brings it up to date.
 * `shared` skips the folder lock: for a short command beside a running server.
 * Errors: `data_folder_locked`, `data_folder_unwritable`, `database_too_new`.
 */
export async function openSqlite(dataDir: string, shared: boolean): Promise<Database> {
  const lock = shared ? null : lockFolder(dataDir);
  try {
    return await openLocked(dataDir, lock);
  } catch (error) {
    lock?.release();
    throw error;
  }
}

async function openLocked(dataDir: string, lock: FolderLock | null): Promise<Database> {
  const libsql = new Libsql(join(dataDir, 'aigateway.db'));
  try {
    libsql.defaultSafeIntegers(true);
    libsql.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
    libsql.pragma('journal_mode = WAL');
    libsql.pragma('synchronous = FULL');
    libsql.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    libsql.pragma('foreign_keys = ON');
    migrateSqlite(libsql);
  } catch (error) {
    libsql.close();
    throw error;
  }
  const connection = new SqliteConnection(libsql);
  const kysely = new Kysely<Tables>({ dialect: new SqliteDialect({ database: connection }) });
  const groups = new GroupCommit(kysely, connection);
  return {
    dialect: 'sqlite',
    kysely,
    transaction: (work) => groups.run(work),
    commitStatement: ({ statement, parameters }) =>
      groups.run((executor) => statement.run(executor, parameters)),
    async close() {
      // The empty work ends after every work that waits.
      await groups.run(async () => undefined);
      if (lock !== null) libsql.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      await kysely.destroy();
      lock?.release();
    },
  };
}
