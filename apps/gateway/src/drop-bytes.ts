import type { Database } from '@aigateway/database';

/** Deletes the bytes of a picture that is gone, unless another one is the same bytes. */
export async function dropBytes(
  database: Database,
  store: { delete(sha256: string): Promise<void> },
  sha256: string,
): Promise<void> {
  const other = await database.kysely
    .selectFrom('image')
    .select('id')
    .where('sha256', '=', sha256)
    .executeTakeFirst();
  if (!other) await store.delete(sha256);
}
