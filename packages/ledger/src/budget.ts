import { type MicroUsd, microUsd } from '@aigateway/contract';
import { defineStatement, type Executor } from '@aigateway/database';
import { budgetIdsOf } from './hold.ts';

/**
 * A hard cap that a hold counts against. The id names scope and period (`key:key_1:2026-11`):
 * a new period is a new id and starts at nothing. A budget is of one organisation, whose wallet is
 * its lock. The cap is the one in force now.
 */
export interface HoldBudget {
  readonly id: string;
  readonly capMicroUsd: MicroUsd;
}

/** What a budget has reserved and spent so far. */
export interface BudgetUsage {
  readonly heldMicroUsd: MicroUsd;
  readonly spentMicroUsd: MicroUsd;
}

const reserve = defineStatement(
  `insert into budget_usage (id, organisation_id, held_micro_usd, created_at_ms)
   values ($1, $2, $3, $4)
   on conflict (id) do update set held_micro_usd = budget_usage.held_micro_usd + $3
   where budget_usage.held_micro_usd + budget_usage.spent_micro_usd + $3 <= $5`,
);

const settle = defineStatement(
  `update budget_usage
   set held_micro_usd = held_micro_usd - $2, spent_micro_usd = spent_micro_usd + $3
   where id = $1`,
);

interface Reservation {
  readonly organisationId: string;
  readonly amountMicroUsd: MicroUsd;
  readonly atMs: bigint;
}

/** Reserves an amount on a budget; false when it would pass the cap. */
export async function reserveBudget(
  executor: Executor,
  budget: HoldBudget,
  input: Reservation,
): Promise<boolean> {
  // The condition guards the update only: a first row must be within the cap by itself.
  if (input.amountMicroUsd > budget.capMicroUsd) return false;
  const written = await reserve.execute(executor, [
    budget.id,
    input.organisationId,
    input.amountMicroUsd,
    input.atMs,
    budget.capMicroUsd,
  ]);
  return written === 1n;
}

interface Settlement {
  readonly budget_ids: string | null;
  readonly amount_micro_usd: bigint;
  readonly captured_micro_usd: bigint;
}

/** Turns an ended hold's reservations into spending of what was captured. */
export async function settleBudgets(executor: Executor, hold: Settlement): Promise<void> {
  for (const id of budgetIdsOf(hold.budget_ids).sort()) {
    await settle.execute(executor, [id, hold.amount_micro_usd, hold.captured_micro_usd]);
  }
}

/** Makes the rows of budgets that have none yet. */
export async function openBudgets(
  executor: Executor,
  organisationId: string,
  input: { readonly budgets: readonly HoldBudget[]; readonly atMs: bigint },
): Promise<void> {
  const rows = input.budgets
    .map(({ id }) => ({
      id,
      organisation_id: organisationId,
      held_micro_usd: 0n,
      spent_micro_usd: 0n,
      created_at_ms: input.atMs,
    }))
    .sort((left, right) => (left.id < right.id ? -1 : 1));
  await executor
    .insertInto('budget_usage')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** What a budget has used; nothing when no hold ever counted against it. */
export async function readBudgetUsage(executor: Executor, id: string): Promise<BudgetUsage> {
  const row = await executor
    .selectFrom('budget_usage')
    .select(['held_micro_usd', 'spent_micro_usd'])
    .where('id', '=', id)
    .executeTakeFirst();
  return {
    heldMicroUsd: microUsd(row?.held_micro_usd ?? 0n),
    spentMicroUsd: microUsd(row?.spent_micro_usd ?? 0n),
  };
}
