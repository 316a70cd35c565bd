import type { Migration } from './migration.ts';

/** Own upstream keys, sealed; the attempts of calls that needed more than one. */
export const migration0004: Migration = {
  number: 4,
  name: 'own-keys',
  statements: () => [
    `create table organisation_data_key (
      organisation_id text primary key references organisation (id),
      wrapped text not null,
      wrapped_by text not null,
      created_at_ms bigint not null
    )`,
    `create table provider_key (
      id text primary key,
      organisation_id text not null references organisation (id),
      provider text not null,
      name text not null,
      sealed text not null,
      last4 text not null,
      base_url text,
      created_at_ms bigint not null,
      tested_at_ms bigint,
      revoked_at_ms bigint
    )`,
    'create index provider_key_by_organisation on provider_key (organisation_id, created_at_ms)',
    `create table generation_attempt (
      generation_id text not null,
      position bigint not null,
      provider text not null,
      deployment text not null,
      outcome text not null,
      reason text not null,
      latency_ms bigint not null,
      primary key (generation_id, position)
    )`,
  ],
};
