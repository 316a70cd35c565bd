import type { PostgresPool, PostgresPoolClient } from 'kysely';
import pg from 'pg';

/** Distinct statement texts that get a name on the server; later ones are sent unnamed. */
const MAX_NAMED = 400;

const INTEGER_TYPES = new Set<number>([
  pg.types.builtins.INT2,
  pg.types.builtins.INT4,
  pg.types.builtins.INT8,
]);

/** A pool whose every integer reads as `bigint`; `pipeline` sends without waiting for answers. */
export function openPool(url: string, size: number, pipeline = false): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: size,
    types: { getTypeParser: typeParser },
    ...(pipeline ? { pipeline } : {}),
  });
  // An idle connection that the server closes is not an error of anybody's query.
  pool.on('error', () => undefined);
  return pool;
}

/** A pool as Kysely's dialect wants it, with statements prepared by name. */
export function toKyselyPool(pool: pg.Pool, names: StatementNames): PostgresPool {
  const clients = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  return {
    async connect() {
      const client = await pool.connect();
      let wrapped = clients.get(client);
      if (wrapped === undefined) {
        wrapped = wrapClient(client, names);
        clients.set(client, wrapped);
      }
      return wrapped;
    },
    end: () => pool.end(),
  };
}

/**
 * Names for statements with parameters: the server then parses and plans each once a connection.
 */
export class StatementNames {
  readonly #names = new Map<string, string>();

  /** The query as pg wants it. */
  query(text: string, parameters: readonly unknown[]): pg.QueryConfig {
    const values = [...parameters];
    const name = values.length === 0 ? undefined : this.#nameOf(text);
    return name === undefined ? { text, values } : { name, text, values };
  }

  #nameOf(text: string): string | undefined {
    const known = this.#names.get(text);
    if (known !== undefined || this.#names.size >= MAX_NAMED) return known;
    const name = `aig_${this.#names.size}`;
    this.#names.set(text, name);
    return name;
  }
}

function typeParser(oid: number, format?: 'text' | 'binary'): unknown {
  if (INTEGER_TYPES.has(oid)) return BigInt;
  return pg.types.getTypeParser(oid, format as 'text');
}

function wrapClient(client: pg.PoolClient, names: StatementNames): PostgresPoolClient {
  const query = (text: string, parameters: readonly unknown[]) =>
    client.query(names.query(text, parameters));
  return { query, release: () => client.release() } as unknown as PostgresPoolClient;
}
