import type pg from 'pg';
import { errorCode, type StatementCommit } from '../database.ts';
import type { StatementNames } from './postgres-pool.ts';
import { retried } from './retried.ts';

/** Groups in flight at a time, each on a connection of its own. */
export const LANES = 4;

/** Statements in one commit, so that the first of a crowd does not wait for all of it. */
const MAX_GROUP = 64;

interface Waiting {
  readonly commit: StatementCommit<unknown>;
  resolve(rows: unknown[]): void;
  reject(error: unknown): void;
}

interface Lane {
  waiting: Waiting[];
  running: boolean;
}

/**
 * Commits statements of many callers together: one `begin … commit` sent without waiting between,
 * so that a row that all of them lock costs one flush a group and not one each. One that waits
 * alone is sent alone, in one round trip.
 *
 * A lock id always takes the same lane, and a group locks in the order of the ids, so groups of
 * several processes wait for each other but never in a circle. When a statement fails, its group
 * is undone by the server and everybody runs alone, so that each gets its own answer.
 */
export class StatementGroups {
  readonly #pool: pg.Pool;
  readonly #names: StatementNames;
  readonly #lanes: Lane[] = Array.from({ length: LANES }, () => ({ waiting: [], running: false }));

  constructor(pool: pg.Pool, names: StatementNames) {
    this.#pool = pool;
    this.#names = names;
  }

  /** Queues a statement; resolves with its rows after the commit that made it durable. */
  run<Row>(commit: StatementCommit<Row>): Promise<Row[]> {
    return new Promise<Row[]>((resolve, reject) => {
      const lane = this.#lanes[laneOf(commit.lockId)];
      if (lane === undefined) return reject(new RangeError('no such lane'));
      lane.waiting.push({
        commit: commit as StatementCommit<unknown>,
        resolve: (rows) => resolve(rows as Row[]),
        reject,
      });
      if (lane.running) return;
      lane.running = true;
      // After this turn's I/O callbacks, so that every request that arrived in it joins.
      setImmediate(() => void this.#drain(lane));
    });
  }

  /** Ends the connections; what waits is finished first. */
  async close(): Promise<void> {
    await this.#pool.end();
  }

  async #drain(lane: Lane): Promise<void> {
    while (lane.waiting.length > 0) {
      const group = lane.waiting.splice(0, MAX_GROUP);
      if (group.length === 1 || !(await this.#commitTogether(group))) {
        await Promise.all(group.map((waiting) => this.#commitAlone(waiting)));
      }
    }
    lane.running = false;
  }

  async #commitAlone({ commit, resolve, reject }: Waiting): Promise<void> {
    const { statement, parameters } = commit;
    try {
      const query = this.#names.query(statement.text, parameters);
      resolve((await retried(() => this.#pool.query(query))).rows);
    } catch (error) {
      reject(error);
    }
  }

  /** False when nothing of the group was written and each must run alone. */
  async #commitTogether(group: Waiting[]): Promise<boolean> {
    group.sort((left, right) => (left.commit.lockId < right.commit.lockId ? -1 : 1));
    try {
      const client = await this.#pool.connect();
      const answers = await Promise.allSettled([
        client.query('begin'),
        ...group.map(({ commit }) =>
          client.query(this.#names.query(commit.statement.text, commit.parameters)),
        ),
        client.query('commit'),
      ]);
      const end = answers.at(-1);
      const committed = end?.status === 'fulfilled' && end.value.command === 'COMMIT';
      // After a failure the client may believe that statements are prepared which are not.
      client.release(!committed);
      if (!committed) {
        throwIfUnknown(end);
        return false;
      }
      group.forEach((waiting, index) => {
        const answer = answers[index + 1];
        if (answer?.status === 'fulfilled') waiting.resolve(answer.value.rows);
        else waiting.reject(answer?.reason);
      });
    } catch (error) {
      for (const waiting of group) waiting.reject(error);
    }
    return true;
  }
}

/** Throws unless the server said that it undid the group: then nobody knows, none may repeat. */
function throwIfUnknown(end: PromiseSettledResult<pg.QueryResult> | undefined): void {
  if (end?.status !== 'rejected') return;
  const code = errorCode(end.reason);
  // Integrity (23), raised by a trigger (P0), rolled back (40): answers of a server that lives on.
  if (code === null || !/^(23|P0|40)...$/.test(code)) throw end.reason;
}

function laneOf(lockId: string): number {
  let hash = 0;
  for (let index = 0; index < lockId.length; index += 1) {
    hash = (hash * 31 + lockId.charCodeAt(index)) | 0;
  }
  return Math.abs(hash) % LANES;
}
