import type { GenerationTable, SqlValue } from '@aigateway/database';
import type { Insertable } from 'kysely';

/** A generation's row as the gateway makes it. */
export type NewGeneration = Insertable<GenerationTable>;

const TEXT_COLUMNS = [
  'id',
  'request_id',
  'organisation_id',
  'key_id',
  'model',
  'provider',
  'state',
  'hold_id',
  'error_code',
  'tag',
  'sub_account_id',
] as const satisfies readonly (keyof GenerationTable)[];

const INTEGER_COLUMNS = [
  'images_requested',
  'images_delivered',
  'list_price_micro_usd',
  'cost_micro_usd',
  'upstream_micro_usd',
  'own_key',
  'attempts',
  'latency_ms',
  'created_at_ms',
  'finished_at_ms',
] as const satisfies readonly (keyof GenerationTable)[];

/** The columns of an inserted generation, in the order of `generationValues`. */
export const GENERATION_COLUMNS = [...TEXT_COLUMNS, ...INTEGER_COLUMNS].join(', ');

/** Placeholders with their types for `GENERATION_COLUMNS`, numbered from `first`. */
export function generationPlaceholders(first: number): string {
  const text = TEXT_COLUMNS.map((_, index) => `cast($${first + index} as text)`);
  const start = first + TEXT_COLUMNS.length;
  const integers = INTEGER_COLUMNS.map((_, index) => `cast($${start + index} as bigint)`);
  return [...text, ...integers].join(', ');
}

/** The values of a row in the order of `GENERATION_COLUMNS`. */
export function generationValues(row: NewGeneration): SqlValue[] {
  return [
    ...TEXT_COLUMNS.map((column) => row[column] ?? null),
    ...INTEGER_COLUMNS.map((column) => row[column] ?? null),
  ];
}

/** Inserts a row of `generationValues`. */
export const INSERT_GENERATION = `insert into generation (${GENERATION_COLUMNS})
  values (${generationPlaceholders(1)})`;
