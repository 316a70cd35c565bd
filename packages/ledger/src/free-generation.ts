import { type Database, defineStatement, type Executor, type SqlValue } from '@aigateway/database';
import type { FinishedGeneration } from './capture-hold-input.ts';
import {
  FINISH_PARAMETERS,
  finishGeneration,
  finishGenerationText,
  finishGenerationValues,
} from './finish-generation.ts';
import { generationValues, INSERT_GENERATION, type NewGeneration } from './generation-row.ts';
import { insertImage, type NewImage, populateImages, toImageParameter } from './image-row.ts';

/** How a generation that holds no money ends, and what is written with it. */
export interface FreeEnd {
  readonly generation: FinishedGeneration;
  readonly state: 'captured' | 'released';
  readonly atMs: bigint;
  readonly images: readonly NewImage[];
  /** Anything else that must be written in the same transaction; costs PostgreSQL round trips. */
  readonly also?: ((executor: Executor) => Promise<void>) | undefined;
}

const insert = defineStatement(INSERT_GENERATION);

const onPostgres = defineStatement(`with ended as (
    ${finishGenerationText(1)} returning generation.id
  ), stored as (
    insert into image select ${populateImages(FINISH_PARAMETERS + 1, 'ended')}
  ) select 1 from ended`);

/** Writes the row of a generation that costs nothing. One round trip. */
export async function openFree(database: Database, row: NewGeneration): Promise<void> {
  const parameters = generationValues(row);
  await database.commitStatement({ statement: insert, parameters, lockId: row.id });
}

/**
 * Ends a generation that costs nothing: no hold, no entries, the same row. One round trip on
 * PostgreSQL (unless `also` is given), one place in a group commit on SQLite.
 */
export async function endFree(database: Database, end: FreeEnd): Promise<void> {
  const values = finishGenerationValues(end.generation, end.state, end.atMs);
  const { also, images, generation } = end;
  if (database.dialect === 'postgres' && !also) {
    const parameters: SqlValue[] = [...values, toImageParameter(images)];
    await database.commitStatement({ statement: onPostgres, parameters, lockId: generation.id });
    return;
  }
  await database.transaction(async (executor) => {
    for (const image of images) await insertImage(executor, image);
    await finishGeneration(executor, values);
    await also?.(executor);
  });
}
