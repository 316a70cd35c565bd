import { type Database, defineStatement, type Executor, type HoldTable } from '@aigateway/database';
import { accountId } from './account.ts';
import { settleBudgets } from './budget.ts';
import { type CaptureHoldInput, captureFingerprint } from './capture-hold-input.ts';
import { finishGeneration, finishGenerationValues } from './finish-generation.ts';
import { insertImage } from './image-row.ts';
import { LedgerError } from './ledger-error.ts';

const resolve = defineStatement<HoldTable>(
  `update hold set state = 'captured', captured_micro_usd = $2, resolution_id = $3,
     resolved_at_ms = $4
   where id = $1 and state = 'held' and amount_micro_usd >= $2
     and organisation_id = coalesce($5, organisation_id)
   returning *`,
);

const spend = defineStatement(
  `update account
   set posted_micro_usd = posted_micro_usd - $2, held_micro_usd = held_micro_usd - $3
   where id = $1`,
);

const earn = defineStatement(
  'update account set posted_micro_usd = posted_micro_usd + $2 where id = $1',
);

const insertEntries = defineStatement(
  `insert into entry (transaction_id, account_id, amount_micro_usd, created_at_ms)
   values ($1, $2, -$4, $5), ($1, $3, $4, $5)`,
);

const insertTransaction = defineStatement(
  `insert into ledger_transaction
     (id, organisation_id, kind, reference, fingerprint, created_at_ms)
   values ($1, $2, 'capture', $3, $4, $5)`,
);

/** Captures in a group commit; undefined when no hold of this id is open and large enough. */
export function captureOnSqlite(
  database: Database,
  input: CaptureHoldInput,
): Promise<HoldTable | undefined> {
  return database.transaction(async (executor) => {
    const { id, holdId, amountMicroUsd, atMs, organisationId = null } = input;
    const values = [holdId, amountMicroUsd, id, atMs, organisationId];
    const [hold] = await resolve.run(executor, values);
    if (hold === undefined) return undefined;
    await post(executor, input, hold);
    await settleBudgets(executor, hold);
    await writeBeside(executor, input);
    return hold;
  });
}

async function post(executor: Executor, input: CaptureHoldInput, hold: HoldTable): Promise<void> {
  const amount = input.amountMicroUsd;
  const revenue = accountId('usage_revenue', hold.organisation_id);
  await spend.execute(executor, [hold.account_id, amount, hold.amount_micro_usd]);
  const earned = await earn.execute(executor, [revenue, amount]);
  if (earned !== 1n) throw new LedgerError('unknown_account', revenue);
  await insertEntries.execute(executor, [input.id, hold.account_id, revenue, amount, input.atMs]);
  await insertTransaction.execute(executor, [
    input.id,
    hold.organisation_id,
    hold.id,
    captureFingerprint(input),
    input.atMs,
  ]);
}

async function writeBeside(executor: Executor, input: CaptureHoldInput): Promise<void> {
  if (input.generation !== undefined) {
    const values = finishGenerationValues(input.generation, 'captured', input.atMs);
    await finishGeneration(executor, values);
  }
  for (const image of input.images ?? []) await insertImage(executor, image);
  await input.also?.(executor);
}
