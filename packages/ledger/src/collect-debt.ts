import { type MicroUsd, microUsd, ZERO_USD } from '@aigateway/contract';
import type { Database, Executor } from '@aigateway/database';
import { accountId } from './account.ts';
import { fingerprintOf } from './fingerprint.ts';
import { LedgerError } from './ledger-error.ts';
import { type PostedTransaction, postOnce } from './post-transaction.ts';
import { least } from './taken-back.ts';

/** Whose debt is paid from the wallet. */
export interface CollectDebtInput {
  readonly id: string;
  readonly organisationId: string;
  readonly atMs: bigint;
}

/**
 * Pays what an organisation owes after a reversal, as far as its wallet has available credit; null
 * when there is nothing to pay or to pay with. Safe to call at any time.
 */
export async function collectDebt(
  database: Database,
  { id, organisationId, atMs }: CollectDebtInput,
): Promise<PostedTransaction | null> {
  if ((await payable(database.kysely, organisationId)) === 0n) return null;
  const fingerprint = fingerprintOf([organisationId]);
  const intent = { id, organisationId, reference: null, note: null, fingerprint, atMs };
  try {
    return await postOnce(database, { ...intent, kind: 'debt_payment' }, async (executor) => {
      const amount = await payable(executor, organisationId);
      if (amount === 0n) throw new LedgerError('invalid_amount', id);
      return [
        { account: 'wallet', amountMicroUsd: microUsd(-amount) },
        { account: 'debt', amountMicroUsd: amount },
      ];
    });
  } catch (error) {
    // Somebody else collected or spent it meanwhile.
    if (error instanceof LedgerError && error.code === 'invalid_amount') return null;
    throw error;
  }
}

/** What an organisation owes; nothing for nearly all. */
export async function readDebt(executor: Executor, organisationId: string): Promise<MicroUsd> {
  const debt = await executor
    .selectFrom('account')
    .select('posted_micro_usd')
    .where('id', '=', accountId('debt', organisationId))
    .executeTakeFirst();
  return microUsd(-(debt?.posted_micro_usd ?? 0n));
}

/** The organisations that owe something. */
export async function listDebtors(executor: Executor): Promise<string[]> {
  const rows = await executor
    .selectFrom('account')
    .select('organisation_id')
    .where('kind', '=', 'debt')
    .where('posted_micro_usd', '<', 0n)
    .execute();
  return rows.flatMap((row) => (row.organisation_id === null ? [] : [row.organisation_id]));
}

async function payable(executor: Executor, organisationId: string): Promise<MicroUsd> {
  const owed = await readDebt(executor, organisationId);
  if (owed === 0n) return ZERO_USD;
  const wallet = await executor
    .selectFrom('account')
    .select(['posted_micro_usd', 'held_micro_usd'])
    .where('id', '=', accountId('wallet', organisationId))
    .executeTakeFirst();
  const available = wallet ? wallet.posted_micro_usd - wallet.held_micro_usd : 0n;
  return microUsd(least(available, owed));
}
