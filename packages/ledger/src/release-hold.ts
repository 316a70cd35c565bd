import { type Database, defineStatement, type Executor, type HoldTable } from '@aigateway/database';
import { accountId } from './account.ts';
import { settleBudgets } from './budget.ts';
import type { FinishedGeneration } from './capture-hold-input.ts';
import {
  finishGeneration,
  finishGenerationText,
  finishGenerationValues,
  IS_UNFINISHED,
} from './finish-generation.ts';
import { findHold, type Hold, isOwn, lateError, toHold } from './hold.ts';
import { LedgerError } from './ledger-error.ts';
import { IS_HELD, lockWalletOfHold } from './lock-wallet.ts';

/** What `releaseHold` gives back. */
export interface ReleaseHoldInput {
  /** Caller-made id of this release; absent = one release a hold, however often it is said. */
  readonly id?: string;
  readonly holdId: string;
  /** Whose hold it is, as in `captureHold`. */
  readonly organisationId?: string;
  readonly atMs: bigint;
  /** Written in the same transaction. */
  readonly generation?: FinishedGeneration;
  /** Anything else that must be written in the same transaction; a throw undoes it all. */
  readonly also?: (executor: Executor) => Promise<void>;
}

/** A hold that ends without being spent. */
export interface Unspent {
  readonly resolutionId: string;
  readonly holdId: string;
  readonly organisationId?: string | undefined;
  readonly state: 'released' | 'expired';
  readonly atMs: bigint;
  readonly generation?: FinishedGeneration | undefined;
  readonly also?: ((executor: Executor) => Promise<void>) | undefined;
}

const RESOLVE = `update hold
  set state = cast($2 as text), resolution_id = $3, resolved_at_ms = $4`;

const resolve = defineStatement<HoldTable>(
  `${RESOLVE} where id = $1 and state = 'held'
     and organisation_id = coalesce($5, organisation_id) returning *`,
);

const giveBack = defineStatement(
  'update account set held_micro_usd = held_micro_usd - $2 where id = $1',
);

/** Nobody is left to say how the generation of an expired hold went. */
const EXPIRE_GENERATION = `update generation
  set state = 'expired', error_code = 'hold_expired', finished_at_ms = $4`;

const expireGeneration = defineStatement(
  `${EXPIRE_GENERATION} where hold_id = $1 and ${IS_UNFINISHED}`,
);

const onPostgres = {
  plain: unspentStatement(''),
  expired: unspentStatement(
    `, finished as (${EXPIRE_GENERATION}
      from resolved where hold_id = resolved.id and ${IS_UNFINISHED})`,
  ),
  withGeneration: unspentStatement(`, finished as (${finishGenerationText(6, 'from resolved')})`),
};

function unspentStatement(beside: string) {
  return defineStatement<HoldTable>(`with ${lockWalletOfHold('$5')}, resolved as (
    ${RESOLVE} from locked
    where hold.id = $1 and account_id = locked.wallet_id and ${IS_HELD} returning hold.*
  ), wallet as (
    update account set held_micro_usd = held_micro_usd - resolved.amount_micro_usd
    from resolved where account.id = resolved.account_id
    returning resolved.amount_micro_usd, resolved.budget_ids
  ), budgets as (
    update budget_usage set held_micro_usd = budget_usage.held_micro_usd - wallet.amount_micro_usd
    from wallet, json_array_elements_text(cast(wallet.budget_ids as json)) as used (id)
    where budget_usage.id = used.id
  ) ${beside} select * from resolved`);
}

/**
 * Gives a whole hold back to the wallet.
 * Errors: `hold_already_captured`, `hold_already_released`, `hold_already_expired`,
 * `unknown_hold`.
 */
export async function releaseHold(database: Database, input: ReleaseHoldInput): Promise<Hold> {
  const { holdId, organisationId, atMs, generation, also } = input;
  const resolutionId = input.id ?? `release:${holdId}`;
  const released = await endUnspent(database, {
    resolutionId,
    holdId,
    organisationId,
    state: 'released',
    atMs,
    generation,
    also,
  });
  if (released !== undefined) return toHold(released);
  const hold = await findHold(database.kysely, holdId);
  if (hold === undefined || hold.state === 'held' || !isOwn(hold, organisationId)) {
    throw new LedgerError('unknown_hold', holdId);
  }
  if (hold.state === 'released' && hold.resolution_id === resolutionId) return toHold(hold);
  throw lateError(hold.state, holdId);
}

/** Ends an open hold without a charge, and its generation; undefined when it is not open. */
export async function endUnspent(
  database: Database,
  input: Unspent,
): Promise<HoldTable | undefined> {
  const { generation, also, holdId, organisationId } = input;
  const head = [holdId, input.state, input.resolutionId, input.atMs, organisationId ?? null];
  const tail = generation ? finishGenerationValues(generation, input.state, input.atMs) : [];
  if (database.dialect === 'postgres') {
    const plain = input.state === 'expired' ? onPostgres.expired : onPostgres.plain;
    const statement = generation ? onPostgres.withGeneration : plain;
    const parameters = [...head, ...tail];
    if (also) {
      return database.transaction(async (executor) => {
        const [hold] = await statement.run(executor, parameters);
        if (hold !== undefined) await also(executor);
        return hold;
      });
    }
    if (organisationId === undefined) return (await statement.run(database.kysely, parameters))[0];
    const lockId = accountId('wallet', organisationId);
    return (await database.commitStatement({ statement, parameters, lockId }))[0];
  }
  return database.transaction(async (executor) => {
    const [hold] = await resolve.run(executor, head);
    if (hold === undefined) return undefined;
    await giveBack.execute(executor, [hold.account_id, hold.amount_micro_usd]);
    await settleBudgets(executor, hold);
    if (generation) await finishGeneration(executor, tail);
    else if (input.state === 'expired') await expireGeneration.execute(executor, head);
    await also?.(executor);
    return hold;
  });
}
