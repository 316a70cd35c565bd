import type { Database } from '@aigateway/database';
import { readBalance, readBudgetUsage } from '@aigateway/ledger';
import { sql } from 'kysely';
import type { Principal } from '../principal.ts';
import { principalBudgets } from './budget-book.ts';

/** The three balances, in micro-dollars; posted − held = available. */
export interface OwnBalance {
  readonly posted: bigint;
  readonly held: bigint;
  readonly available: bigint;
}

/**
 * What a caller sees of the wallet. Callers of the organisation see its books. A key of a
 * sub-account sees what it may spend itself: the least of the wallet, the sub-account's cap and its
 * own; held is what calls of its sub-account hold. The parent's books stay the parent's.
 */
export async function readOwnBalance(
  { kysely }: Database,
  principal: Principal,
  nowMs: number,
): Promise<OwnBalance> {
  const books = await readBalance(kysely, principal.organisationId);
  if (!principal.subAccount) {
    const { postedMicroUsd: posted, heldMicroUsd: held, availableMicroUsd: available } = books;
    return { posted, held, available };
  }
  let available: bigint = books.availableMicroUsd;
  for (const { id, capMicroUsd } of principalBudgets(principal, nowMs)) {
    const { heldMicroUsd, spentMicroUsd } = await readBudgetUsage(kysely, id);
    const left = capMicroUsd - heldMicroUsd - spentMicroUsd;
    if (left < available) available = left;
  }
  if (available < 0n) available = 0n;
  const { held } = await kysely
    .selectFrom('hold')
    .innerJoin('api_key', 'api_key.id', 'hold.key_id')
    .select(sql<bigint>`cast(coalesce(sum(hold.amount_micro_usd), 0) as bigint)`.as('held'))
    .where('hold.state', '=', 'held')
    .where('api_key.sub_account_id', '=', principal.subAccount.id)
    .executeTakeFirstOrThrow();
  return { posted: available + held, held, available };
}
