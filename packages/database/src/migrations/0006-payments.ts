import type { Dialect } from '../database.ts';
import type { Migration } from './migration.ts';

const KINDS = "'promotional_grants', 'adjustments'";

/** One more kind of account; SQLite changes a CHECK by its schema text alone. */
function allowDebt(dialect: Dialect): string[] {
  if (dialect === 'postgres') {
    return [
      'alter table account drop constraint account_kind_check',
      `alter table account add constraint account_kind_check check (kind in ('wallet',
        'usage_revenue', 'platform_fee_revenue', 'external_payments', ${KINDS}, 'debt'))`,
    ];
  }
  const quoted = KINDS.replaceAll("'", "''");
  return [
    'pragma writable_schema = on',
    `update sqlite_schema set sql = replace(sql, '${quoted})', '${quoted}, ''debt'')')
      where type = 'table' and name = 'account'`,
    'pragma writable_schema = reset',
  ];
}

const tables = [
  `insert into account (id, organisation_id, kind, created_at_ms)
    select 'debt:' || id, id, 'debt', created_at_ms from organisation`,
  `create table payment_order (
    id text primary key,
    organisation_id text not null references organisation (id),
    purpose text not null check (purpose in ('checkout', 'reload')),
    method text not null check (method in ('stripe', 'play')),
    state text not null check (state in ('open', 'paid', 'expired', 'failed')),
    credit_micro_usd bigint not null check (credit_micro_usd > 0),
    fee_micro_usd bigint not null check (fee_micro_usd >= 0),
    total_micro_usd bigint not null check (total_micro_usd = credit_micro_usd + fee_micro_usd),
    transaction_id text not null unique,
    session_id text unique,
    payment_id text unique,
    checkout_url text,
    receipt_number text,
    receipt_url text,
    failure text,
    created_at_ms bigint not null,
    paid_at_ms bigint,
    check ((state = 'paid') = (paid_at_ms is not null))
  )`,
  `create index payment_order_by_organisation
    on payment_order (organisation_id, created_at_ms, id)`,
  `create unique index payment_order_one_reload on payment_order (organisation_id)
    where purpose = 'reload' and state = 'open'`,
  `create table payment_event (
    id text primary key,
    type text not null,
    outcome text not null,
    received_at_ms bigint not null
  )`,
  `create table payment_reversal (
    id text primary key,
    order_id text not null references payment_order (id),
    kind text not null check (kind in ('refund', 'dispute')),
    state text not null check (state in ('reversed', 'restored')),
    amount_micro_usd bigint not null check (amount_micro_usd > 0),
    transaction_id text not null unique,
    created_at_ms bigint not null
  )`,
  'create index payment_reversal_by_order on payment_reversal (order_id)',
  `create table payment_profile (
    organisation_id text primary key references organisation (id),
    customer_id text,
    payment_method_id text,
    reload_enabled bigint not null check (reload_enabled in (0, 1)),
    reload_threshold_micro_usd bigint not null check (reload_threshold_micro_usd >= 0),
    reload_credit_micro_usd bigint not null check (reload_credit_micro_usd > 0),
    reload_most_a_day bigint not null check (reload_most_a_day > 0),
    reload_paused text,
    changed_at_ms bigint not null
  )`,
];

/** Orders of credit, what became of them, and what an organisation owes after a dispute. */
export const migration0006: Migration = {
  number: 6,
  name: 'payments',
  statements: (dialect) => [...allowDebt(dialect), ...tables],
};
