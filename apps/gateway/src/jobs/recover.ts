import { ZERO_USD } from '@aigateway/contract';
import type { Database } from '@aigateway/database';
import { LedgerError, releaseHold } from '@aigateway/ledger';
import type { System } from '../system.ts';

const UNFINISHED = ['accepted', 'held', 'dispatched', 'stored'] as const;

/**
 * Ends what an earlier process left unfinished: nothing of it was delivered, so every hold goes
 * back whole. Jobs are left alone: they go on. Only for a store that this process has to itself
 * (the embedded one, by its folder lock): there, whoever held is surely dead. Returns how many
 * generations were ended.
 */
export async function recoverInterrupted(database: Database, system: System): Promise<number> {
  const rows = await database.kysely
    .selectFrom('generation')
    .select(['id', 'hold_id', 'organisation_id'])
    .where('state', 'in', UNFINISHED)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('job')
            .select('id')
            .whereRef('job.generation_id', '=', 'generation.id')
            .where('job.status', 'in', ['queued', 'processing']),
        ),
      ),
    )
    .execute();
  for (const { id, hold_id: holdId, organisation_id: organisationId } of rows) {
    if (holdId === null) await closeFree(database, id, system);
    else await releaseInterrupted(database, { id, holdId, organisationId, system });
  }
  return rows.length;
}

async function releaseInterrupted(
  database: Database,
  {
    id,
    holdId,
    organisationId,
    system,
  }: { id: string; holdId: string; organisationId: string; system: System },
): Promise<void> {
  try {
    await releaseHold(database, {
      holdId,
      organisationId,
      atMs: BigInt(system.now()),
      generation: {
        id,
        provider: null,
        imagesDelivered: 0n,
        costMicroUsd: ZERO_USD,
        attempts: 0n,
        errorCode: 'interrupted',
        latencyMs: null,
      },
    });
  } catch (error) {
    // The clock was quicker; the hold has ended all the same.
    if (!(error instanceof LedgerError)) throw error;
  }
}

async function closeFree(database: Database, id: string, system: System): Promise<void> {
  await database.kysely
    .updateTable('generation')
    .set({ state: 'released', error_code: 'interrupted', finished_at_ms: BigInt(system.now()) })
    .where('id', '=', id)
    .where('state', 'in', UNFINISHED)
    .execute();
}
