import type { Database, HoldTable } from '@aigateway/database';
import type { CaptureHoldInput } from './capture-hold-input.ts';
import { captureOnPostgres } from './capture-hold-postgres.ts';
import { captureOnSqlite } from './capture-hold-sqlite.ts';
import { findHold, type Hold, isOwn, lateError, toHold } from './hold.ts';
import { LedgerError } from './ledger-error.ts';

/**
 * Posts all or part of a hold as spent and gives the rest back. One round trip on PostgreSQL
 * (unless `also` is given), one place in a group commit on SQLite. A hold past its expiry can be
 * captured as long as `expireHolds` has not ended it: its money is still reserved.
 * Errors: `hold_already_captured`, `hold_already_released`, `hold_already_expired`,
 * `unknown_hold`, `capture_exceeds_hold`, `invalid_amount`, `id_reused`.
 */
export async function captureHold(database: Database, input: CaptureHoldInput): Promise<Hold> {
  if (input.amountMicroUsd <= 0n) throw new LedgerError('invalid_amount', input.holdId);
  const captured = await tryCapture(database, input);
  if (captured !== undefined) return toHold(captured);
  const hold = await findHold(database.kysely, input.holdId);
  if (hold === undefined || !isOwn(hold, input.organisationId)) {
    throw new LedgerError('unknown_hold', input.holdId);
  }
  return toHold(replayed(hold, input));
}

async function tryCapture(
  database: Database,
  input: CaptureHoldInput,
): Promise<HoldTable | undefined> {
  try {
    return database.dialect === 'postgres'
      ? await captureOnPostgres(database, input)
      : await captureOnSqlite(database, input);
  } catch (error) {
    if (await isPosted(database, input.id)) throw new LedgerError('id_reused', input.id);
    throw error;
  }
}

async function isPosted(database: Database, id: string): Promise<boolean> {
  const row = await database.kysely
    .selectFrom('ledger_transaction')
    .select('id')
    .where('id', '=', id)
    .executeTakeFirst();
  return row !== undefined;
}

function replayed(hold: HoldTable, input: CaptureHoldInput): HoldTable {
  if (hold.state === 'held') throw new LedgerError('capture_exceeds_hold', hold.id);
  if (hold.state === 'captured' && hold.resolution_id === input.id) {
    if (hold.captured_micro_usd === input.amountMicroUsd) return hold;
    throw new LedgerError('id_reused', input.id);
  }
  throw lateError(hold.state, hold.id);
}
