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

const webhooks = [
  `create table webhook (
    id text primary key,
    organisation_id text not null references organisation (id),
    url text not null,
    events text not null,
    description text,
    failing_since_ms bigint,
    disabled_at_ms bigint,
    deleted_at_ms bigint,
    created_at_ms bigint not null
  )`,
  'create index webhook_by_organisation on webhook (organisation_id, created_at_ms, id)',
  `create table webhook_secret (
    id text primary key,
    organisation_id text not null references organisation (id),
    sealed text not null,
    valid_until_ms bigint,
    created_at_ms bigint not null
  )`,
  `create unique index webhook_secret_present on webhook_secret (organisation_id)
    where valid_until_ms is null`,
  `create table webhook_delivery (
    id text primary key,
    organisation_id text not null,
    event_id text not null,
    webhook_id text,
    url text not null,
    status text not null check (status in ('pending', 'delivered', 'failed')),
    tries bigint not null default 0,
    next_try_at_ms bigint not null,
    lease_id text,
    lease_until_ms bigint,
    created_at_ms bigint not null,
    ended_at_ms bigint
  )`,
  `create index webhook_delivery_by_organisation
    on webhook_delivery (organisation_id, created_at_ms, id)`,
  `create index webhook_delivery_due on webhook_delivery (next_try_at_ms, id)
    where status = 'pending'`,
  'create index webhook_delivery_by_end on webhook_delivery (ended_at_ms)',
  `create table webhook_try (
    delivery_id text not null references webhook_delivery (id) on delete cascade,
    number bigint not null,
    answer bigint,
    fault text,
    took_ms bigint not null,
    created_at_ms bigint not null,
    primary key (delivery_id, number)
  )`,
  'alter table event add column dispatched_at_ms bigint',
  'update event set dispatched_at_ms = created_at_ms',
  'create index event_undispatched on event (created_at_ms, id) where dispatched_at_ms is null',
];

/** Jobs; webhooks, their secrets, deliveries and tries. */
export const migration0009: Migration = {
  number: 9,
  name: 'jobs-and-webhooks',
  statements: () => [...jobs, ...webhooks],
};
