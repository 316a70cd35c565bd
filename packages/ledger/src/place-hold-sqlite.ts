import { type Database, defineStatement, type Executor } from '@aigateway/database';
import { accountId } from './account.ts';
import { reserveBudget } from './budget.ts';
import { generationValues, INSERT_GENERATION } from './generation-row.ts';
import {
  HOLD_COLUMNS,
  HOLD_PLACEHOLDERS,
  holdValues,
  type PlaceHoldInput,
} from './place-hold-input.ts';

const reserve = defineStatement(
  `update account set held_micro_usd = held_micro_usd + $2
   where id = $1 and posted_micro_usd - held_micro_usd >= $2`,
);

const insertHold = defineStatement(
  `insert into hold (${HOLD_COLUMNS}) values (${HOLD_PLACEHOLDERS})`,
);

const insertGeneration = defineStatement(INSERT_GENERATION);

class NoRoom extends Error {}

/** Places the hold in a group commit; false when wallet or budget has no room. */
export async function placeOnSqlite(database: Database, input: PlaceHoldInput): Promise<boolean> {
  try {
    return await database.transaction((executor) => place(executor, input));
  } catch (error) {
    if (error instanceof NoRoom) return false;
    throw error;
  }
}

async function place(executor: Executor, input: PlaceHoldInput): Promise<boolean> {
  const wallet = accountId('wallet', input.organisationId);
  const reserved = await reserve.execute(executor, [wallet, input.amountMicroUsd]);
  if (reserved === 0n) return false;
  for (const budget of input.budgets ?? []) {
    // Thrown, not returned: what the steps before it wrote is taken back.
    if (!(await reserveBudget(executor, budget, input))) throw new NoRoom();
  }
  await insertHold.execute(executor, holdValues(input));
  if (input.generation !== undefined) {
    await insertGeneration.execute(executor, generationValues(input.generation));
  }
  return true;
}
