import { type MicroUsd, microUsd } from '@aigateway/contract';
import type { Executor } from '@aigateway/database';
import { accountId } from './account.ts';
import type { TransactionKind } from './post-transaction.ts';

/** One line of a wallet's statement. Time is unix ms. */
export interface StatementLine {
  readonly transactionId: string;
  readonly kind: TransactionKind;
  readonly reference: string | null;
  readonly note: string | null;
  readonly amountMicroUsd: MicroUsd;
  readonly createdAtMs: bigint;
}

/** A page of a statement; `nextCursor` is null on the last one. */
export interface StatementPage {
  readonly lines: readonly StatementLine[];
  readonly nextCursor: string | null;
}

/** Which page: `cursor` is an earlier page's `nextCursor`, `limit` 1..1000 (default 50). */
export interface StatementQuery {
  readonly organisationId: string;
  readonly cursor?: string | null;
  readonly limit?: bigint;
}

/** The postings on an organisation's wallet, newest first. A cursor not of ours is a RangeError. */
export async function readStatement(
  executor: Executor,
  query: StatementQuery,
): Promise<StatementPage> {
  const limit = within(query.limit ?? 50n);
  let select = executor
    .selectFrom('entry')
    .innerJoin('ledger_transaction as posted', 'posted.id', 'entry.transaction_id')
    .select([
      'entry.position',
      'entry.amount_micro_usd',
      'posted.id',
      'posted.kind',
      'posted.reference',
      'posted.note',
      'posted.created_at_ms',
    ])
    .where('entry.account_id', '=', accountId('wallet', query.organisationId))
    .orderBy('entry.position', 'desc')
    .limit(limit + 1n);
  const before = query.cursor ?? null;
  if (before !== null) select = select.where('entry.position', '<', positionOf(before));
  const found = await select.execute();
  const rows = found.filter((_, index) => BigInt(index) < limit);
  const last = rows.at(-1);
  return {
    lines: rows.map((row) => ({
      transactionId: row.id,
      kind: row.kind as TransactionKind,
      reference: row.reference,
      note: row.note,
      amountMicroUsd: microUsd(row.amount_micro_usd),
      createdAtMs: row.created_at_ms,
    })),
    nextCursor: found.length > rows.length && last !== undefined ? `${last.position}` : null,
  };
}

function within(limit: bigint): bigint {
  if (limit < 1n) return 1n;
  return limit > 1000n ? 1000n : limit;
}

function positionOf(cursor: string): bigint {
  if (!/^\d{1,18}$/.test(cursor)) throw new RangeError('the cursor is not one of ours');
  return BigInt(cursor);
}
