import type { Database } from '@aigateway/database';
import { expireHolds } from '@aigateway/ledger';
import { dropBytes } from '../drop-bytes.ts';
import type { System } from '../system.ts';

const SWEEP_INTERVAL_MS = 60_000;
const PICTURES_A_SWEEP = 500;

/** Where the bytes of pictures are deleted, by their SHA-256. */
interface Bytes {
  delete(sha256: string): Promise<void>;
}

/** What a sweep works on. */
export interface SweepParts {
  readonly database: Database;
  readonly store: Bytes;
  /** What else is kept for a time only. */
  readonly removeOld: readonly (() => Promise<unknown>)[];
  readonly system: System;
  readonly onFault: (error: unknown) => void;
}

/** What a sweep found to do. */
export interface SweepReport {
  readonly expiredHolds: number;
  readonly deletedPictures: number;
}

/**
 * What the clock ends: holds past their date, pictures and records past theirs. Safe to run
 * twice, and in several processes.
 */
export async function sweep({
  database,
  store,
  system,
  removeOld,
}: SweepParts): Promise<SweepReport> {
  const nowMs = BigInt(system.now());
  const expired = await expireHolds(database, { atMs: nowMs });
  for (const remove of removeOld) await remove();
  const deletedPictures = await deletePictures(database, store, nowMs);
  return { expiredHolds: expired.length, deletedPictures };
}

/** Sweeps now and every minute until stopped. */
export async function startSweeping(parts: SweepParts): Promise<{ stop(): void }> {
  await sweep(parts);
  const timer = setInterval(() => {
    sweep(parts).catch(parts.onFault);
  }, SWEEP_INTERVAL_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

/** Rows first, bytes only when no other row needs them: the same bytes are kept once. */
async function deletePictures(database: Database, store: Bytes, nowMs: bigint): Promise<number> {
  const rows = await database.kysely
    .selectFrom('image')
    .select(['id', 'sha256'])
    .where('expires_at_ms', '<=', nowMs)
    .limit(PICTURES_A_SWEEP)
    .execute();
  for (const { id, sha256 } of rows) {
    await database.kysely.deleteFrom('image').where('id', '=', id).execute();
    await dropBytes(database, store, sha256);
  }
  return rows.length;
}
