import type { SqliteDatabase, SqliteStatement } from 'kysely';
import type Libsql from 'libsql';

/** Distinct statement texts kept prepared; the oldest is dropped beyond it. */
const MAX_PREPARED = 400;

/**
 * The libsql connection as Kysely's dialect wants it, with every statement prepared only once:
 * preparing costs more than running.
 */
export class SqliteConnection implements SqliteDatabase {
  readonly #libsql: Libsql.Database;
  readonly #prepared = new Map<string, SqliteStatement>();

  constructor(libsql: Libsql.Database) {
    this.#libsql = libsql;
  }

  /** Runs a text of no parameters and no rows. */
  exec(text: string): void {
    this.#libsql.exec(text);
  }

  /** A prepared statement, from memory when its text was seen before. */
  prepare(text: string): SqliteStatement {
    const known = this.#prepared.get(text);
    if (known !== undefined) return known;
    const statement = toSqliteStatement(this.#libsql.prepare(numberedParameters(text)));
    if (this.#prepared.size >= MAX_PREPARED) {
      for (const oldest of this.#prepared.keys()) {
        this.#prepared.delete(oldest);
        break;
      }
    }
    this.#prepared.set(text, statement);
    return statement;
  }

  /** Closes the connection; a later call fails. */
  close(): void {
    this.#prepared.clear();
    this.#libsql.close();
  }
}

/** SQLite numbers `$1` by first appearance; only `?1` means the first parameter. */
function numberedParameters(text: string): string {
  return text.replace(/\$(\d+)/g, '?$1');
}

function toSqliteStatement(prepared: Libsql.Statement): SqliteStatement {
  const reader = prepared.reader;
  return {
    reader,
    all: (parameters) => prepared.all(parameters),
    run(parameters) {
      const info = prepared.run(parameters);
      return { changes: info.changes, lastInsertRowid: info.lastInsertRowid };
    },
    iterate: (parameters) => prepared.iterate(parameters),
  };
}
