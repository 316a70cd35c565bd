import { z } from 'zod';
import { type ProviderContext, ProviderError } from '../define-provider.ts';
import type { PartialAnswer } from '../fields/gather-answers.ts';
import { awaitJob, type UnfinishedJob } from '../http/await-job.ts';
import { callUpstream } from '../http/call-upstream.ts';
import { explainCallError, explainResultError } from '../http/explain-failure.ts';
import { fetchResultBytes } from '../http/fetch-result-bytes.ts';
import type { UpstreamEndpoint } from '../http/upstream-endpoint.ts';
import type { ReplicateInput } from './build-input.ts';
import { explainEnd, explainProblem } from './explain-problem.ts';
import { REPLICATE_MODEL } from './operations.ts';

const TITLE = 'Replicate';
const SUBMIT_TIMEOUT_MS = 60_000;
const LOOK_TIMEOUT_MS = 20_000;
const CANCEL_TIMEOUT_MS = 5_000;
const MOST_MISSES = 3;
const RESULT_HOSTS = ['replicate.delivery'];

/** Where and under which limits one attempt runs. */
export interface ReplicateRun {
  readonly endpoint: UpstreamEndpoint;
  readonly context: ProviderContext;
  /** The caller's signal and the deadline together. */
  readonly signal: AbortSignal;
}

const predictionSchema = z.object({
  id: z.string().min(1).max(200),
  status: z.enum(['starting', 'processing', 'succeeded', 'failed', 'canceled', 'aborted']),
  output: z.union([z.string(), z.array(z.string())]).nullish(),
  error: z.string().nullish(),
});
type Prediction = z.infer<typeof predictionSchema>;

/**
 * Creates a prediction and returns its id: the one call that can cost money. It does not ask to
 * wait (`Prefer: wait`), because a connection that breaks meanwhile would lose the id;
 * `Cancel-After` bounds the prediction should this gateway be gone. Throws `ProviderError`.
 */
export async function createPrediction(run: ReplicateRun, input: ReplicateInput): Promise<string> {
  const { context, endpoint, signal } = run;
  const { webhookUrl: webhook } = context;
  const { deadlineMs } = context.deployment;
  const answer = await callUpstream(endpoint, {
    method: 'POST',
    path: `/v1/models/${REPLICATE_MODEL}/predictions`,
    headers: { 'cancel-after': `${Math.max(1, Math.ceil(deadlineMs / 60_000))}m` },
    body: { json: { input, ...(webhook && { webhook, webhook_events_filter: ['completed'] }) } },
    signal,
    timeoutMs: Math.min(SUBMIT_TIMEOUT_MS, deadlineMs),
  }).catch((error: unknown) => {
    throw explainCallError(error, { title: TITLE });
  });
  if (answer.status < 200 || answer.status >= 300) throw explainProblem(answer, context.now());
  const created = predictionSchema.safeParse(answer.json);
  if (!created.success) {
    throw new ProviderError('failed', 'Replicate answered without naming a prediction.', {
      billed: 'maybe',
    });
  }
  context.onAccepted?.(created.data.id);
  return created.data.id;
}

/** Waits for a prediction, by its id, and fetches its picture. Throws `ProviderError`. */
export async function awaitPrediction(
  run: ReplicateRun,
  jobId: string,
  seed: number | null,
): Promise<PartialAnswer> {
  const prediction = await awaitJob({
    ...run,
    title: TITLE,
    jobId,
    look: () => lookAtPrediction(run, jobId),
    // One that has not begun is not charged when it is stopped.
    cancel: () => cancelPrediction(run, jobId),
    firstMs: 500,
    maxMs: 3_000,
    mostMisses: MOST_MISSES,
    billed: 'maybe',
  });
  return deliver(run, prediction, seed);
}

/** One look; passing troubles are `unknown`, the prediction runs on whatever a look says. */
async function lookAtPrediction(
  run: ReplicateRun,
  jobId: string,
): Promise<Prediction | UnfinishedJob> {
  const { endpoint, signal, context } = run;
  const answer = await callUpstream(endpoint, {
    method: 'GET',
    path: `/v1/predictions/${encodeURIComponent(jobId)}`,
    signal,
    timeoutMs: LOOK_TIMEOUT_MS,
  }).catch((error: unknown) => {
    if (signal.aborted) throw error;
    return null;
  });
  if (answer === null || answer.status === 429 || answer.status >= 500) return 'unknown';
  if (answer.status === 404) return 'missing';
  if (answer.status >= 400) {
    const failure = explainProblem(answer, context.now());
    const { cause } = failure;
    throw new ProviderError(failure.kind, failure.message, { billed: 'maybe', jobId, cause });
  }
  const parsed = predictionSchema.safeParse(answer.json);
  if (!parsed.success) return 'unknown';
  if (parsed.data.status === 'starting') return 'queued';
  return parsed.data.status === 'processing' ? 'running' : parsed.data;
}

async function deliver(
  run: ReplicateRun,
  prediction: Prediction,
  seed: number | null,
): Promise<PartialAnswer> {
  const { id: jobId, status, output, error } = prediction;
  if (status === 'failed' || status === 'canceled' || status === 'aborted') {
    throw explainEnd(status, error ?? null, jobId);
  }
  const url = Array.isArray(output) ? output[0] : output;
  if (!url) {
    const cause = error ?? undefined;
    const message = 'Replicate finished without a picture.';
    throw new ProviderError('failed', message, { billed: 'maybe', jobId, cause });
  }
  const { endpoint, signal } = run;
  const picture = await fetchResultBytes(url, {
    endpoint,
    signal,
    resultHosts: RESULT_HOSTS,
  }).catch((failure: unknown) => {
    throw explainResultError(failure, { title: TITLE, jobId });
  });
  return { pictures: [{ bytes: picture.bytes, seed, revisedPrompt: null }] };
}

async function cancelPrediction(run: ReplicateRun, jobId: string): Promise<void> {
  await callUpstream(run.endpoint, {
    method: 'POST',
    path: `/v1/predictions/${encodeURIComponent(jobId)}/cancel`,
    signal: new AbortController().signal,
    timeoutMs: CANCEL_TIMEOUT_MS,
  }).catch(() => null);
}
