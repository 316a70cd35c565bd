import { ZERO_USD } from '@aigateway/contract';
import type { Database } from '@aigateway/database';
import { captureHold } from './capture-hold.ts';
import type { CaptureHoldInput } from './capture-hold-input.ts';
import { expireHolds } from './expire-holds.ts';
import { LedgerError } from './ledger-error.ts';
import { releaseHold } from './release-hold.ts';

/** A capture that a process had begun when it ended. */
export interface Unsettled {
  /** As that process would have posted it, so that posting it twice changes nothing. */
  readonly capture: Omit<CaptureHoldInput, 'also'>;
  /** Whether every picture it pays for can be fetched. */
  readonly isFetchable: boolean;
}

/** When it is, and what is surely nobody's work any more. */
export interface RecoverHoldsInput {
  readonly atMs: bigint;
  readonly unsettled: readonly Unsettled[];
}

/** How many holds ended, and how. */
export interface Recovery {
  readonly captured: bigint;
  readonly released: bigint;
  readonly expired: bigint;
}

/**
 * On start and every minute: captures what was kept and can be fetched, releases what was kept
 * and cannot, expires every hold whose time has come. Safe in several processes at once.
 */
export async function recoverHolds(
  database: Database,
  { atMs, unsettled }: RecoverHoldsInput,
): Promise<Recovery> {
  let captured = 0n;
  let released = 0n;
  for (const one of unsettled) {
    const end = await settle(database, one, atMs);
    if (end === 'captured') captured += 1n;
    if (end === 'released') released += 1n;
  }
  const expired = await expireHolds(database, { atMs });
  return { captured, released, expired: BigInt(expired.length) };
}

async function settle(
  database: Database,
  { capture, isFetchable }: Unsettled,
  atMs: bigint,
): Promise<'captured' | 'released' | 'ended'> {
  try {
    if (isFetchable) {
      await captureHold(database, capture);
      return 'captured';
    }
    const { holdId, organisationId, generation } = capture;
    await releaseHold(database, {
      id: `recovery:${holdId}`,
      holdId,
      atMs,
      ...(organisationId && { organisationId }),
      ...(generation && {
        generation: {
          ...generation,
          imagesDelivered: 0n,
          costMicroUsd: ZERO_USD,
          errorCode: 'interrupted',
        },
      }),
    });
    return 'released';
  } catch (error) {
    // Somebody else ended it meanwhile: that is as good.
    if (error instanceof LedgerError && error.code.startsWith('hold_already_')) return 'ended';
    throw error;
  }
}
