import type { Migration } from './migration.ts';

/** Keys that the playground made are marked as such, also those from before the mark. */
export const migration0014: Migration = {
  number: 14,
  name: 'keys-of-the-playground',
  statements: () => [
    `update api_key set created_by = 'playground'
      where name = 'Playground' and created_by is null and rate_limit_rpm = 30
        and expires_at_ms = created_at_ms + 3600000`,
  ],
};
