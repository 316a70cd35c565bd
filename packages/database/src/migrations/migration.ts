import type { Dialect } from '../database.ts';

/** One numbered step forward; never edited once released, never undone. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  /** The statements of the step, in order, each without parameters. */
  statements(dialect: Dialect): string[];
}
