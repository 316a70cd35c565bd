import type { ApiError, JobStatus, MicroUsd } from '@aigateway/contract';
import { type Database, defineStatement, type Executor, type Statement } from '@aigateway/database';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { recordEvent } from '../events.ts';
import type { ImageOutcome } from '../image-call.ts';
import { type ClaimedJob, JobGone, type JobRecord, withoutBytes } from '../job.ts';
import type { System } from '../system.ts';
import { type JobRow, type NewJob, toClaimed, toJobRecord, toJobRow } from './job-rows.ts';

/** A worker that is not heard of for this long has lost its job. */
export const LEASE_MS = 15_000;
/** How long jobs are kept after their end. */
const KEPT_MS = 7 * 24 * 60 * 60 * 1000;
const REMOVED_A_SWEEP = 500;

/** Whose jobs: of the organisation, or of one of its sub-accounts only. */
export interface JobOwner {
  readonly organisationId: string;
  readonly subAccountId: string | null;
}

/** Which jobs to list: newest first, older than `before`. */
export interface JobQuery {
  readonly status?: JobStatus | undefined;
  readonly before: RawBuilder<SqlBool>;
  readonly limit: number;
}

/** Jobs in the database: the queue, and what callers see of it. */
export interface JobStore {
  /** Writes a job; give it the executor of the transaction that accepts it. */
  insert(executor: Executor, job: NewJob): Promise<void>;
  /** How many wait, counted no further than `most`. */
  countWaiting(most: number): Promise<number>;
  find(owner: JobOwner, id: string): Promise<JobRecord | null>;
  list(owner: JobOwner, query: JobQuery): Promise<JobRecord[]>;
  /**
   * Takes a job that waits, or one whose worker died; null when there is none. Organisations take
   * turns: many jobs of one do not hold up another's.
   */
  claim(which: 'queued' | 'lost'): Promise<ClaimedJob | null>;
  /** Renews a lease; false when it is lost. `progress` is 0..1. */
  renew(job: ClaimedJob, progress: number): Promise<boolean>;
  /** From now on an upstream that takes money may have been asked. Throws `JobGone`. */
  noteUpstream(job: ClaimedJob): Promise<void>;
  /** Gives a job back to the queue, as if this run had not been. False when it was lost. */
  putBack(job: ClaimedJob, runAfterMs: number): Promise<boolean>;
  /** Ends a job with its pictures, in the transaction of its money. Throws `JobGone`. */
  complete(executor: Executor, job: ClaimedJob, outcome: ImageOutcome): Promise<void>;
  /** Ends a job of this lease, or any open job when `leaseId` is null. Throws `JobGone`. */
  fail(
    executor: Executor,
    job: { readonly id: string; readonly leaseId: string | null },
    error: ApiError,
  ): Promise<void>;
  /** Every running job was run by a process that is surely dead. */
  loseAll(): Promise<void>;
  /** Deletes jobs that ended a week ago. Returns how many. */
  removeOld(): Promise<number>;
}

/** A store over the database. */
export function createJobStore(database: Database, system: System): JobStore {
  const now = () => BigInt(system.now());
  const claims = claimStatements(database.dialect);
  const own = ({ organisationId, subAccountId }: JobOwner) => {
    const rows = database.kysely
      .selectFrom('job')
      .selectAll()
      .where('organisation_id', '=', organisationId);
    return subAccountId === null ? rows : rows.where('sub_account_id', '=', subAccountId);
  };
  return {
    async insert(executor, job) {
      const row = toJobRow(job);
      const turn = nextTurn(row.organisation_id);
      await executor
        .insertInto('job')
        .values({ ...row, turn })
        .execute();
    },
    async countWaiting(most) {
      const [row] = await countWaiting.run(database.kysely, [BigInt(most)]);
      return Number(row?.waiting ?? 0n);
    },
    async find(owner, id) {
      const row = await own(owner).where('id', '=', id).executeTakeFirst();
      return row ? toJobRecord(row) : null;
    },
    async list(owner, { status, before, limit }) {
      const rows = status === undefined ? own(owner) : own(owner).where('status', '=', status);
      const page = rows.where(before).orderBy('created_at_ms', 'desc').orderBy('id', 'desc');
      return (await page.limit(limit).execute()).map(toJobRecord);
    },
    async claim(which) {
      const nowMs = now();
      const values = [system.newId('lease'), nowMs + BigInt(LEASE_MS), nowMs];
      const [row] = await database.transaction((executor) => claims[which].run(executor, values));
      return row ? toClaimed(row) : null;
    },
    async renew(job, progress) {
      const permille = BigInt(Math.round(Math.min(1, Math.max(0, progress)) * 1000));
      const values = [job.id, job.leaseId, now() + BigInt(LEASE_MS), permille, now()];
      return (await renew.execute(database.kysely, values)) === 1n;
    },
    async noteUpstream(job) {
      const written = await database.transaction((executor) =>
        noteUpstream.execute(executor, [job.id, job.leaseId]),
      );
      if (written !== 1n) throw new JobGone();
    },
    async putBack(job, runAfterMs) {
      const values = [job.id, job.leaseId, BigInt(runAfterMs)];
      return (await putBack.execute(database.kysely, values)) === 1n;
    },
    complete: (executor, job, outcome) => complete(executor, system, { job, outcome }),
    fail: (executor, job, error) => fail(executor, system, { job, error }),
    async loseAll() {
      await database.kysely
        .updateTable('job')
        .set({ lease_until_ms: 0n })
        .where('status', '=', 'processing')
        .execute();
    },
    async removeOld() {
      const values = [now() - BigInt(KEPT_MS), BigInt(REMOVED_A_SWEEP)];
      return Number(await removeOld.execute(database.kysely, values));
    },
  };
}

/** After the organisation's last waiting job, and not before the turn that is being served. */
function nextTurn(organisationId: string): RawBuilder<bigint> {
  return sql<bigint>`(select coalesce(max(turn), 0) from (
    select max(turn) + 1 as turn from job
    where status = 'queued' and organisation_id = ${organisationId}
    union all
    select min(turn) from job where status = 'queued'
  ) as turns)`;
}

async function complete(
  executor: Executor,
  system: System,
  { job, outcome }: { readonly job: ClaimedJob; readonly outcome: ImageOutcome },
): Promise<void> {
  await end(executor, system, {
    ...job,
    status: 'completed',
    outcome: JSON.stringify(withoutBytes(outcome)),
    error: null,
    costMicroUsd: outcome.costMicroUsd,
  });
}

async function fail(
  executor: Executor,
  system: System,
  { job, error }: { readonly job: Pick<JobEnd, 'id' | 'leaseId'>; readonly error: ApiError },
): Promise<void> {
  await end(executor, system, {
    ...job,
    status: 'failed',
    outcome: null,
    error: JSON.stringify(error.toEnvelope().error),
    costMicroUsd: 0n,
  });
}

interface JobEnd {
  readonly id: string;
  readonly leaseId: string | null;
  readonly status: 'completed' | 'failed';
  readonly outcome: string | null;
  readonly error: string | null;
  readonly costMicroUsd: MicroUsd | 0n;
}

/** The end and what is to be told of it, together or not at all. */
async function end(executor: Executor, system: System, job: JobEnd): Promise<void> {
  const nowMs = BigInt(system.now());
  const { id, leaseId, status, outcome, error, costMicroUsd } = job;
  const [row] = await endJob.run(executor, [
    id,
    leaseId,
    status,
    outcome,
    error,
    costMicroUsd,
    nowMs,
  ]);
  if (!row) throw new JobGone();
  await recordEvent(executor, system, {
    organisationId: row.organisation_id,
    type: `job.${status}`,
    once: id,
    data: { id },
  });
}

const countWaiting = defineStatement<{ waiting: bigint }>(
  `select count(*) as waiting from
     (select 1 from job where status = 'queued' limit cast($1 as bigint)) as few`,
);

const renew = defineStatement(
  `update job set lease_until_ms = $3, progress_permille = $4,
     updated_at_ms = case when progress_permille = $4 then updated_at_ms else $5 end
   where id = $1 and lease_id = $2 and status = 'processing'`,
);

const noteUpstream = defineStatement(
  `update job set asked_upstream = 1
   where id = $1 and lease_id = $2 and status = 'processing'`,
);

const putBack = defineStatement(
  `update job set status = 'queued', lease_id = null, lease_until_ms = null, run_after_ms = $3,
     runs = runs - 1, asked_upstream = 0
   where id = $1 and lease_id = $2 and status = 'processing'`,
);

const endJob = defineStatement<{ organisation_id: string }>(
  `update job set status = cast($3 as text), outcome = cast($4 as text), error = cast($5 as text),
     cost_micro_usd = $6, updated_at_ms = $7, finished_at_ms = $7, call = null,
     lease_id = null, lease_until_ms = null
   where id = $1 and status in ('queued', 'processing')
     and (cast($2 as text) is null or lease_id = cast($2 as text))
   returning organisation_id`,
);

const removeOld = defineStatement(
  `delete from job where id in
     (select id from job where finished_at_ms <= $1 order by finished_at_ms limit $2)`,
);

/**
 * A claim is one statement: on PostgreSQL a row that another process claims is passed over, on
 * SQLite nobody else writes at the same time.
 */
function claimStatements(dialect: Database['dialect']): {
  readonly queued: Statement<JobRow>;
  readonly lost: Statement<JobRow>;
} {
  const passOver = dialect === 'postgres' ? 'for update skip locked' : '';
  const claim = (due: string, order: string) =>
    defineStatement<JobRow>(
      `with due as (select id from job where ${due} order by ${order} limit 1 ${passOver})
       update job set status = 'processing', lease_id = $1, lease_until_ms = $2,
         runs = runs + 1, updated_at_ms = $3
       where id in (select id from due) returning *`,
    );
  return {
    queued: claim("status = 'queued' and run_after_ms <= $3", 'turn, run_after_ms, id'),
    lost: claim("status = 'processing' and lease_until_ms <= $3", 'lease_until_ms, id'),
  };
}

/** Every row: where a list begins at its start. */
export const FROM_THE_START = sql<SqlBool>`1 = 1`;
