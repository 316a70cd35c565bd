import { setTimeout as sleep } from 'node:timers/promises';

/** How a job is waited for. */
export interface PollOptions<T> {
  /** One look: the finished thing, or null while it is not. May throw to end the wait. */
  readonly look: () => Promise<T | null>;
  /** Looks at most this often. */
  readonly maxLooks: number;
  /** Milliseconds before the next look; grows by half up to `maxMs`. */
  readonly firstMs: number;
  readonly maxMs: number;
  readonly signal: AbortSignal;
  readonly pause?: ((ms: number, signal: AbortSignal) => Promise<void>) | undefined;
}

/** Waits for a job with a bound. Null when the bound was met; rejects when the signal aborts. */
export async function pollJob<T>(options: PollOptions<T>): Promise<T | null> {
  const pause = options.pause ?? ((ms, signal) => sleep(ms, undefined, { signal }));
  let waitMs = options.firstMs;
  for (let looks = 0; looks < options.maxLooks; looks += 1) {
    const found = await options.look();
    if (found !== null) return found;
    await pause(waitMs, options.signal);
    options.signal.throwIfAborted();
    waitMs = Math.min(waitMs * 1.5, options.maxMs);
  }
  return null;
}
