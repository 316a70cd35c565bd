import type { AccountKind, Executor } from '@aigateway/database';

/** How large an amount is, whatever its sign. */
export function magnitude(amount: bigint): bigint {
  return amount < 0n ? -amount : amount;
}

/** The smaller amount. */
export function least(left: bigint, right: bigint): bigint {
  if (left < right) return left;
  return right;
}

/** How much of a transaction's part on these accounts was taken back so far, by all corrections. */
export async function takenBack(
  executor: Executor,
  transactionId: string,
  accounts: readonly AccountKind[],
): Promise<bigint> {
  const rows = await executor
    .selectFrom('ledger_transaction')
    .innerJoin('entry', 'entry.transaction_id', 'ledger_transaction.id')
    .innerJoin('account', 'account.id', 'entry.account_id')
    .select('entry.amount_micro_usd')
    .where('ledger_transaction.reference', '=', transactionId)
    .where('ledger_transaction.kind', 'in', ['refund', 'reversal', 'restoration'])
    .where('account.kind', 'in', accounts)
    .execute();
  return magnitude(rows.reduce((sum, row) => sum + row.amount_micro_usd, 0n));
}
