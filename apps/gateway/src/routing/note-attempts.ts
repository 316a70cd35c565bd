import type { Database } from '@aigateway/database';
import type { AttemptReport } from './attempt-route.ts';

/**
 * Keeps the attempts of a generation beside its row. One attempt that delivered is told by the row
 * itself and is not written.
 */
export async function noteAttempts(
  database: Database,
  generationId: string,
  attempts: readonly AttemptReport[],
): Promise<void> {
  const [first] = attempts;
  if (!first || (attempts.length === 1 && first.outcome === 'delivered')) return;
  const rows = attempts.map((attempt, position) => ({
    generation_id: generationId,
    position: BigInt(position),
    provider: attempt.provider,
    deployment: attempt.deployment,
    outcome: attempt.outcome,
    reason: attempt.reason,
    latency_ms: BigInt(Math.max(0, Math.round(attempt.latencyMs))),
  }));
  await database.transaction((executor) =>
    executor.insertInto('generation_attempt').values(rows).execute(),
  );
}
