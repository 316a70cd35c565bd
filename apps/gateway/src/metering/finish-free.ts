import type { Database, Executor, ImageTable } from '@aigateway/database';
import type { FinishedGeneration } from '@aigateway/ledger';
import type { Insertable } from 'kysely';

/** How it ended, and what is written with it. */
export interface FreeEnd {
  readonly state: 'captured' | 'released';
  readonly nowMs: number;
  readonly images: readonly Insertable<ImageTable>[];
  readonly also?: ((executor: Executor) => Promise<void> | undefined) | undefined;
}

/** The end of a generation that cost nothing: no hold, no entries, the same row. */
export async function finishFree(
  database: Database,
  finished: FinishedGeneration,
  { state, nowMs, images, also }: FreeEnd,
): Promise<void> {
  await database.transaction(async (executor) => {
    if (images.length > 0) await executor.insertInto('image').values(images).execute();
    await executor
      .updateTable('generation')
      .set({
        state,
        provider: finished.provider,
        images_delivered: finished.imagesDelivered,
        attempts: finished.attempts,
        error_code: finished.errorCode ?? null,
        latency_ms: finished.latencyMs,
        finished_at_ms: BigInt(nowMs),
        report: finished.report ?? null,
      })
      .where('id', '=', finished.id)
      .where('state', 'in', ['held', 'dispatched'])
      .execute();
    await also?.(executor);
  });
}
