import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** A PostgreSQL schema that lives as long as a test or a measurement. */
export interface TemporarySchema {
  /** The database's URL with this schema in front. */
  readonly url: string;
  /** Drops the schema with all that is in it. */
  drop(): Promise<void>;
}

/** Makes an empty schema with a name of its own in the database at this URL. */
export async function makeSchema(databaseUrl: string): Promise<TemporarySchema> {
  const name = `aig_${randomBytes(8).toString('hex')}`;
  await runOnce(databaseUrl, `create schema ${name}`);
  const url = new URL(databaseUrl);
  url.searchParams.set('options', `-c search_path=${name}`);
  return {
    url: url.toString(),
    drop: () => runOnce(databaseUrl, `drop schema ${name} cascade`),
  };
}

async function runOnce(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
