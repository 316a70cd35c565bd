import { errorCode } from '../database.ts';

/** Tries of one work before its serialisation failure or deadlock is handed to the caller. */
const MAX_TRIES = 5;

const RETRYABLE = new Set(['40001', '40P01']);

/** Runs an attempt again after a serialisation failure or a deadlock. */
export async function retried<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      const code = errorCode(error);
      if (tries >= MAX_TRIES || code === null || !RETRYABLE.has(code)) throw error;
      await pause(2 ** tries * (1 + Math.random()));
    }
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
