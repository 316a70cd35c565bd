import { ZERO_USD } from '@aigateway/contract';
import { type Database, isUniqueViolation } from '@aigateway/database';
import { accountId } from './account.ts';
import { openBudgets, readBudgetUsage } from './budget.ts';
import { findHold, type Hold, toHold } from './hold.ts';
import { LedgerError } from './ledger-error.ts';
import { holdFingerprint, type PlaceHoldInput } from './place-hold-input.ts';
import { placeOnPostgres } from './place-hold-postgres.ts';
import { placeOnSqlite } from './place-hold-sqlite.ts';

/**
 * Reserves money on the organisation's wallet, within every given budget, or refuses and writes
 * nothing. One round trip on PostgreSQL, one place in a group commit on SQLite.
 * Errors: `insufficient_credits`, `budget_exceeded` (subject: the budget), `unknown_account`,
 * `invalid_amount`, `id_reused`.
 */
export async function placeHold(database: Database, input: PlaceHoldInput): Promise<Hold> {
  if (input.amountMicroUsd <= 0n) throw new LedgerError('invalid_amount', input.id);
  if (await tryPlace(database, input)) return placedHold(input);
  const earlier = await findHold(database.kysely, input.id);
  if (earlier !== undefined) {
    if (earlier.fingerprint !== holdFingerprint(input)) {
      throw new LedgerError('id_reused', input.id);
    }
    return toHold(earlier);
  }
  const budgets = input.budgets ?? [];
  if (budgets.length > 0 && database.dialect === 'postgres') {
    // The statement locks only rows that exist: a budget's first hold of a period makes its row.
    await openBudgets(database.kysely, input.organisationId, { budgets, atMs: input.atMs });
    if (await tryPlace(database, input)) return placedHold(input);
  }
  throw await refusal(database, input);
}

async function tryPlace(database: Database, input: PlaceHoldInput): Promise<boolean> {
  try {
    return database.dialect === 'postgres'
      ? await placeOnPostgres(database, input)
      : await placeOnSqlite(database, input);
  } catch (error) {
    // A twin with the same id came first: the caller reads what it wrote.
    if (isUniqueViolation(error) && (await findHold(database.kysely, input.id))) return false;
    throw error;
  }
}

async function refusal(database: Database, input: PlaceHoldInput): Promise<LedgerError> {
  const wallet = await database.kysely
    .selectFrom('account')
    .select(['posted_micro_usd', 'held_micro_usd'])
    .where('id', '=', accountId('wallet', input.organisationId))
    .executeTakeFirst();
  if (wallet === undefined) return new LedgerError('unknown_account', input.organisationId);
  if (wallet.posted_micro_usd - wallet.held_micro_usd >= input.amountMicroUsd) {
    for (const budget of input.budgets ?? []) {
      const usage = await readBudgetUsage(database.kysely, budget.id);
      const used = usage.heldMicroUsd + usage.spentMicroUsd + input.amountMicroUsd;
      if (used > budget.capMicroUsd) return new LedgerError('budget_exceeded', budget.id);
    }
  }
  return new LedgerError('insufficient_credits', input.organisationId);
}

function placedHold(input: PlaceHoldInput): Hold {
  return {
    id: input.id,
    organisationId: input.organisationId,
    amountMicroUsd: input.amountMicroUsd,
    capturedMicroUsd: ZERO_USD,
    state: 'held',
    resolutionId: null,
    keyId: input.keyId ?? null,
    tag: input.tag ?? null,
    budgetIds: (input.budgets ?? []).map((budget) => budget.id),
    createdAtMs: input.atMs,
    expiresAtMs: input.expiresAtMs,
    resolvedAtMs: null,
  };
}
