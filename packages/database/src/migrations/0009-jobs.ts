import type { Migration } from './migration.ts';

const jobs = [
  `create table job (
    id text primary key,
    organisation_id text not null,
    sub_account_id text,
    generation_id text not null,
    model text not null,
    status text not null check (status in ('queued', 'processing', 'completed', 'failed')),
    call text,
    view text not null,
    webhook_url text,
    progress_permille bigint not null default 0 check (progress_permille between 0 and 1000),
    outcome text,
    error text,
    cost_micro_usd bigint not null default 0,
    runs bigint not null default 0,
    asked_upstream bigint not null default 0,
    lease_id text,
    lease_until_ms bigint,
    run_after_ms bigint not null,
    created_at_ms bigint not null,
    updated_at_ms bigint not null,
    finished_at_ms bigint
  )`,
  'create index job_by_organisation on job (organisation_id, created_at_ms, id)',
  'create index job_by_generation on job (generation_id)',
  "create index job_waiting on job (run_after_ms, id) where status = 'queued'",
  "create index job_running on job (lease_until_ms, id) where status = 'processing'",
  'create index job_by_end on job (finished_at_ms) where finished_at_ms is not null',
];

/** Jobs. */
export const migration0009: Migration = {
  number: 9,
  name: 'jobs',
  statements: () => jobs,
};
