import { type MicroUsd, ZERO_USD } from '@aigateway/contract';
import type { Database } from '@aigateway/database';
import { captureHold } from './capture-hold.ts';
import type { FinishedGeneration } from './capture-hold-input.ts';
import { expireHolds } from './expire-holds.ts';
import type { NewImage } from './image-row.ts';
import { LedgerError } from './ledger-error.ts';
import { releaseHold } from './release-hold.ts';

/** A generation whose pictures were stored by a process that did not come to capture. */
export interface StoredGeneration {
  readonly id: string;
  readonly holdId: string;
  readonly organisationId: string;
  readonly provider: string | null;
  readonly attempts: bigint;
}

/** What can be charged for it, or null when its pictures cannot be fetched. */
export interface Recovered {
  readonly amountMicroUsd: MicroUsd;
  readonly generation: FinishedGeneration;
  readonly images?: readonly NewImage[];
}

/** When it is, and whose generations are surely nobody's any more. */
export interface RecoverHoldsInput {
  readonly atMs: bigint;
  /** Only generations accepted before this are taken up: younger ones may be in work. */
  readonly acceptedBeforeMs: bigint;
  /** Looks the pictures up; runs outside any transaction. */
  readonly lookUp: (generation: StoredGeneration) => Promise<Recovered | null>;
}

/** How many holds ended, and how. */
export interface Recovery {
  readonly captured: bigint;
  readonly released: bigint;
  readonly expired: bigint;
}

/**
 * On start and every minute: captures what was stored and can be fetched, releases what was stored
 * and cannot, expires every hold whose time has come. Safe in several processes at once.
 */
export async function recoverHolds(
  database: Database,
  input: RecoverHoldsInput,
): Promise<Recovery> {
  const stored = await database.kysely
    .selectFrom('generation')
    .innerJoin('hold', 'hold.id', 'generation.hold_id')
    .select(['generation.id', 'generation.provider', 'generation.attempts'])
    .select(['hold.id as holdId', 'hold.organisation_id as organisationId'])
    .where('generation.state', '=', 'stored')
    .where('hold.state', '=', 'held')
    .where('generation.created_at_ms', '<', input.acceptedBeforeMs)
    .execute();
  let captured = 0n;
  let released = 0n;
  for (const generation of stored) {
    const end = await settle(database, generation, input);
    if (end === 'captured') captured += 1n;
    if (end === 'released') released += 1n;
  }
  const expired = await expireHolds(database, { atMs: input.atMs });
  return { captured, released, expired: BigInt(expired.length) };
}

async function settle(
  database: Database,
  stored: StoredGeneration,
  { atMs, lookUp }: RecoverHoldsInput,
): Promise<'captured' | 'released' | 'ended'> {
  const { holdId, organisationId } = stored;
  const found = await lookUp(stored);
  const id = `recovery:${holdId}`;
  try {
    if (found !== null) {
      await captureHold(database, { ...found, id, holdId, organisationId, atMs });
      return 'captured';
    }
    await releaseHold(database, { id, holdId, organisationId, atMs, generation: lost(stored) });
    return 'released';
  } catch (error) {
    // Somebody else ended it meanwhile: that is as good.
    if (error instanceof LedgerError && error.code.startsWith('hold_already_')) return 'ended';
    throw error;
  }
}

function lost(stored: StoredGeneration): FinishedGeneration {
  return {
    id: stored.id,
    provider: stored.provider,
    imagesDelivered: 0n,
    costMicroUsd: ZERO_USD,
    attempts: stored.attempts,
    errorCode: 'interrupted',
    latencyMs: null,
  };
}
