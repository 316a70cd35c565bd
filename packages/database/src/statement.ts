import { CompiledQuery } from 'kysely';
import type { Executor } from './executor.ts';

/** A value that both engines bind and give back unchanged. */
export type SqlValue = string | bigint | null;

/** A statement that is written once and run often. */
export interface Statement<Row> {
  readonly text: string;
  /** The rows that it selects or returns. */
  run(executor: Executor, parameters: readonly SqlValue[]): Promise<Row[]>;
  /** How many rows it wrote. */
  execute(executor: Executor, parameters: readonly SqlValue[]): Promise<bigint>;
}

/**
 * A hot statement in plain SQL: no query builder on the way, prepared once by both engines.
 * Parameters are `$1`, `$2`, … in both dialects and may repeat.
 */
export function defineStatement<Row = Record<string, never>>(text: string): Statement<Row> {
  return {
    text,
    async run(executor, parameters) {
      const result = await executor.executeQuery<Row>(
        CompiledQuery.raw(text, parameters as unknown[]),
      );
      return result.rows;
    },
    async execute(executor, parameters) {
      const result = await executor.executeQuery(CompiledQuery.raw(text, parameters as unknown[]));
      return result.numAffectedRows ?? 0n;
    },
  };
}
