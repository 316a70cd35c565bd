import type { MicroUsd } from '@aigateway/contract';
import type { SqlValue } from '@aigateway/database';
import { accountId } from './account.ts';
import type { HoldBudget } from './budget.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { NewGeneration } from './generation-row.ts';

/** What `placeHold` reserves, and for whom. */
export interface PlaceHoldInput {
  /** Caller-made; the same id with the same inputs gives the same hold. */
  readonly id: string;
  readonly organisationId: string;
  readonly amountMicroUsd: MicroUsd;
  readonly atMs: bigint;
  readonly expiresAtMs: bigint;
  readonly keyId?: string | null;
  readonly tag?: string | null;
  /** Every cap that must not be passed beside the wallet: of the key, the tag, the sub-account. */
  readonly budgets?: readonly HoldBudget[];
  /** A row that must exist exactly when the hold does. */
  readonly generation?: NewGeneration;
}

/** The inputs that make two holds of one id the same. */
export function holdFingerprint(input: PlaceHoldInput): string {
  const { organisationId, amountMicroUsd } = input;
  return fingerprintOf([organisationId, amountMicroUsd, input.keyId ?? null, input.tag ?? null]);
}

/** The columns of a new hold, in the order of `holdValues`. */
export const HOLD_COLUMNS =
  'id, organisation_id, account_id, amount_micro_usd, state, fingerprint, key_id, tag, ' +
  'budget_ids, created_at_ms, expires_at_ms';

/** Placeholders with their types for `HOLD_COLUMNS`. */
export const HOLD_PLACEHOLDERS =
  "cast($1 as text), cast($2 as text), cast($3 as text), cast($4 as bigint), 'held', " +
  'cast($5 as text), cast($6 as text), cast($7 as text), cast($8 as text), ' +
  'cast($9 as bigint), cast($10 as bigint)';

/** `$1` to `$10` of a new hold: `$1` its id, `$3` the wallet, `$4` the amount. */
export function holdValues(input: PlaceHoldInput): SqlValue[] {
  const budgetIds = input.budgets?.map((budget) => budget.id) ?? [];
  return [
    input.id,
    input.organisationId,
    accountId('wallet', input.organisationId),
    input.amountMicroUsd,
    holdFingerprint(input),
    input.keyId ?? null,
    input.tag ?? null,
    budgetIds.length === 0 ? null : JSON.stringify(budgetIds),
    input.atMs,
    input.expiresAtMs,
  ];
}
