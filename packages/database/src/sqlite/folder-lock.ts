import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Libsql from 'libsql';
import { DatabaseError, errorCode } from '../database.ts';

/** A held lock on a data folder. */
export interface FolderLock {
  release(): void;
}

/**
 * Takes a data folder for this process alone, making the folder when it is missing.
 *
 * The lock is the operating system's lock on `aigateway.lock`, held by an open SQLite
 * transaction: it dies with the process, however that ends, so a stale one cannot exist and two
 * starters cannot both win. The holder's pid stands beside it in `aigateway.pid`, because reading
 * the locked file itself would drop the lock (POSIX drops a process's locks on any close).
 *
 * Errors: `data_folder_locked`, `data_folder_unwritable`.
 */
export function lockFolder(dataDir: string): FolderLock {
  const pidPath = join(dataDir, 'aigateway.pid');
  const lock = openLock(dataDir);
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (errorCode(error)?.startsWith('SQLITE_BUSY')) {
      throw new DatabaseError('data_folder_locked', lockedSentence(dataDir, pidPath));
    }
    throw unwritable(dataDir, error);
  }
  try {
    writeFileSync(pidPath, `${process.pid}\n`);
  } catch (error) {
    lock.exec('ROLLBACK');
    lock.close();
    throw unwritable(dataDir, error);
  }
  return {
    release() {
      rmSync(pidPath, { force: true });
      // A closed connection lives on until its statements are collected, and so would its lock.
      lock.exec('ROLLBACK');
      lock.close();
    },
  };
}

function openLock(dataDir: string): Libsql.Database {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const lock = new Libsql(join(dataDir, 'aigateway.lock'));
    lock.exec('PRAGMA busy_timeout = 0');
    return lock;
  } catch (error) {
    throw unwritable(dataDir, error);
  }
}

function lockedSentence(dataDir: string, pidPath: string): string {
  const holder = readPid(pidPath);
  const who = holder === null ? 'another process' : `process ${holder}`;
  const advice = 'stop it or choose another folder';
  return `The data folder ${dataDir} is already in use by ${who}: ${advice}.`;
}

function readPid(pidPath: string): string | null {
  try {
    const text = readFileSync(pidPath, 'utf8').trim();
    return /^\d+$/.test(text) ? text : null;
  } catch {
    return null;
  }
}

function unwritable(dataDir: string, cause: unknown): DatabaseError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new DatabaseError(
    'data_folder_unwritable',
    `The data folder ${dataDir} cannot be written (${reason}).`,
    { cause },
  );
}
