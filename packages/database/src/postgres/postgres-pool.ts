import type { PostgresPool, PostgresPoolClient } from 'kysely';
import pg from 'pg';

/** Distinct statement texts that get a name on the server; later ones are sent unnamed. */
const MAX_NAMED = 400;

const INTEGER_TYPES = new Set<number>([
  pg.types.builtins.INT2,
  pg.types.builtins.INT4,
  pg.types.builtins.INT8,
]);

/**
 * A pool as Kysely's dialect wants it: every integer reads as `bigint`, and a statement with
 * parameters is prepared once a connection under a name, so the server plans it once.
 */
export function openPool(url: string, size: number): PostgresPool {
  const pool = new pg.Pool({
    connectionString: url,
    max: size,
    types: { getTypeParser: typeParser },
  });
  // An idle connection that the server closes is not an error of anybody's query.
  pool.on('error', () => undefined);
  const names = new Map<string, string>();
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

function typeParser(oid: number, format?: 'text' | 'binary'): unknown {
  if (INTEGER_TYPES.has(oid)) return BigInt;
  return pg.types.getTypeParser(oid, format as 'text');
}

function wrapClient(client: pg.PoolClient, names: Map<string, string>): PostgresPoolClient {
  function query(text: string, parameters: readonly unknown[]) {
    const values = [...parameters];
    const name = values.length === 0 ? undefined : nameOf(text, names);
    return client.query(name === undefined ? { text, values } : { name, text, values });
  }
  return { query, release: () => client.release() } as unknown as PostgresPoolClient;
}

function nameOf(text: string, names: Map<string, string>): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= MAX_NAMED) return known;
  const name = `aig_${names.size}`;
  names.set(text, name);
  return name;
}
