import type { Dialect } from '../database.ts';
import type { Migration } from './migration.ts';

const tables = [
  `create table sub_account (
    id text primary key,
    organisation_id text not null references organisation (id),
    name text not null,
    external_ref text,
    spend_cap_micro_usd bigint check (spend_cap_micro_usd >= 0),
    created_at_ms bigint not null,
    closed_at_ms bigint
  )`,
  'create index sub_account_by_organisation on sub_account (organisation_id, created_at_ms, id)',
  'alter table api_key add column sub_account_id text',
  'alter table api_key add column next_hash text',
  'alter table api_key add column next_prefix text',
  'alter table api_key add column next_last4 text',
  'create unique index api_key_by_next_hash on api_key (next_hash)',
  'alter table generation add column sub_account_id text',
  `create table budget (
    id text primary key,
    organisation_id text not null references organisation (id),
    tag text not null,
    monthly_cap_micro_usd bigint not null check (monthly_cap_micro_usd >= 0),
    time_zone text not null,
    created_at_ms bigint not null
  )`,
  'create unique index budget_by_tag on budget (organisation_id, tag)',
  `create table event (
    id text primary key,
    organisation_id text not null,
    type text not null,
    once text not null,
    data text not null,
    created_at_ms bigint not null
  )`,
  'create unique index event_once on event (organisation_id, once)',
  'create index event_by_organisation on event (organisation_id, created_at_ms, id)',
  `create table audit_log (
    id text primary key,
    organisation_id text not null,
    actor text not null,
    action text not null,
    subject text,
    detail text not null,
    created_at_ms bigint not null
  )`,
  'create index audit_log_by_organisation on audit_log (organisation_id, created_at_ms, id)',
];

/** What was done stays written: a row of the log is neither changed nor deleted. */
function appendOnly(dialect: Dialect): string[] {
  if (dialect === 'postgres') {
    return [
      `create trigger audit_log_immutable before update or delete on audit_log
        for each row execute function refuse_change()`,
    ];
  }
  return ['update', 'delete'].map(
    (verb) => `create trigger audit_log_no_${verb} before ${verb} on audit_log
      begin select raise(abort, 'audit_log is append-only'); end`,
  );
}

/** Sub-accounts, key rotation, budgets of tags, events and the audit log. */
export const migration0003: Migration = {
  number: 3,
  name: 'control-plane',
  statements: (dialect) => [...tables, ...appendOnly(dialect)],
};
