import type { Database } from '@aigateway/database';
import { type Hold, toHold } from './hold.ts';
import { endUnspent } from './release-hold.ts';

/** Which holds the clock ends, and how many at most (default 500). */
export interface ExpireHoldsInput {
  readonly atMs: bigint;
  readonly limit?: bigint;
}

/**
 * Ends every hold whose expiry has come and the generations that wait on them; gives the holds
 * that this call ended. Safe to run in several processes at once.
 */
export async function expireHolds(database: Database, input: ExpireHoldsInput): Promise<Hold[]> {
  const due = await database.kysely
    .selectFrom('hold')
    .select('id')
    .where('state', '=', 'held')
    .where('expires_at_ms', '<=', input.atMs)
    .orderBy('expires_at_ms')
    .limit(input.limit ?? 500n)
    .execute();
  const ended = await Promise.all(due.map(({ id }) => expireOne(database, id, input.atMs)));
  return ended.filter((hold) => hold !== null);
}

async function expireOne(database: Database, id: string, atMs: bigint): Promise<Hold | null> {
  const resolutionId = `expiry:${id}`;
  const hold = await endUnspent(database, { resolutionId, holdId: id, state: 'expired', atMs });
  return hold === undefined ? null : toHold(hold);
}
