import { type MicroUsd, microUsd } from '@aigateway/contract';
import type { Database, Executor } from '@aigateway/database';
import { accountId } from './account.ts';
import { fingerprintOf } from './fingerprint.ts';
import { LedgerError } from './ledger-error.ts';
import {
  type Also,
  type Line,
  type PostedTransaction,
  postOnce,
  readLines,
} from './post-transaction.ts';
import { least, magnitude, takenBack } from './taken-back.ts';

/** Money that the payer got back, whether we like it or not. */
export interface ReversePaymentInput {
  readonly id: string;
  readonly organisationId: string;
  /** The top-up that was paid with it. */
  readonly transactionId: string;
  /** Of the total that was paid, fee included; all reversals together at most all of it. */
  readonly paidMicroUsd: MicroUsd;
  readonly atMs: bigint;
  readonly note?: string;
  /** Written in the same transaction, once. */
  readonly also?: Also;
}

/**
 * Takes back the share of a top-up that its payer got back: fee revenue and wallet give their
 * parts. What of the wallet's part is spent or held already is booked on the debt account, since a
 * wallet never goes below zero. The same id and inputs again change nothing.
 * Errors: `unknown_transaction`, `refund_exceeds_transaction`, `invalid_amount`, `id_reused`.
 */
export function reversePayment(
  database: Database,
  input: ReversePaymentInput,
): Promise<PostedTransaction> {
  const { id, organisationId, transactionId, paidMicroUsd, atMs, note = null, also } = input;
  if (paidMicroUsd <= 0n) return Promise.reject(new LedgerError('invalid_amount', id));
  const fingerprint = fingerprintOf([organisationId, transactionId, paidMicroUsd, note]);
  const intent = { id, organisationId, reference: transactionId, note, fingerprint, atMs, also };
  return postOnce(database, { ...intent, kind: 'reversal' }, async (executor) => {
    const share = await readShare(executor, input);
    const available = await readAvailable(executor, organisationId);
    const fromWallet = least(share.credit, available);
    return toLines([
      ['wallet', -fromWallet],
      ['debt', fromWallet - share.credit],
      ['platform_fee_revenue', share.credit - paidMicroUsd],
      ['external_payments', paidMicroUsd],
    ]);
  });
}

/** A reversal that did not stand: a dispute that was won, a refund that failed. */
export interface RestorePaymentInput {
  readonly id: string;
  readonly organisationId: string;
  /** The reversal that is undone. */
  readonly reversalId: string;
  readonly atMs: bigint;
  readonly note?: string;
  /** Written in the same transaction, once. */
  readonly also?: Also;
}

/**
 * Undoes a reversal whole: its credit returns to the wallet, also what had become debt, which is
 * then paid by `collectDebt`. The same id and inputs again change nothing.
 * Errors: `unknown_transaction`, `refund_exceeds_transaction`, `id_reused`.
 */
export async function restorePayment(
  database: Database,
  input: RestorePaymentInput,
): Promise<PostedTransaction> {
  const { id, organisationId, reversalId, atMs, note = null, also } = input;
  const { transactionId, lines } = await readReversal(database.kysely, input);
  const of = (account: Line['account']) =>
    lines.find((line) => line.account === account)?.amountMicroUsd ?? 0n;
  const fingerprint = fingerprintOf([organisationId, reversalId, note]);
  const intent = { id, organisationId, reference: transactionId, note, fingerprint, atMs, also };
  return postOnce(database, { ...intent, kind: 'restoration' }, async (executor) => {
    const paid = of('external_payments');
    if (paid > (await takenBack(executor, transactionId, ['external_payments']))) {
      throw new LedgerError('refund_exceeds_transaction', transactionId);
    }
    return toLines([
      ['wallet', -of('wallet') - of('debt')],
      ['platform_fee_revenue', -of('platform_fee_revenue')],
      ['external_payments', -paid],
    ]);
  });
}

/** The wallet's part of a reversal: the difference of two rounded prefixes, so parts add up. */
async function readShare(
  executor: Executor,
  { transactionId, organisationId, paidMicroUsd }: ReversePaymentInput,
): Promise<{ credit: bigint }> {
  const row = await executor
    .selectFrom('ledger_transaction')
    .select('kind')
    .where('id', '=', transactionId)
    .where('organisation_id', '=', organisationId)
    .executeTakeFirst();
  if (row?.kind !== 'top_up') throw new LedgerError('unknown_transaction', transactionId);
  const lines = await readLines(executor, transactionId);
  const of = (account: Line['account']) =>
    magnitude(lines.find((line) => line.account === account)?.amountMicroUsd ?? 0n);
  const [credit, total] = [of('wallet'), of('external_payments')];
  const before = await takenBack(executor, transactionId, ['external_payments']);
  const creditBefore = await takenBack(executor, transactionId, ['wallet', 'debt']);
  const after = before + paidMicroUsd;
  if (after > total) throw new LedgerError('refund_exceeds_transaction', transactionId);
  const wanted = (credit * after) / total - creditBefore;
  return { credit: wanted < 0n ? 0n : wanted };
}

async function readAvailable(executor: Executor, organisationId: string): Promise<bigint> {
  const wallet = await executor
    .selectFrom('account')
    .select(['posted_micro_usd', 'held_micro_usd'])
    .where('id', '=', accountId('wallet', organisationId))
    .executeTakeFirstOrThrow();
  return wallet.posted_micro_usd - wallet.held_micro_usd;
}

async function readReversal(
  executor: Executor,
  { reversalId, organisationId }: RestorePaymentInput,
): Promise<{ transactionId: string; lines: Line[] }> {
  const row = await executor
    .selectFrom('ledger_transaction')
    .select(['kind', 'reference'])
    .where('id', '=', reversalId)
    .where('organisation_id', '=', organisationId)
    .executeTakeFirst();
  if (row?.kind !== 'reversal' || row.reference === null) {
    throw new LedgerError('unknown_transaction', reversalId);
  }
  return { transactionId: row.reference, lines: await readLines(executor, reversalId) };
}

function toLines(amounts: readonly (readonly [Line['account'], bigint])[]): Line[] {
  return amounts.map(([account, amount]) => ({ account, amountMicroUsd: microUsd(amount) }));
}
