import { defineStatement, type Executor, type SqlValue } from '@aigateway/database';
import type { FinishedGeneration } from './capture-hold-input.ts';

/** The states from which a generation may still end. */
const UNFINISHED = "('accepted', 'held', 'dispatched', 'stored')";

/** Whether a generation may still end; worded so as not to be read by the index of these. */
export const IS_UNFINISHED = `coalesce(generation.state, '') in ${UNFINISHED}`;

/** The update of a generation's end, its eleven parameters numbered from `first`. */
export function finishGenerationText(first: number, source = ''): string {
  const at = (offset: number) => `$${first + offset}`;
  return `update generation set state = cast(${at(1)} as text), provider = cast(${at(2)} as text),
    images_delivered = cast(${at(3)} as bigint), cost_micro_usd = cast(${at(4)} as bigint),
    upstream_micro_usd = cast(${at(5)} as bigint), attempts = cast(${at(6)} as bigint),
    error_code = cast(${at(7)} as text), latency_ms = cast(${at(8)} as bigint),
    finished_at_ms = cast(${at(9)} as bigint), report = cast(${at(10)} as text)
    ${source} where generation.id = ${at(0)} and ${IS_UNFINISHED}`;
}

/** How many parameters `finishGenerationText` takes. */
export const FINISH_PARAMETERS = 11;

const finish = defineStatement(finishGenerationText(1));

/** The values of `finishGenerationText`, in order. */
export function finishGenerationValues(
  generation: FinishedGeneration,
  state: 'captured' | 'released' | 'expired',
  atMs: bigint,
): SqlValue[] {
  return [
    generation.id,
    state,
    generation.provider,
    generation.imagesDelivered,
    generation.costMicroUsd,
    generation.upstreamMicroUsd ?? null,
    generation.attempts,
    generation.errorCode ?? null,
    generation.latencyMs,
    atMs,
    generation.report ?? null,
  ];
}

/** Ends a generation that is not ended yet. */
export async function finishGeneration(
  executor: Executor,
  values: readonly SqlValue[],
): Promise<void> {
  await finish.execute(executor, values);
}
