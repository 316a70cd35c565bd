import type { Database } from '@aigateway/database';
import type { FieldReport } from '@aigateway/providers';
import type { AttemptReport } from './attempt-route.ts';

/** What is kept of how a generation came about. */
export interface GenerationReport {
  readonly attempts: readonly AttemptReport[];
  readonly fields: readonly FieldReport[];
  readonly warnings: readonly string[];
}

/**
 * Keeps the report of a generation beside its row, of every one: which operation made the pictures
 * and what became of the fields can be read nowhere else.
 */
export async function noteReport(
  database: Database,
  generationId: string,
  { attempts, fields, warnings }: GenerationReport,
): Promise<void> {
  if (attempts.length === 0 && fields.length === 0 && warnings.length === 0) return;
  await database.transaction(async (executor) => {
    if (attempts.length > 0) {
      const rows = attempts.map((attempt, position) => toRow(generationId, attempt, position));
      await executor.insertInto('generation_attempt').values(rows).execute();
    }
    if (fields.length > 0 || warnings.length > 0) {
      await executor
        .insertInto('generation_report')
        .values({
          generation_id: generationId,
          fields: JSON.stringify(fields.map(({ field, support, note }) => [field, support, note])),
          warnings: JSON.stringify(warnings),
        })
        .execute();
    }
  });
}

function toRow(generationId: string, attempt: AttemptReport, position: number) {
  const { provider, deployment, outcome, reason, latencyMs } = attempt;
  return {
    generation_id: generationId,
    position: BigInt(position),
    provider,
    deployment,
    outcome,
    reason,
    latency_ms: BigInt(Math.max(0, Math.round(latencyMs))),
  };
}
