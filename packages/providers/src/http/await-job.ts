import { setTimeout as sleep } from 'node:timers/promises';
import { type ProviderContext, ProviderError } from '../define-provider.ts';
import { endOf } from './call-upstream.ts';
import { pollJob } from './poll-job.ts';

/** What a look at a job saw when it saw no end. */
export type UnfinishedJob = 'queued' | 'running' | 'unknown' | 'missing';

/** How an accepted job is waited for. */
export interface JobWatch<T extends object> {
  /** The upstream's name, for sentences. */
  readonly title: string;
  readonly jobId: string;
  readonly context: ProviderContext;
  /** The caller's signal and the deadline together. */
  readonly signal: AbortSignal;
  /** One free look. `unknown` is a passing trouble: the job runs on whatever a look says. */
  readonly look: () => Promise<T | UnfinishedJob>;
  /** Asks to stop; what comes of it changes nothing. Absent where an upstream cannot stop. */
  readonly cancel?: () => Promise<unknown>;
  readonly firstMs: number;
  readonly maxMs: number;
  /** Looks in a row that find no job before it counts as lost. */
  readonly mostMisses: number;
  /** What the upstream may bill for a job that nobody waits for any more. */
  readonly billed: 'no' | 'maybe';
}

/**
 * Waits for an accepted job by its id, with a bound. A webhook's word, where one comes, makes the
 * next look come at once. A caller who left has the job withdrawn while it only waits in a queue.
 * Throws `ProviderError` with the job's id: it can be looked up, and is never submitted again.
 */
export async function awaitJob<T extends object>(watch: JobWatch<T>): Promise<T> {
  const { context, signal, maxMs, firstMs } = watch;
  const found = await pollJob({
    look: createLook(watch),
    maxLooks: Math.max(10, Math.ceil((2 * context.deployment.deadlineMs) / maxMs) + 10),
    firstMs,
    maxMs,
    signal,
    pause: (ms, ended) => pauseOrWake(watch, ms, ended),
  }).catch((error: unknown) => {
    if (error instanceof ProviderError && !signal.aborted) throw error;
    return null;
  });
  if (found !== null) return found;
  await watch.cancel?.().catch(() => null);
  throw endedWait(watch, signal.aborted ? endOf(signal) : 'timeout');
}

function createLook<T extends object>(watch: JobWatch<T>): () => Promise<T | null> {
  let misses = 0;
  return async () => {
    const seen = await watch.look();
    misses = seen === 'missing' ? misses + 1 : 0;
    if (misses > watch.mostMisses) {
      throw failure(watch, 'failed', 'no longer knows the job it accepted.');
    }
    if (seen === 'queued' && watch.cancel && watch.context.hangUp?.aborted) {
      await watch.cancel().catch(() => null);
      throw endedWait(watch, 'cancelled');
    }
    return typeof seen === 'string' ? null : seen;
  };
}

/** The pause before the next look, cut short when the upstream says by webhook that it is done. */
async function pauseOrWake<T extends object>(
  { context, jobId }: JobWatch<T>,
  ms: number,
  signal: AbortSignal,
): Promise<void> {
  const pause = context.pause ?? ((time, ended) => sleep(time, undefined, { signal: ended }));
  if (!context.onWake) return pause(ms, signal);
  const over = new AbortController();
  const ended = AbortSignal.any([signal, over.signal]);
  let forget = () => {};
  const woken = new Promise<void>((resolve) => {
    forget = context.onWake?.(jobId, resolve) ?? forget;
  });
  const paused = pause(ms, ended);
  paused.catch(() => {});
  try {
    await Promise.race([paused, woken]);
  } finally {
    forget();
    over.abort();
  }
}

function endedWait<T extends object>(watch: JobWatch<T>, kind: 'timeout' | 'cancelled') {
  const what = kind === 'timeout' ? 'did not finish in time.' : 'was not waited for to the end.';
  return failure(watch, kind, what);
}

function failure<T extends object>(
  { title, jobId, billed }: JobWatch<T>,
  kind: 'failed' | 'timeout' | 'cancelled',
  what: string,
): ProviderError {
  return new ProviderError(kind, `${title} ${what}`, { billed, jobId });
}
