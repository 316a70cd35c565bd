import { defineStatement, type Executor, type ImageTable } from '@aigateway/database';
import type { Insertable } from 'kysely';

/** A picture's row as the gateway makes it. */
export type NewImage = Insertable<ImageTable>;

const insert = defineStatement(
  `insert into image (id, organisation_id, generation_id, sha256, format, width, height,
     size_bytes, created_at_ms, expires_at_ms)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
);

/**
 * The rows in `parameter`, a JSON text made by `toImageParameter`, as a select of PostgreSQL, once
 * for each row of `source`. The keys of each object are the columns.
 */
export function populateImages(parameter: number, source: string): string {
  const rows = `json_populate_recordset(null::image, cast($${parameter} as json))`;
  return `picture.* from ${rows} picture, ${source}`;
}

/** Pictures' rows as one parameter. */
export function toImageParameter(images: readonly NewImage[]): string {
  return JSON.stringify(images, (_key, value: unknown) => {
    return typeof value === 'bigint' ? `${value}` : value;
  });
}

/** Writes a picture's row. */
export async function insertImage(executor: Executor, image: NewImage): Promise<void> {
  await insert.execute(executor, [
    image.id,
    image.organisation_id,
    image.generation_id ?? null,
    image.sha256,
    image.format,
    image.width,
    image.height,
    image.size_bytes,
    image.created_at_ms,
    image.expires_at_ms ?? null,
  ]);
}
