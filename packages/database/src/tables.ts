import type { Role } from '@aigateway/contract';
import type { Generated } from 'kysely';
import type { IdempotentCallTable } from './idempotent-call-table.ts';
import type {
  PaymentEventTable,
  PaymentOrderTable,
  PaymentProfileTable,
  PaymentReversalTable,
} from './payment-tables.ts';
import type {
  JobTable,
  WebhookDeliveryTable,
  WebhookSecretTable,
  WebhookTable,
  WebhookTryTable,
} from './tables-of-jobs.ts';

/**
 * The typed tables, identical in both dialects: every integer column is BIGINT and reads as
 * `bigint`, times are unix milliseconds (`*_at_ms`), money is micro-dollars (`*_micro_usd`),
 * ids and JSON are text.
 */
export interface Tables {
  organisation: OrganisationTable;
  api_key: ApiKeyTable;
  person: PersonTable;
  sign_in_method: SignInMethodTable;
  session: SessionTable;
  sign_in_proof: SignInProofTable;
  sign_in_link: SignInLinkTable;
  member: MemberTable;
  invitation: InvitationTable;
  account: AccountTable;
  ledger_transaction: LedgerTransactionTable;
  entry: EntryTable;
  hold: HoldTable;
  budget_usage: BudgetUsageTable;
  generation: GenerationTable;
  image: ImageTable;
  sub_account: SubAccountTable;
  budget: BudgetTable;
  event: EventTable;
  audit_log: AuditLogTable;
  organisation_data_key: OrganisationDataKeyTable;
  provider_key: ProviderKeyTable;
  idempotent_call: IdempotentCallTable;
  job: JobTable;
  webhook: WebhookTable;
  webhook_secret: WebhookSecretTable;
  webhook_delivery: WebhookDeliveryTable;
  webhook_try: WebhookTryTable;
  payment_order: PaymentOrderTable;
  payment_event: PaymentEventTable;
  payment_reversal: PaymentReversalTable;
  payment_profile: PaymentProfileTable;
}

/** A customer: the owner of keys, a wallet and pictures. */
export interface OrganisationTable {
  id: string;
  name: string;
  /** Days that its pictures are kept; null = the setting. */
  image_retention_days: bigint | null;
  created_at_ms: bigint;
  /** Requests a minute of each of its keys at most, until it pays; null = the installation's. */
  rate_limit_rpm: Generated<bigint | null>;
}

/** A caller's secret, by the SHA-256 (hex) of the secret only. Null limits mean "the default". */
export interface ApiKeyTable {
  id: string;
  organisation_id: string;
  name: string;
  hash: string;
  prefix: string;
  last4: string;
  /** JSON array of `images`, `read`, `admin`. */
  scopes: string;
  /** JSON array of slugs and wildcards, or null for all. */
  allowed_models: string | null;
  rate_limit_rpm: bigint | null;
  images_per_minute: bigint | null;
  max_concurrent_images: bigint | null;
  spend_cap_micro_usd: bigint | null;
  default_tag: string | null;
  created_at_ms: bigint;
  expires_at_ms: bigint | null;
  revoked_at_ms: bigint | null;
  sub_account_id: string | null;
  /** The rotated secret, until its first use makes it the key's own; null = no rotation waits. */
  next_hash: string | null;
  next_prefix: string | null;
  next_last4: string | null;
  /** The person who made it in the office, or `playground`; null = a key, the command line. */
  created_by: Generated<string | null>;
}

/** Somebody who can sign in. `email` is lower case; `email_verified` is 0 or 1. */
export interface PersonTable {
  id: string;
  email: string;
  email_verified: bigint;
  name: string;
  image: string | null;
  created_at_ms: bigint;
  updated_at_ms: bigint;
}

/** One way a person signs in: `credential` (a password) or an outside provider. */
export interface SignInMethodTable {
  id: string;
  person_id: string;
  provider: string;
  provider_account_id: string;
  password_hash: string | null;
  created_at_ms: bigint;
  updated_at_ms: bigint;
}

/** A browser session, by the SHA-256 (hex) of its token; what it may do, its membership says. */
export interface SessionTable {
  id: string;
  token_hash: string;
  person_id: string;
  /** The organisation it works in; one of the person's. */
  organisation_id: string;
  user_agent: string | null;
  created_at_ms: bigint;
  updated_at_ms: bigint;
  expires_at_ms: bigint;
}

/** What the sign-in library remembers between two steps, such as the state of a redirect. */
export interface SignInProofTable {
  id: string;
  identifier: string;
  value: string;
  created_at_ms: bigint;
  updated_at_ms: bigint;
  expires_at_ms: bigint;
}

/** A one-time sign-in link, by the SHA-256 (hex) of its token. */
export interface SignInLinkTable {
  token_hash: string;
  organisation_id: string;
  role: string;
  created_at_ms: bigint;
  expires_at_ms: bigint;
  used_at_ms: bigint | null;
  /** Whom it signs in; null = the first owner of the organisation. */
  person_id: Generated<string | null>;
}

/** A person in an organisation. */
export interface MemberTable {
  organisation_id: string;
  person_id: string;
  role: Role;
  created_at_ms: bigint;
}

/** A link that makes whoever opens it a member, by the SHA-256 (hex) of its token. */
export interface InvitationTable {
  id: string;
  organisation_id: string;
  token_hash: string;
  role: Role;
  /** Only a person with this address may accept it; null = whoever has the link. */
  email: string | null;
  /** The actor, as in the audit log. */
  invited_by: string;
  created_at_ms: bigint;
  expires_at_ms: bigint;
  /** When it was accepted or withdrawn. */
  ended_at_ms: bigint | null;
}

/** What an account is for; one of each an organisation. */
export type AccountKind =
  | 'wallet'
  | 'usage_revenue'
  | 'platform_fee_revenue'
  | 'external_payments'
  | 'promotional_grants'
  | 'adjustments'
  | 'debt';

/** The holder of a balance. A wallet's `posted - held` never goes below zero (a CHECK). */
export interface AccountTable {
  id: string;
  organisation_id: string | null;
  kind: AccountKind;
  posted_micro_usd: bigint;
  held_micro_usd: bigint;
  created_at_ms: bigint;
}

/** The sealed header of a balanced set of entries; written last, never changed. */
export interface LedgerTransactionTable {
  id: string;
  organisation_id: string;
  kind: string;
  /** What it is about: a hold, a payment, the transaction it reverses. */
  reference: string | null;
  /** The inputs in canonical form, so that a replay can be told from a reused id. */
  fingerprint: string;
  note: string | null;
  created_at_ms: bigint;
}

/** One signed immutable line of a transaction. */
export interface EntryTable {
  position: Generated<bigint>;
  transaction_id: string;
  account_id: string;
  amount_micro_usd: bigint;
  created_at_ms: bigint;
}

/** How a hold stands; only `held` may change, and only once. */
export type HoldState = 'held' | 'captured' | 'released' | 'expired';

/** Money reserved on a wallet for one request. */
export interface HoldTable {
  id: string;
  organisation_id: string;
  account_id: string;
  amount_micro_usd: bigint;
  captured_micro_usd: bigint;
  state: HoldState;
  fingerprint: string;
  /** The caller-made id of the verb that ended it. */
  resolution_id: string | null;
  key_id: string | null;
  tag: string | null;
  /** JSON array of the `budget_usage` ids that this hold counts against, or null. */
  budget_ids: string | null;
  created_at_ms: bigint;
  expires_at_ms: bigint;
  resolved_at_ms: bigint | null;
}

/** What one cap's scope and period has used so far; its id names both (`key:key_1:2026-11`). */
export interface BudgetUsageTable {
  id: string;
  organisation_id: string;
  held_micro_usd: bigint;
  spent_micro_usd: bigint;
  created_at_ms: bigint;
}

/** How a generation stands; each arrow is one conditional update. */
export type GenerationState =
  | 'accepted'
  | 'held'
  | 'dispatched'
  | 'stored'
  | 'captured'
  | 'released'
  | 'expired';

/** One accepted request for pictures; never deleted. `own_key` is 0 or 1. */
export interface GenerationTable {
  id: string;
  request_id: string;
  organisation_id: string;
  key_id: string | null;
  model: string;
  provider: string | null;
  state: GenerationState;
  hold_id: string | null;
  images_requested: bigint;
  images_delivered: bigint;
  list_price_micro_usd: bigint;
  cost_micro_usd: bigint;
  upstream_micro_usd: bigint | null;
  own_key: bigint;
  attempts: bigint;
  error_code: string | null;
  tag: string | null;
  latency_ms: bigint | null;
  sub_account_id: string | null;
  created_at_ms: bigint;
  finished_at_ms: bigint | null;
  /** How it came about, as JSON; null while it is being made. */
  report: Generated<string | null>;
}

/** A picture kept here; its bytes live in the media store under their SHA-256 (hex). */
export interface ImageTable {
  id: string;
  organisation_id: string;
  generation_id: string | null;
  sha256: string;
  format: string;
  width: bigint;
  height: bigint;
  size_bytes: bigint;
  created_at_ms: bigint;
  expires_at_ms: bigint | null;
  /** Of an uploaded picture; null = made, or put away for a call. */
  purpose: string | null;
  file_name: string | null;
  /** The tenant that uploaded it; of a made one its generation tells. */
  sub_account_id: string | null;
}

/** A tenant of an organisation: spends from its wallet, within a cap of its own. */
export interface SubAccountTable {
  id: string;
  organisation_id: string;
  name: string;
  external_ref: string | null;
  spend_cap_micro_usd: bigint | null;
  created_at_ms: bigint;
  closed_at_ms: bigint | null;
}

/** A hard monthly cap on everything that carries a tag; the month is one of `time_zone`. */
export interface BudgetTable {
  id: string;
  organisation_id: string;
  tag: string;
  monthly_cap_micro_usd: bigint;
  time_zone: string;
  created_at_ms: bigint;
}

/** Something to be told to an organisation; `once` keeps it from being said twice. */
export interface EventTable {
  id: string;
  organisation_id: string;
  type: string;
  once: string;
  /** JSON object, as it is delivered; of a job its id only, it is delivered as it stands. */
  data: string;
  created_at_ms: bigint;
  /** When its deliveries were written; null = not yet. */
  dispatched_at_ms: Generated<bigint | null>;
}

/** What somebody did, written with the deed; never changed (a trigger). */
export interface AuditLogTable {
  id: string;
  organisation_id: string;
  /** `key:key_…`, `person:usr_…`, `command-line`, `system`, `nobody`. */
  actor: string;
  action: string;
  subject: string | null;
  /** JSON object without secrets. */
  detail: string;
  created_at_ms: bigint;
}

/** The key that seals an organisation's secrets, wrapped by the installation's secret. */
export interface OrganisationDataKeyTable {
  organisation_id: string;
  wrapped: string;
  /** Names the wrapping key, without telling it. */
  wrapped_by: string;
  created_at_ms: bigint;
}

/** A customer's own key at an upstream; `sealed` is emptied when it is revoked. */
export interface ProviderKeyTable {
  id: string;
  organisation_id: string;
  provider: string;
  name: string;
  sealed: string;
  last4: string;
  /** The address it was stored for; null = the maker's own. */
  base_url: string | null;
  created_at_ms: bigint;
  tested_at_ms: bigint | null;
  revoked_at_ms: bigint | null;
}
