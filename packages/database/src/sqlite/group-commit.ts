import type { Kysely } from 'kysely';
import { errorCode } from '../database.ts';
import type { Executor } from '../executor.ts';
import type { Tables } from '../tables.ts';
import type { SqliteConnection } from './sqlite-connection.ts';

/** Works in one commit, so that the first of a crowd does not wait for all of it. */
const MAX_GROUP = 128;
/** Milliseconds after which a group takes no further work: meanwhile nothing else is served. */
const GROUP_MS = 10;
/** Turns of the loop after a group of several works: in a crowd, more are on their way. */
const GATHERING_TURNS = 6;

interface Waiting {
  work: (executor: Executor) => Promise<unknown>;
  resolve: (result: unknown) => void;
  reject: (error: unknown) => void;
}

interface Runner<Result> {
  readonly run: (waiting: Waiting, executor: Executor) => Promise<Result>;
  /** Whether the group may take another work. */
  readonly hasTime: () => boolean;
}

type Outcome = { ok: true; result: unknown } | { ok: false; error: unknown };

/**
 * Runs works one after the other on the only connection, and makes all that wait at one moment
 * durable with one commit: the flush to disk is the price, and it is paid once a group. Nobody is
 * answered before the commit. Works rarely fail, so a group runs without savepoints first; when
 * one throws, the group is undone and run again with a savepoint a work, and the failed one is
 * undone alone.
 */
export class GroupCommit {
  readonly #kysely: Kysely<Tables>;
  readonly #connection: SqliteConnection;
  #waiting: Waiting[] = [];
  #running = false;

  constructor(kysely: Kysely<Tables>, connection: SqliteConnection) {
    this.#kysely = kysely;
    this.#connection = connection;
  }

  /** Queues a work; resolves with its result after the commit that made it durable. */
  run<Result>(work: (executor: Executor) => Promise<Result>): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      this.#waiting.push({ work, resolve: resolve as (result: unknown) => void, reject });
      if (this.#running) return;
      this.#running = true;
      // After this turn's I/O callbacks, so that every request that arrived in it joins.
      setImmediate(() => void this.#drain());
    });
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, MAX_GROUP);
      this.#waiting.unshift(...(await this.#commitOrFail(group)));
      await this.#gather(group.length > 1 ? GATHERING_TURNS : 1);
    }
    this.#running = false;
  }

  /** Serves others for at least one turn of the loop, then until a group is full. */
  async #gather(turns: number): Promise<void> {
    let left = turns;
    do {
      await new Promise<void>((resolve) => setImmediate(resolve));
      left -= 1;
    } while (left > 0 && this.#waiting.length < MAX_GROUP);
  }

  /** Gives back what there was no time for. */
  async #commitOrFail(group: Waiting[]): Promise<Waiting[]> {
    try {
      const end = performance.now() + GROUP_MS;
      const results = await this.#commit(group, {
        run: (waiting, executor) => waiting.work(executor),
        hasTime: () => performance.now() < end,
      });
      results.forEach((result, index) => {
        group[index]?.resolve(result);
      });
      return group.slice(results.length);
    } catch (error) {
      if (group.length === 1) group[0]?.reject(error);
      else await this.#commitApart(group);
      return [];
    }
  }

  /** Each work within a savepoint of its own. */
  async #commitApart(group: Waiting[]): Promise<void> {
    try {
      const outcomes = await this.#commit(group, {
        run: (waiting, executor) => this.#runApart(waiting, executor),
        hasTime: () => true,
      });
      group.forEach((waiting, index) => {
        const outcome = outcomes[index];
        if (outcome?.ok) waiting.resolve(outcome.result);
        else waiting.reject(outcome?.error);
      });
    } catch (error) {
      // Only the commit itself fails here. A deferred constraint is one work's fault: run each
      // alone, so that the others do not suffer for it.
      if (errorCode(error)?.startsWith('SQLITE_CONSTRAINT')) {
        for (const waiting of group) await this.#commitOrFail([waiting]);
        return;
      }
      for (const waiting of group) waiting.reject(error);
    }
  }

  /** The results of the first works of the group, of all if there is time. */
  #commit<Result>(group: Waiting[], { run, hasTime }: Runner<Result>): Promise<Result[]> {
    return this.#kysely.connection().execute(async (executor) => {
      this.#connection.exec('BEGIN IMMEDIATE');
      try {
        const done: Result[] = [];
        for (const waiting of group) {
          if (done.length > 0 && !hasTime()) break;
          done.push(await run(waiting, executor));
        }
        this.#connection.exec('COMMIT');
        return done;
      } catch (error) {
        this.#connection.exec('ROLLBACK');
        throw error;
      }
    });
  }

  async #runApart(waiting: Waiting, executor: Executor): Promise<Outcome> {
    this.#connection.exec('SAVEPOINT work');
    try {
      const result = await waiting.work(executor);
      this.#connection.exec('RELEASE work');
      return { ok: true, result };
    } catch (error) {
      this.#connection.exec('ROLLBACK TO work; RELEASE work');
      return { ok: false, error };
    }
  }
}
