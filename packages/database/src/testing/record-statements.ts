import pg from 'pg';

/** The statements that this process sent to PostgreSQL, while it is looked at. */
export interface StatementRecord {
  readonly texts: readonly string[];
  stop(): void;
}

/** Records every statement that any connection of this process sends, each a round trip. */
export function recordStatements(): StatementRecord {
  const texts: string[] = [];
  const { query } = pg.Client.prototype;
  pg.Client.prototype.query = function record(this: pg.Client, ...call: unknown[]) {
    const [sent] = call;
    texts.push(typeof sent === 'string' ? sent : (sent as pg.QueryConfig).text);
    return Reflect.apply(query, this, call);
  } as typeof query;
  return {
    texts,
    stop() {
      pg.Client.prototype.query = query;
    },
  };
}
