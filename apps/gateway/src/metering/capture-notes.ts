import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CaptureHoldInput } from '@aigateway/ledger';

/** A capture as it is about to be posted. */
export type Capture = Omit<CaptureHoldInput, 'also'>;

/**
 * What was made and kept, but perhaps not charged: noted before a capture is posted, struck out
 * after it. A process that is killed in between leaves the note to its successor.
 */
export interface CaptureNotes {
  write(capture: Capture): void;
  remove(holdId: string): void;
  /** The notes of captures begun before `beforeMs`. */
  read(beforeMs: number): Capture[];
}

/**
 * Notes in a folder, a file each. They are not flushed: they outlive the process, and after a power
 * cut the hold expires, which costs the caller nothing.
 */
export function createCaptureNotes(folder: string): CaptureNotes {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const place = (holdId: string) => join(folder, `${holdId}.json`);
  return {
    write: (capture) =>
      writeFileSync(place(capture.holdId), JSON.stringify(capture, bigintAsText), { mode: 0o600 }),
    remove: (holdId) => rmSync(place(holdId), { force: true }),
    read: (beforeMs) =>
      readdirSync(folder)
        .map((name) => parse(readFileSync(join(folder, name), 'utf8')))
        .filter((capture) => capture !== null)
        .filter(({ atMs }) => Number(atMs) < beforeMs),
  };
}

/** Null = cut short by the end of its process. */
function parse(text: string): Capture | null {
  try {
    return JSON.parse(text, textAsBigint) as Capture;
  } catch {
    return null;
  }
}

function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value;
}

function textAsBigint(_key: string, value: unknown): unknown {
  return typeof value === 'string' && /^-?\d+n$/.test(value) ? BigInt(value.slice(0, -1)) : value;
}
