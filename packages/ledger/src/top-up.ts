import { type MicroUsd, microUsd } from '@aigateway/contract';
import type { Database } from '@aigateway/database';
import { fingerprintOf } from './fingerprint.ts';
import { LedgerError } from './ledger-error.ts';
import { type Also, type PostedTransaction, postOnce } from './post-transaction.ts';

/** What buying credit costs: `total` = `credit` + `fee`. */
export interface TopUpQuote {
  readonly creditMicroUsd: MicroUsd;
  readonly feeMicroUsd: MicroUsd;
  readonly totalMicroUsd: MicroUsd;
}

/** Credit that somebody paid for. */
export interface TopUpInput {
  readonly id: string;
  readonly organisationId: string;
  /** What arrives on the wallet; the payer has paid the quote's total. */
  readonly creditMicroUsd: MicroUsd;
  readonly atMs: bigint;
  /** The payment's id at the one who took it. */
  readonly reference?: string;
  readonly note?: string;
  /** Written in the same transaction, once. */
  readonly also?: Also;
}

const FEE_PERCENT = 5n;
const CENT = 10_000n;

/** The price of credit: 5 % on top, rounded half up to the cent, since cards pay whole cents. */
export function quoteTopUp(creditMicroUsd: MicroUsd): TopUpQuote {
  const fee = ((creditMicroUsd * FEE_PERCENT + 50n * CENT) / (100n * CENT)) * CENT;
  return {
    creditMicroUsd,
    feeMicroUsd: microUsd(fee),
    totalMicroUsd: microUsd(creditMicroUsd + fee),
  };
}

/**
 * Books a payment: credit to the wallet, the fee to its revenue, the total from outside, in one
 * transaction. The same id and inputs again change nothing.
 * Errors: `invalid_amount`, `unknown_account`, `id_reused`.
 */
export function topUp(database: Database, input: TopUpInput): Promise<PostedTransaction> {
  const { id, organisationId, creditMicroUsd, atMs, reference = null, note = null } = input;
  if (creditMicroUsd <= 0n) return Promise.reject(new LedgerError('invalid_amount', id));
  const quote = quoteTopUp(creditMicroUsd);
  const fingerprint = fingerprintOf([organisationId, creditMicroUsd, reference, note]);
  const intent = { id, organisationId, reference, note, fingerprint, atMs, also: input.also };
  return postOnce(database, { ...intent, kind: 'top_up' }, async () => [
    { account: 'wallet', amountMicroUsd: creditMicroUsd },
    { account: 'platform_fee_revenue', amountMicroUsd: quote.feeMicroUsd },
    { account: 'external_payments', amountMicroUsd: microUsd(-quote.totalMicroUsd) },
  ]);
}
