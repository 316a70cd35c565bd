import type { Database } from '@aigateway/database';
import { type CaptureHoldInput, recoverHolds } from '@aigateway/ledger';
import { dropBytes } from '../drop-bytes.ts';
import type { System } from '../system.ts';

const SWEEP_INTERVAL_MS = 60_000;
const PICTURES_A_SWEEP = 500;

/** A capture may be in work this long; after it, its process is surely dead. */
const CAPTURE_MS = 60_000;

/** Where the bytes of pictures are, by their SHA-256. */
interface Bytes {
  has(sha256: string): Promise<boolean>;
  delete(sha256: string): Promise<void>;
}

/** Captures that were begun: what is left of them when their process is killed. */
interface BegunCaptures {
  read(beforeMs: number): CaptureHoldInput[];
  remove(holdId: string): void;
}

/** What a sweep works on. */
export interface SweepParts {
  readonly database: Database;
  readonly store: Bytes;
  readonly notes: BegunCaptures;
  /** What else is kept for a time only. */
  readonly removeOld: readonly (() => Promise<unknown>)[];
  readonly system: System;
  readonly onFault: (error: unknown) => void;
}

/** What a sweep found to do. */
export interface SweepReport {
  readonly endedHolds: number;
  readonly deletedPictures: number;
}

/**
 * What the clock ends: captures whose process was killed, holds past their date, pictures and
 * records past theirs. Safe to run twice, and in several processes.
 */
export async function sweep(parts: SweepParts): Promise<SweepReport> {
  const { database, store, system, removeOld } = parts;
  const endedHolds = await endHolds(parts, system.now() - CAPTURE_MS);
  for (const remove of removeOld) await remove();
  const deletedPictures = await deletePictures(database, store, BigInt(system.now()));
  return { endedHolds, deletedPictures };
}

/**
 * Captures what was kept and can be fetched, of captures begun before `begunBeforeMs`, and gives
 * back what cannot or has expired; tells how many holds ended.
 */
export async function endHolds(
  { database, store, notes, system }: Pick<SweepParts, 'database' | 'store' | 'notes' | 'system'>,
  begunBeforeMs: number,
): Promise<number> {
  const captures = notes.read(begunBeforeMs);
  const unsettled = await Promise.all(
    captures.map(async (capture) => {
      const found = await Promise.all(
        (capture.images ?? []).map(({ sha256 }) => store.has(sha256)),
      );
      return { capture, isFetchable: found.every(Boolean) };
    }),
  );
  const ended = await recoverHolds(database, { atMs: BigInt(system.now()), unsettled });
  for (const { holdId } of captures) notes.remove(holdId);
  return Number(ended.captured + ended.released + ended.expired);
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
