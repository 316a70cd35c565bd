import type { IncomingMessage } from 'node:http';
import type { EdgeContext } from './edge-env.ts';

/** How much of an unwanted body is waited for. */
const MOST_BYTES = 256 * 1024 * 1024;
const MOST_MS = 30_000;

/**
 * Takes what is still to come of a body that nobody has begun to read, and forgets it. A caller
 * who is answered in the middle of sending sees a broken connection instead of the answer.
 */
export async function discardBody(context: EdgeContext): Promise<void> {
  const { incoming } = (context.env ?? {}) as { incoming?: IncomingMessage };
  // Flowing or paused: somebody reads it. Complete: all of it has come.
  if (!incoming || incoming.readableFlowing !== null || incoming.complete) return;
  await new Promise<void>((resolve) => {
    let left = MOST_BYTES;
    const timer = setTimeout(stop, MOST_MS);
    function stop(): void {
      clearTimeout(timer);
      incoming?.off('data', onData).pause();
      resolve();
    }
    function onData(chunk: Buffer): void {
      left -= chunk.length;
      if (left < 0) stop();
    }
    incoming.on('data', onData);
    for (const end of ['end', 'close', 'error']) incoming.once(end, stop);
  });
}
