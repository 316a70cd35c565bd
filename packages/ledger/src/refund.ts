import { type MicroUsd, microUsd } from '@aigateway/contract';
import type { Database, Executor } from '@aigateway/database';
import { fingerprintOf } from './fingerprint.ts';
import { LedgerError } from './ledger-error.ts';
import { type Line, type PostedTransaction, postOnce, readLines } from './post-transaction.ts';
import { magnitude, takenBack } from './taken-back.ts';

/** What is taken back, all or in part. */
export interface RefundInput {
  readonly id: string;
  readonly organisationId: string;
  /** The top-up, grant or capture that is reversed. */
  readonly transactionId: string;
  /** How much of the wallet's part of it, more than nothing; all refunds together at most all. */
  readonly amountMicroUsd: MicroUsd;
  readonly atMs: bigint;
  readonly note?: string;
}

/**
 * Reverses a transaction, or a share of it, by a new one: a refunded top-up leaves the wallet with
 * its share of the fee and goes outside, a refunded capture returns from revenue to the wallet.
 * The same id and inputs again change nothing.
 * Errors: `unknown_transaction`, `refund_exceeds_transaction`, `insufficient_credits`,
 * `invalid_amount`, `id_reused`.
 */
export function refund(database: Database, input: RefundInput): Promise<PostedTransaction> {
  const { id, organisationId, transactionId, amountMicroUsd, atMs, note = null } = input;
  if (amountMicroUsd <= 0n) return Promise.reject(new LedgerError('invalid_amount', id));
  const fingerprint = fingerprintOf([organisationId, transactionId, amountMicroUsd, note]);
  const intent = { id, organisationId, reference: transactionId, note, fingerprint, atMs };
  return postOnce(database, { ...intent, kind: 'refund' }, async (executor) => {
    const original = await readOriginal(executor, input);
    const before = await takenBack(executor, transactionId, ['wallet', 'debt']);
    const wallet = original.find((line) => line.account === 'wallet');
    const whole = magnitude(wallet?.amountMicroUsd ?? 0n);
    if (before + amountMicroUsd > whole) {
      throw new LedgerError('refund_exceeds_transaction', transactionId);
    }
    return reverse(original, { whole, from: before, to: before + amountMicroUsd });
  });
}

/** What has a wallet's part that can be given back; the rest are corrections themselves. */
const REFUNDABLE = ['capture', 'top_up', 'grant'];

async function readOriginal(executor: Executor, input: RefundInput): Promise<Line[]> {
  const row = await executor
    .selectFrom('ledger_transaction')
    .select('kind')
    .where('id', '=', input.transactionId)
    .where('organisation_id', '=', input.organisationId)
    .executeTakeFirst();
  if (row === undefined || !REFUNDABLE.includes(row.kind)) {
    throw new LedgerError('unknown_transaction', input.transactionId);
  }
  return readLines(executor, input.transactionId);
}

interface Share {
  readonly whole: bigint;
  readonly from: bigint;
  readonly to: bigint;
}

/**
 * The opposite of a share of each line. A line's part is the difference of two rounded prefixes,
 * so that parts of any size add up to exactly the whole; one line takes the rounding of the rest.
 */
function reverse(original: readonly Line[], share: Share): Line[] {
  const prefix = (amount: bigint, upTo: bigint) => (amount * upTo) / share.whole;
  const lines = original.map((line) => ({
    account: line.account,
    amountMicroUsd: microUsd(
      prefix(line.amountMicroUsd, share.from) - prefix(line.amountMicroUsd, share.to),
    ),
  }));
  const sum = lines.reduce((total, line) => total + line.amountMicroUsd, 0n);
  const last = lines.length - 1;
  return lines.map((line, index) =>
    index === last ? { ...line, amountMicroUsd: microUsd(line.amountMicroUsd - sum) } : line,
  );
}
