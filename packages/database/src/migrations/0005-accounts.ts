import type { Migration } from './migration.ts';

/** Who has an account: people, how they sign in, their sessions, memberships and invitations. */
export const migration0005: Migration = {
  number: 5,
  name: 'accounts',
  statements: () => [
    `create table person (
      id text primary key,
      email text not null unique,
      email_verified bigint not null default 0 check (email_verified in (0, 1)),
      name text not null,
      image text,
      created_at_ms bigint not null,
      updated_at_ms bigint not null
    )`,
    `create table sign_in_method (
      id text primary key,
      person_id text not null references person (id),
      provider text not null,
      provider_account_id text not null,
      password_hash text,
      created_at_ms bigint not null,
      updated_at_ms bigint not null
    )`,
    'create unique index sign_in_method_once on sign_in_method (provider, provider_account_id)',
    'create index sign_in_method_by_person on sign_in_method (person_id)',
    // Sessions were of a link and a role; now they are of a person. The old ones end here.
    'drop table session',
    `create table session (
      id text primary key,
      token_hash text not null unique,
      person_id text not null references person (id),
      organisation_id text not null references organisation (id),
      user_agent text,
      created_at_ms bigint not null,
      updated_at_ms bigint not null,
      expires_at_ms bigint not null
    )`,
    'create index session_by_person on session (person_id)',
    'create index session_by_expiry on session (expires_at_ms)',
    `create table sign_in_proof (
      id text primary key,
      identifier text not null,
      value text not null,
      created_at_ms bigint not null,
      updated_at_ms bigint not null,
      expires_at_ms bigint not null
    )`,
    'create index sign_in_proof_by_identifier on sign_in_proof (identifier)',
    `create table member (
      organisation_id text not null references organisation (id),
      person_id text not null references person (id),
      role text not null check (role in ('owner', 'admin', 'developer', 'viewer')),
      created_at_ms bigint not null,
      primary key (organisation_id, person_id)
    )`,
    'create index member_by_person on member (person_id)',
    `create table invitation (
      id text primary key,
      organisation_id text not null references organisation (id),
      token_hash text not null unique,
      role text not null check (role in ('owner', 'admin', 'developer', 'viewer')),
      email text,
      invited_by text not null,
      created_at_ms bigint not null,
      expires_at_ms bigint not null,
      ended_at_ms bigint
    )`,
    'create index invitation_by_organisation on invitation (organisation_id, created_at_ms, id)',
    'alter table sign_in_link add column person_id text',
    'alter table api_key add column created_by text',
    'alter table organisation add column rate_limit_rpm bigint',
  ],
};
