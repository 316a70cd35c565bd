import type { PostgresPool, PostgresPoolClient } from 'kysely';
import pg from 'pg';

/** Distinct statement texts that get a name on the server; later ones are sent unnamed. */
const MAX_NAMED = 400;

const INTEGER_TYPES = new Set<number>([
  pg.types.builtins.INT2,
  pg.types.builtins.INT4,
  pg.types.builtins.INT8,
]);

/** A pool whose every integer reads as `bigint`. */
export function openPool(url: string, size: number): pg.Pool {
  return makePool({ connectionString: url, max: size });
}

/** A pool for point statements: they are sent without waiting for each other's answers. */
export function openPipelinePool(url: string, size: number): pg.Pool {
  const pool = makePool({ connectionString: url, max: size, pipeline: true });
  // Planned once a connection and not once a call; and since that may be on an empty table, never
  // as a scan, which would be slow on the grown one.
  pool.on('connect', (client) => {
    const settings = 'set plan_cache_mode = force_generic_plan; set enable_seqscan = off';
    client.query(settings).catch(() => undefined);
  });
  return pool;
}

function makePool(options: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({ ...options, types: { getTypeParser: typeParser } });
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
