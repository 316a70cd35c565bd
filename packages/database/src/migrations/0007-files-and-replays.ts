import type { Migration } from './migration.ts';

/** Uploaded pictures, how long an organisation keeps pictures, and answers that are replayed. */
export const migration0007: Migration = {
  number: 7,
  name: 'files-and-replays',
  statements: () => [
    'alter table image add column purpose text',
    'alter table image add column file_name text',
    'alter table image add column sub_account_id text',
    'alter table organisation add column image_retention_days bigint',
    `create table idempotent_call (
      id text primary key,
      organisation_id text not null references organisation (id),
      fingerprint text not null,
      owner text not null,
      state text not null,
      generation_id text,
      answer text,
      created_at_ms bigint not null,
      lease_until_ms bigint not null,
      expires_at_ms bigint not null
    )`,
    'create index idempotent_call_by_expiry on idempotent_call (expires_at_ms)',
  ],
};
