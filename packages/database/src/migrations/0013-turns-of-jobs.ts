import type { Migration } from './migration.ts';

/** Organisations take turns in the queue. */
export const migration0013: Migration = {
  number: 13,
  name: 'turns-of-jobs',
  statements: () => [
    'alter table job add column turn bigint not null default 0',
    'drop index job_waiting',
    "create index job_waiting on job (turn, run_after_ms, id) where status = 'queued'",
    `create index job_waiting_by_organisation on job (organisation_id, turn)
      where status = 'queued'`,
  ],
};
