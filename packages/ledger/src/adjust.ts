import { type MicroUsd, microUsd } from '@aigateway/contract';
import type { Database } from '@aigateway/database';
import { fingerprintOf } from './fingerprint.ts';
import { LedgerError } from './ledger-error.ts';
import { type Also, type PostedTransaction, postOnce } from './post-transaction.ts';

/** A correction by hand. */
export interface AdjustInput {
  readonly id: string;
  readonly organisationId: string;
  /** More (+) or less (-) on the wallet; never below what is held. */
  readonly amountMicroUsd: MicroUsd;
  readonly atMs: bigint;
  /** Why; a correction without a reason is refused by whoever calls this. */
  readonly note: string;
  readonly reference?: string;
  /** Written in the same transaction, once. */
  readonly also?: Also;
}

/**
 * Corrects a wallet against the adjustments account. The same id and inputs again change nothing.
 * Errors: `invalid_amount`, `insufficient_credits`, `unknown_account`, `id_reused`.
 */
export function adjust(database: Database, input: AdjustInput): Promise<PostedTransaction> {
  const { id, organisationId, amountMicroUsd, atMs, note, reference = null } = input;
  if (amountMicroUsd === 0n) return Promise.reject(new LedgerError('invalid_amount', id));
  const fingerprint = fingerprintOf([organisationId, amountMicroUsd, reference, note]);
  const intent = { id, organisationId, reference, note, fingerprint, atMs, also: input.also };
  return postOnce(database, { ...intent, kind: 'adjustment' }, async () => [
    { account: 'wallet', amountMicroUsd },
    { account: 'adjustments', amountMicroUsd: microUsd(-amountMicroUsd) },
  ]);
}
