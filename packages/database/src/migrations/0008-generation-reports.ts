import type { Migration } from './migration.ts';

/** What became of the fields of a call, where not all were used exactly as they were sent. */
export const migration0008: Migration = {
  number: 8,
  name: 'generation-reports',
  statements: () => [
    `create table generation_report (
      generation_id text primary key,
      fields text not null,
      warnings text not null
    )`,
    'create index generation_by_request on generation (organisation_id, request_id)',
  ],
};
