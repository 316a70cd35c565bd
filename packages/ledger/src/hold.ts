import { type MicroUsd, microUsd } from '@aigateway/contract';
import {
  defineStatement,
  type Executor,
  type HoldState,
  type HoldTable,
} from '@aigateway/database';
import { LedgerError } from './ledger-error.ts';

/** Money reserved on a wallet; ends once: captured, released or expired. Times are unix ms. */
export interface Hold {
  readonly id: string;
  readonly organisationId: string;
  readonly amountMicroUsd: MicroUsd;
  readonly capturedMicroUsd: MicroUsd;
  readonly state: HoldState;
  readonly resolutionId: string | null;
  readonly keyId: string | null;
  readonly tag: string | null;
  readonly budgetIds: readonly string[];
  readonly createdAtMs: bigint;
  readonly expiresAtMs: bigint;
  readonly resolvedAtMs: bigint | null;
}

const selectHold = defineStatement<HoldTable>('select * from hold where id = $1');

/** The stored row of a hold, or undefined. */
export async function findHold(executor: Executor, id: string): Promise<HoldTable | undefined> {
  const rows = await selectHold.run(executor, [id]);
  return rows[0];
}

/** A hold by its id. Errors: `unknown_hold`. */
export async function readHold(executor: Executor, id: string): Promise<Hold> {
  const row = await findHold(executor, id);
  if (row === undefined) throw new LedgerError('unknown_hold', id);
  return toHold(row);
}

/** A stored row as the ledger speaks of it. */
export function toHold(row: HoldTable): Hold {
  return {
    id: row.id,
    organisationId: row.organisation_id,
    amountMicroUsd: microUsd(row.amount_micro_usd),
    capturedMicroUsd: microUsd(row.captured_micro_usd),
    state: row.state,
    resolutionId: row.resolution_id,
    keyId: row.key_id,
    tag: row.tag,
    budgetIds: budgetIdsOf(row.budget_ids),
    createdAtMs: row.created_at_ms,
    expiresAtMs: row.expires_at_ms,
    resolvedAtMs: row.resolved_at_ms,
  };
}

/** Whether a hold is of this organisation; of any when none is named. */
export function isOwn(hold: HoldTable, organisationId: string | undefined): boolean {
  return organisationId === undefined || hold.organisation_id === organisationId;
}

/** The ids in a hold's `budget_ids`. */
export function budgetIdsOf(json: string | null): string[] {
  return json === null ? [] : (JSON.parse(json) as string[]);
}

/** The error of a verb that came after the hold had ended. */
export function lateError(state: Exclude<HoldState, 'held'>, id: string): LedgerError {
  switch (state) {
    case 'captured':
      return new LedgerError('hold_already_captured', id);
    case 'released':
      return new LedgerError('hold_already_released', id);
    case 'expired':
      return new LedgerError('hold_already_expired', id);
    default:
      return state satisfies never;
  }
}
