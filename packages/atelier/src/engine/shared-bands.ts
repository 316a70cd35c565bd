import { type MessagePort, threadId } from 'node:worker_threads';
import { type Bands, type Kernel, kernelById } from '../raster/kernel.ts';
import type { SharedRun, ToSibling } from './messages.ts';

/** What a worker does, in the table all workers share. */
export const IDLE = 0;
export const WORKING = 1;
export const HELPING = 2;

/** Another worker of the pool, reached without the main thread. */
export interface Sibling {
  /** Its place in the table of states. */
  readonly index: number;
  readonly port: MessagePort;
}

/** Who may be asked to help, and when to stop. */
export interface SharedBandsOptions {
  readonly states: Int32Array;
  readonly siblings: readonly Sibling[];
  readonly checkpoint: () => void;
  /** How often this worker has freed memory. */
  readonly collections: () => number;
}

const NEXT = 0;
const ACTIVE = 1;
const FAILED = 2;
/** Fewer rows than this are done before a sibling has heard of them. */
const WORTH_SHARING = 24;

/**
 * Bands that lend idle sibling workers. Rows are handed out in chunks by an atomic counter; since a
 * kernel writes only its own rows, the bytes are the same whoever does them.
 */
export function createSharedBands(options: SharedBandsOptions): Bands {
  const { states, siblings, checkpoint } = options;
  return {
    run(kernel, args, rows) {
      const shared = rows >= WORTH_SHARING && isShared(args);
      const helpers = shared ? siblings.filter((one) => claim(states, one.index)) : [];
      const chunk = Math.max(4, Math.ceil(rows / (helpers.length > 0 ? 24 : 16)));
      const control = new Int32Array(new SharedArrayBuffer(12));
      const collections = options.collections();
      const run: SharedRun = { kernel: kernel.id, args, rows, chunk, control, collections };
      for (const helper of helpers)
        helper.port.postMessage({ type: 'run', run } satisfies ToSibling);
      try {
        takeRows(kernel, run, checkpoint);
      } finally {
        // Nobody may start another chunk, whether all are done or the caller has hung up.
        Atomics.store(control, NEXT, rows);
      }
      waitForHelpers(control);
      if (Atomics.load(control, FAILED)) throw new Error(`kernel "${kernel.id}" failed`);
    },
  };
}

function claim(states: Int32Array, index: number): boolean {
  return Atomics.compareExchange(states, index, IDLE, HELPING) === IDLE;
}

function takeRows<Args>(kernel: Kernel<Args>, run: SharedRun, checkpoint: () => void): void {
  for (;;) {
    const y0 = Atomics.add(run.control, NEXT, run.chunk);
    if (y0 >= run.rows) return;
    kernel.run(run.args as Args, y0, Math.min(run.rows, y0 + run.chunk));
    checkpoint();
  }
}

function waitForHelpers(control: Int32Array): void {
  for (;;) {
    const active = Atomics.load(control, ACTIVE);
    if (active === 0) return;
    Atomics.wait(control, ACTIVE, active, 1000);
  }
}

/** Does a share of another worker's rows; returns when none are left. */
export function helpWith(run: SharedRun): void {
  const { control } = run;
  Atomics.add(control, ACTIVE, 1);
  try {
    takeRows(kernelById(run.kernel) as Kernel<unknown>, run, () => {});
  } catch (error) {
    Atomics.store(control, FAILED, 1);
    Atomics.store(control, NEXT, run.rows);
    process.emitWarning(`worker ${threadId}: ${String(error)}`);
  } finally {
    Atomics.sub(control, ACTIVE, 1);
    Atomics.notify(control, ACTIVE);
  }
}

/** True when every buffer in the arguments is shared memory: only those can be written afar. */
function isShared(args: unknown): boolean {
  if (typeof args === 'function') return false;
  if (typeof args !== 'object' || args === null) return true;
  if (ArrayBuffer.isView(args)) return args.buffer instanceof SharedArrayBuffer;
  return Object.values(args).every(isShared);
}
