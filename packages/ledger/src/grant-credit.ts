import { type MicroUsd, microUsd } from '@aigateway/contract';
import type { Database } from '@aigateway/database';
import { fingerprintOf } from './fingerprint.ts';
import { LedgerError } from './ledger-error.ts';
import { type Also, type PostedTransaction, postOnce } from './post-transaction.ts';

/** Credit that nobody paid for. */
export interface GrantCreditInput {
  readonly id: string;
  readonly organisationId: string;
  readonly amountMicroUsd: MicroUsd;
  readonly atMs: bigint;
  /** Why, for the statement and the audit log. */
  readonly note?: string;
  /** Written in the same transaction, once. */
  readonly also?: Also;
}

/**
 * Gives promotional credit to a wallet. The same id and inputs again change nothing.
 * Errors: `invalid_amount`, `unknown_account`, `id_reused`.
 */
export function grantCredit(
  database: Database,
  input: GrantCreditInput,
): Promise<PostedTransaction> {
  const { id, organisationId, amountMicroUsd, atMs, note = null } = input;
  if (amountMicroUsd <= 0n) return Promise.reject(new LedgerError('invalid_amount', id));
  const fingerprint = fingerprintOf([organisationId, amountMicroUsd, note]);
  const intent = { id, organisationId, reference: null, note, fingerprint, atMs, also: input.also };
  return postOnce(database, { ...intent, kind: 'grant' }, async () => [
    { account: 'wallet', amountMicroUsd },
    { account: 'promotional_grants', amountMicroUsd: microUsd(-amountMicroUsd) },
  ]);
}
