import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
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
  /** The notes of captures begun before `beforeMs`, of this process and of others. */
  read(beforeMs: number): Capture[];
  /** Takes away the notes of others: they are dead, and what they left has been ended. */
  clear(): void;
  close(): void;
}

/** Notes that are longer are not kept: their hold goes back, as if nothing had been made. */
const SLOT_BYTES = 32 * 1024;
const EMPTY = Buffer.alloc(1);

/**
 * Notes in a folder, a file a process, a slot a note: written over and never made anew, since a
 * new file a call would make every flush of the database wait for the folder as well. They are
 * not flushed: they outlive the process, and after a power cut the hold goes back.
 */
export function createCaptureNotes(folder: string, name: string): CaptureNotes {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const own = join(folder, `${name}.notes`);
  const file = openSync(own, 'w+', 0o600);
  const slots = new Map<string, number>();
  const free: number[] = [];
  const found = new Map<string, Found>();
  return {
    write(capture) {
      const note = Buffer.from(`${JSON.stringify(capture, bigintAsText)}\n`);
      if (note.byteLength > SLOT_BYTES) return;
      const slot = free.pop() ?? slots.size;
      slots.set(capture.holdId, slot);
      writeSync(file, note, 0, note.byteLength, slot * SLOT_BYTES);
    },
    remove(holdId) {
      const slot = slots.get(holdId);
      if (slot === undefined) return strikeOut(found, holdId);
      slots.delete(holdId);
      free.push(slot);
      writeSync(file, EMPTY, 0, 1, slot * SLOT_BYTES);
    },
    read(beforeMs) {
      const notes = readdirSync(folder)
        .flatMap((one) => readNotes(join(folder, one)))
        .filter(({ capture }) => Number(capture.atMs) < beforeMs);
      // A slot of our own is struck out by its number alone: it may be another note's by then.
      for (const note of notes) if (note.path !== own) found.set(note.capture.holdId, note);
      return notes.map(({ capture }) => capture);
    },
    clear() {
      for (const one of readdirSync(folder)) {
        if (join(folder, one) !== own) rmSync(join(folder, one), { force: true });
      }
    },
    close() {
      closeSync(file);
      rmSync(own, { force: true });
    },
  };
}

interface Found {
  readonly path: string;
  readonly slot: number;
}

function readNotes(path: string): (Found & { readonly capture: Capture })[] {
  const bytes = readFileSync(path);
  const slots = Array.from({ length: Math.ceil(bytes.byteLength / SLOT_BYTES) }, (_, i) => i);
  return slots.flatMap((slot) => {
    const capture = parse(bytes.subarray(slot * SLOT_BYTES, (slot + 1) * SLOT_BYTES));
    return capture === null ? [] : [{ path, slot, capture }];
  });
}

/** Strikes out what another process left. */
function strikeOut(found: Map<string, Found>, holdId: string): void {
  const note = found.get(holdId);
  if (!note || !found.delete(holdId)) return;
  const file = openSync(note.path, 'r+');
  writeSync(file, EMPTY, 0, 1, note.slot * SLOT_BYTES);
  closeSync(file);
}

/** Null = struck out, or cut short by the end of its process. */
function parse(slot: Buffer): Capture | null {
  const end = slot.indexOf('\n');
  if (slot[0] === 0 || end < 0) return null;
  try {
    return JSON.parse(slot.toString('utf8', 0, end), textAsBigint) as Capture;
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
