import type { Migration } from './migration.ts';

const tenants = [
  `create table organisation (
    id text primary key,
    name text not null,
    created_at_ms bigint not null
  )`,
  `create table api_key (
    id text primary key,
    organisation_id text not null references organisation (id),
    name text not null,
    hash text not null unique,
    prefix text not null,
    last4 text not null,
    scopes text not null,
    allowed_models text,
    rate_limit_rpm bigint,
    images_per_minute bigint,
    max_concurrent_images bigint,
    spend_cap_micro_usd bigint,
    default_tag text,
    created_at_ms bigint not null,
    expires_at_ms bigint,
    revoked_at_ms bigint
  )`,
  'create index api_key_by_organisation on api_key (organisation_id, created_at_ms)',
  `create table session (
    id text primary key,
    token_hash text not null unique,
    organisation_id text not null references organisation (id),
    role text not null,
    created_at_ms bigint not null,
    expires_at_ms bigint not null
  )`,
  `create table sign_in_link (
    token_hash text primary key,
    organisation_id text not null references organisation (id),
    role text not null,
    created_at_ms bigint not null,
    expires_at_ms bigint not null,
    used_at_ms bigint
  )`,
];

function ledger(position: string, keyed: string): string[] {
  return [
    `create table account (
      id text primary key,
      organisation_id text references organisation (id),
      kind text not null check (kind in ('wallet', 'usage_revenue', 'platform_fee_revenue',
        'external_payments', 'promotional_grants', 'adjustments')),
      posted_micro_usd bigint not null default 0,
      held_micro_usd bigint not null default 0 check (held_micro_usd >= 0),
      created_at_ms bigint not null,
      constraint account_wallet_not_overdrawn
        check (kind <> 'wallet' or posted_micro_usd - held_micro_usd >= 0)
    )`,
    'create unique index account_by_organisation on account (organisation_id, kind)',
    `create table ledger_transaction (
      id text primary key,
      organisation_id text not null,
      kind text not null,
      reference text,
      fingerprint text not null,
      note text,
      created_at_ms bigint not null
    )${keyed}`,
    'create index ledger_transaction_by_reference on ledger_transaction (reference)',
    `create table entry (
      position ${position},
      transaction_id text not null
        references ledger_transaction (id) deferrable initially deferred,
      account_id text not null references account (id),
      amount_micro_usd bigint not null check (amount_micro_usd <> 0),
      created_at_ms bigint not null
    )`,
    'create index entry_by_transaction on entry (transaction_id)',
    'create index entry_by_account on entry (account_id, position)',
    `create table hold (
      id text primary key,
      organisation_id text not null,
      account_id text not null references account (id),
      amount_micro_usd bigint not null check (amount_micro_usd > 0),
      captured_micro_usd bigint not null default 0,
      state text not null check (state in ('held', 'captured', 'released', 'expired')),
      fingerprint text not null,
      resolution_id text,
      key_id text,
      tag text,
      budget_ids text,
      created_at_ms bigint not null,
      expires_at_ms bigint not null,
      resolved_at_ms bigint,
      check (captured_micro_usd between 0 and amount_micro_usd),
      check ((state = 'captured') = (captured_micro_usd > 0)),
      check ((state = 'held') = (resolved_at_ms is null))
    )${keyed}`,
    "create index hold_open_by_expiry on hold (expires_at_ms) where state = 'held'",
    `create table budget_usage (
      id text primary key,
      organisation_id text not null,
      held_micro_usd bigint not null default 0 check (held_micro_usd >= 0),
      spent_micro_usd bigint not null default 0 check (spent_micro_usd >= 0),
      created_at_ms bigint not null
    )`,
  ];
}

function pictures(keyed: string): string[] {
  return [
    `create table generation (
      id text primary key,
      request_id text not null,
      organisation_id text not null,
      key_id text,
      model text not null,
      provider text,
      state text not null check (state in ('accepted', 'held', 'dispatched', 'stored', 'captured',
        'released', 'expired')),
      hold_id text,
      images_requested bigint not null,
      images_delivered bigint not null default 0,
      list_price_micro_usd bigint not null,
      cost_micro_usd bigint not null default 0,
      upstream_micro_usd bigint,
      own_key bigint not null default 0 check (own_key in (0, 1)),
      attempts bigint not null default 0,
      error_code text,
      tag text,
      latency_ms bigint,
      created_at_ms bigint not null,
      finished_at_ms bigint
    )${keyed}`,
    'create index generation_by_organisation on generation (organisation_id, created_at_ms)',
    'create index generation_by_hold on generation (hold_id)',
    `create index generation_unfinished on generation (state, created_at_ms)
      where state in ('accepted', 'held', 'dispatched', 'stored')`,
    `create table image (
      id text primary key,
      organisation_id text not null,
      generation_id text,
      sha256 text not null,
      format text not null,
      width bigint not null,
      height bigint not null,
      size_bytes bigint not null,
      created_at_ms bigint not null,
      expires_at_ms bigint
    )${keyed}`,
    'create index image_by_organisation on image (organisation_id, created_at_ms)',
    'create index image_by_generation on image (generation_id)',
    'create index image_by_sha256 on image (sha256)',
    'create index image_by_expiry on image (expires_at_ms)',
  ];
}

/** Tenants, keys, the ledger's books, generations and pictures. */
export const migration0001: Migration = {
  number: 1,
  name: 'first-tables',
  statements(dialect) {
    const position =
      dialect === 'sqlite'
        ? 'integer primary key'
        : 'bigint generated always as identity primary key';
    // Rows of a busy moment lie in the key's own tree: one page less to write for each.
    const keyed = dialect === 'sqlite' ? ' without rowid' : '';
    return [...tenants, ...ledger(position, keyed), ...pictures(keyed)];
  },
};
