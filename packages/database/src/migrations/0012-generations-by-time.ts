import type { Migration } from './migration.ts';

/** What rankings read: the delivered calls of a time, over everybody, without touching the rows. */
export const migration0012: Migration = {
  number: 12,
  name: 'generations-by-time',
  statements: () => [
    `create index generation_by_time on generation
      (created_at_ms, model, organisation_id, images_delivered, cost_micro_usd)
      where images_delivered > 0`,
  ],
};
