import { AtelierError, EngineSetupError } from '@aigateway/atelier';
import { DatabaseError } from '@aigateway/database';
import { ConfigError } from '../config-error.ts';

/** A command cannot do what was asked; the message is one sentence for the person. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** One sentence for a foreseen failure, the stack for any other. */
export function describeFailure(error: unknown): string {
  const foreseen =
    error instanceof ConfigError ||
    error instanceof CommandError ||
    error instanceof DatabaseError ||
    error instanceof EngineSetupError ||
    error instanceof AtelierError;
  if (foreseen) return error.message;
  if (error instanceof Error) return error.stack ?? error.message;
  return String(error);
}

/** Prints a result: JSON for scripts, else the text for people. */
export function printResult(json: boolean | undefined, value: unknown, text: string): void {
  process.stdout.write(`${json ? JSON.stringify(value, null, 2) : text}\n`);
}
