import type { Migration } from './migration.ts';

/** A call with an `Idempotency-Key` runs as long as it has no answer; those that run are few. */
export const migration0011: Migration = {
  number: 11,
  name: 'claims',
  statements: () => [
    'alter table idempotent_call drop column state',
    'alter table idempotent_call drop column generation_id',
    'create index idempotent_call_running on idempotent_call (id) where answer is null',
  ],
};
