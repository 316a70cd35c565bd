import { type Database, defineStatement, type Statement } from '@aigateway/database';
import { accountId } from './account.ts';
import { GENERATION_COLUMNS, generationPlaceholders, generationValues } from './generation-row.ts';
import {
  HOLD_COLUMNS,
  HOLD_PLACEHOLDERS,
  holdValues,
  type PlaceHoldInput,
} from './place-hold-input.ts';

const FIRST_FREE = 11;

const room = `room as (
  update account set held_micro_usd = held_micro_usd + $4
  where id = $3 and posted_micro_usd - held_micro_usd >= $4
  returning id
)`;

/** The wallet's row is the lock of the organisation: budgets are only read under it. */
const lockedRoom = `wallet as (
  select id from account
  where id = $3 and posted_micro_usd - held_micro_usd >= $4
  for no key update
)`;

const budgetLocks = `wanted as (
  select id, cap from json_to_recordset(cast($11 as json)) as budget (id text, cap bigint)
), usage as (
  select used.id, used.held_micro_usd + used.spent_micro_usd + $4 <= wanted.cap as fits
  from budget_usage used join wanted on wanted.id = used.id
  where exists (select 1 from wallet)
  order by used.id
  for no key update of used
)`;

const roomInAll = `room as (
  update account set held_micro_usd = held_micro_usd + $4
  where id = (select id from wallet)
    and (select count(*) from usage where fits) = (select count(*) from wanted)
  returning id
)`;

const reserveBudgets = `reserved as (
  update budget_usage set held_micro_usd = budget_usage.held_micro_usd + $4
  from placed where budget_usage.id in (select id from wanted)
)`;

const statements = {
  plain: placeStatement(false, false),
  withGeneration: placeStatement(false, true),
  withBudgets: placeStatement(true, false),
  withBoth: placeStatement(true, true),
};

/**
 * Places the hold with one statement that commits by itself; false when wallet or budget has no
 * room. Locks are taken in one order by everybody (wallet, then budgets by id), so that callers
 * wait for each other but never in a circle.
 */
export async function placeOnPostgres(database: Database, input: PlaceHoldInput): Promise<boolean> {
  const budgets = input.budgets ?? [];
  const values = holdValues(input);
  if (budgets.length > 0) {
    values.push(
      JSON.stringify(budgets.map(({ id, capMicroUsd }) => ({ id, cap: `${capMicroUsd}` }))),
    );
  }
  if (input.generation !== undefined) values.push(...generationValues(input.generation));
  const rows = await database.commitStatement({
    statement: choose(budgets.length > 0, input.generation !== undefined),
    parameters: values,
    lockId: accountId('wallet', input.organisationId),
  });
  return rows.length === 1;
}

function choose(budgets: boolean, generation: boolean): Statement<{ id: string }> {
  if (budgets) return generation ? statements.withBoth : statements.withBudgets;
  return generation ? statements.withGeneration : statements.plain;
}

function placeStatement(budgets: boolean, generation: boolean): Statement<{ id: string }> {
  const generationFirst = budgets ? FIRST_FREE + 1 : FIRST_FREE;
  const parts = [
    ...(budgets ? [lockedRoom, budgetLocks, roomInAll] : [room]),
    `placed as (
      insert into hold (${HOLD_COLUMNS}) select ${HOLD_PLACEHOLDERS} from room returning id
    )`,
    ...(budgets ? [reserveBudgets] : []),
    ...(generation
      ? [
          `accepted as (
            insert into generation (${GENERATION_COLUMNS})
            select ${generationPlaceholders(generationFirst)} from placed
          )`,
        ]
      : []),
  ];
  return defineStatement<{ id: string }>(`with ${parts.join(', ')} select id from placed`);
}
