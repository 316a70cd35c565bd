import { microUsd } from '@aigateway/contract';
import type { JobTable } from '@aigateway/database';
import type { Insertable, Selectable } from 'kysely';
import type { ClaimedJob, JobCall, JobOutcome, JobRecord, JobView } from '../job.ts';
import type { Principal } from '../principal.ts';

/** A stored job. */
export type JobRow = Selectable<JobTable>;

/** What a new job is made of. */
export interface NewJob {
  readonly id: string;
  readonly generationId: string;
  readonly model: string;
  readonly call: JobCall;
  readonly view: JobView;
  readonly webhookUrl: string | null;
  readonly nowMs: number;
}

/** The row of a new job. */
export function toJobRow(job: NewJob): Omit<Insertable<JobTable>, 'turn'> {
  const { principal } = job.call;
  const now = BigInt(job.nowMs);
  return {
    id: job.id,
    organisation_id: principal.organisationId,
    sub_account_id: principal.subAccount?.id ?? null,
    generation_id: job.generationId,
    model: job.model,
    status: 'queued',
    call: JSON.stringify(job.call, bigintAsText),
    view: JSON.stringify(job.view),
    webhook_url: job.webhookUrl,
    progress_permille: 0n,
    outcome: null,
    error: null,
    cost_micro_usd: 0n,
    runs: 0n,
    asked_upstream: 0n,
    lease_id: null,
    lease_until_ms: null,
    run_after_ms: now,
    created_at_ms: now,
    updated_at_ms: now,
    finished_at_ms: null,
  };
}

/** A stored row as callers may see it. */
export function toJobRecord(row: JobRow): JobRecord {
  return {
    id: row.id,
    organisationId: row.organisation_id,
    generationId: row.generation_id,
    model: row.model,
    status: row.status,
    view: JSON.parse(row.view) as JobView,
    progress: row.status === 'completed' ? 1 : Number(row.progress_permille) / 1000,
    outcome: row.outcome === null ? null : (JSON.parse(row.outcome) as JobOutcome),
    error: row.error === null ? null : (JSON.parse(row.error) as JobRecord['error']),
    costMicroUsd: microUsd(row.cost_micro_usd),
    createdAtMs: Number(row.created_at_ms),
    updatedAtMs: Number(row.updated_at_ms),
  };
}

/** A claimed row as its worker needs it. */
export function toClaimed(row: JobRow): ClaimedJob {
  if (row.call === null || row.lease_id === null) throw new Error('an open job has its call');
  return {
    id: row.id,
    generationId: row.generation_id,
    leaseId: row.lease_id,
    call: readCall(row.call),
    runs: Number(row.runs),
    askedUpstream: row.asked_upstream === 1n,
    createdAtMs: Number(row.created_at_ms),
  };
}

function readCall(text: string): JobCall {
  const call = JSON.parse(text) as JobCall;
  const { spendCapMicroUsd: cap, subAccount } = call.principal;
  const toCap = (value: unknown) => (value === null ? null : microUsd(BigInt(String(value))));
  const principal: Principal = {
    ...call.principal,
    spendCapMicroUsd: toCap(cap),
    subAccount: subAccount && {
      ...subAccount,
      spendCapMicroUsd: toCap(subAccount.spendCapMicroUsd),
    },
  };
  return { ...call, principal };
}

function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
