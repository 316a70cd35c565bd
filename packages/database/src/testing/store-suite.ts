import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import type { Database, Dialect } from '../database.ts';
import { openDatabase } from '../open-database.ts';
import { makeSchema } from './temporary-schema.ts';

/** The store of one running suite. */
export interface TestStore {
  readonly dialect: Dialect;
  /** The open database; only inside tests and hooks. */
  database(): Database;
  /** Closes the database and opens it again, as a restart does. */
  reopen(): Promise<Database>;
}

interface Place {
  readonly url?: string | undefined;
  readonly dataDir: string;
  remove(): Promise<void>;
}

/**
 * Runs a suite on SQLite (a temporary folder) and, when `TEST_DATABASE_URL` is set, once more on
 * PostgreSQL (a schema of its own, dropped afterwards, so that files run in parallel).
 */
export function describeStores(name: string, suite: (store: TestStore) => void): void {
  describeStore(`${name} (sqlite)`, 'sqlite', suite);
  const url = process.env.TEST_DATABASE_URL;
  if (url) describeStore(`${name} (postgres)`, 'postgres', suite);
}

function describeStore(name: string, dialect: Dialect, suite: (store: TestStore) => void): void {
  describe(name, () => {
    let place: Place | undefined;
    let open: Database | undefined;
    beforeAll(async () => {
      place = dialect === 'sqlite' ? sqlitePlace() : await postgresPlace();
      open = await openDatabase(place);
    });
    afterAll(async () => {
      await open?.close();
      await place?.remove();
    });
    function database(): Database {
      if (open === undefined) throw new Error('the store is open only inside tests and hooks');
      return open;
    }
    suite({
      dialect,
      database,
      async reopen() {
        if (place === undefined) throw new Error('the store was never opened');
        await open?.close();
        open = await openDatabase(place);
        return open;
      },
    });
  });
}

function sqlitePlace(): Place {
  const dataDir = mkdtempSync(join(tmpdir(), 'aigateway-store-'));
  return { dataDir, remove: async () => rmSync(dataDir, { recursive: true, force: true }) };
}

async function postgresPlace(): Promise<Place> {
  const schema = await makeSchema(process.env.TEST_DATABASE_URL ?? '');
  return { url: schema.url, dataDir: tmpdir(), remove: () => schema.drop() };
}
