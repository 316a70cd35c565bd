import type { AccountKind, Executor } from '@aigateway/database';

/** Every kind of account, in the order in which their rows are locked: the wallet first. */
export const ACCOUNT_KINDS: readonly AccountKind[] = [
  'wallet',
  'usage_revenue',
  'platform_fee_revenue',
  'external_payments',
  'promotional_grants',
  'adjustments',
  'debt',
];

/**
 * The account of this kind of an organisation: `wallet:org_…`. Every organisation has seven of its
 * own, so that no row is shared by all callers, and its wallet's row is the lock of all the others.
 */
export function accountId(kind: AccountKind, organisationId: string): string {
  return `${kind}:${organisationId}`;
}

/** Opens the seven accounts of an organisation that exists; does nothing when they are there. */
export async function openAccounts(
  executor: Executor,
  input: { readonly organisationId: string; readonly atMs: bigint },
): Promise<void> {
  const rows = ACCOUNT_KINDS.map((kind) => ({
    id: accountId(kind, input.organisationId),
    organisation_id: input.organisationId,
    kind,
    posted_micro_usd: 0n,
    held_micro_usd: 0n,
    created_at_ms: input.atMs,
  }));
  await executor
    .insertInto('account')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
