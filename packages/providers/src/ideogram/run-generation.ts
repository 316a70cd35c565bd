import { z } from 'zod';
import { type DeliveredPicture, type ProviderContext, ProviderError } from '../define-provider.ts';
import type { PartialAnswer } from '../fields/gather-answers.ts';
import { awaitJob, type UnfinishedJob } from '../http/await-job.ts';
import { callUpstream, UpstreamCallError } from '../http/call-upstream.ts';
import { explainCallError, explainResultError } from '../http/explain-failure.ts';
import { fetchResultBytes } from '../http/fetch-result-bytes.ts';
import type { RequestBody } from '../http/request-body.ts';
import type { UpstreamEndpoint } from '../http/upstream-endpoint.ts';
import { explainAnswer } from './explain-answer.ts';

const TITLE = 'Ideogram';
const SUBMIT_TIMEOUT_MS = 120_000;
const POLL_TIMEOUT_MS = 20_000;
/** A fresh job may be unknown to the poll for a moment. */
const MOST_MISSES = 3;
const RESULT_HOSTS = ['ideogram.ai'];

/** Where and under which limits one attempt runs. */
export interface IdeogramRun {
  readonly endpoint: UpstreamEndpoint;
  readonly context: ProviderContext;
  /** The caller's signal and the deadline together. */
  readonly signal: AbortSignal;
}

const acceptedSchema = z.object({ generation_id: z.string().min(1).max(200) });

const pictureSchema = z.object({
  url: z.string().nullish(),
  prompt: z.string().nullish(),
  is_image_safe: z.boolean().optional(),
  seed: z.int().nullish(),
});

const generationSchema = z.object({
  status: z.enum(['pending', 'completed', 'failed']),
  failure_reason: z.string().nullish(),
  usage_cost_usd_micros: z.int().nonnegative().nullish(),
  /** Read one by one, so that an entry of an unknown form loses no other. */
  data: z.array(z.unknown()).nullish(),
});
type Generation = z.infer<typeof generationSchema>;

/**
 * Hands a job to Ideogram and returns its id. The one call that can cost money; it is made once,
 * asynchronously, so that everything after it can be looked up. Throws `ProviderError`.
 */
export async function submitGeneration(
  run: IdeogramRun,
  path: string,
  body: RequestBody,
): Promise<string> {
  const { context, endpoint, signal } = run;
  const answer = await callUpstream(endpoint, {
    method: 'POST',
    path,
    body,
    signal,
    timeoutMs: Math.min(SUBMIT_TIMEOUT_MS, context.deployment.deadlineMs),
  }).catch((error: unknown) => {
    throw explainCallError(error, { title: TITLE });
  });
  const failure = explainAnswer(answer, context.now());
  if (failure !== null) throw failure;
  const accepted = acceptedSchema.safeParse(answer.json);
  if (!accepted.success) {
    throw new ProviderError('failed', 'Ideogram answered without naming a job.', {
      billed: 'maybe',
    });
  }
  context.onAccepted?.(accepted.data.generation_id);
  return accepted.data.generation_id;
}

/** Waits for an accepted job, by its id, and fetches what it made. Throws `ProviderError`. */
export async function awaitGeneration(run: IdeogramRun, jobId: string): Promise<PartialAnswer> {
  const generation = await awaitJob({
    ...run,
    title: TITLE,
    jobId,
    look: () => lookAtGeneration(run, jobId),
    firstMs: 1_000,
    maxMs: 5_000,
    mostMisses: MOST_MISSES,
    billed: 'maybe',
  });
  return deliver(run, jobId, generation);
}

/** One look at a job. Passing troubles are `unknown`: the job runs on, whatever a look says. */
async function lookAtGeneration(
  run: IdeogramRun,
  jobId: string,
): Promise<Generation | UnfinishedJob> {
  const { endpoint, signal, context } = run;
  const answer = await callUpstream(endpoint, {
    method: 'GET',
    path: `/v2/generations/${encodeURIComponent(jobId)}`,
    signal,
    timeoutMs: POLL_TIMEOUT_MS,
  }).catch((error: unknown) => {
    if (signal.aborted || !(error instanceof UpstreamCallError)) throw error;
    return null;
  });
  if (answer === null || answer.status === 429 || answer.status >= 500) return 'unknown';
  if (answer.status === 404) return 'missing';
  const failure = explainAnswer(answer, context.now());
  if (failure !== null) throw withJob(failure, jobId);
  const parsed = generationSchema.safeParse(answer.json);
  if (!parsed.success) return 'unknown';
  return parsed.data.status === 'pending' ? 'running' : parsed.data;
}

async function deliver(
  run: IdeogramRun,
  jobId: string,
  generation: Generation,
): Promise<PartialAnswer> {
  if (generation.status === 'failed') throw explainFailed(generation, jobId);
  const entries = generation.data ?? [];
  if (entries.length === 0) {
    const message = 'Ideogram finished without a picture.';
    throw new ProviderError('failed', message, { billed: 'maybe', jobId });
  }
  const settled = await Promise.allSettled(entries.map((one) => fetchOne(run, jobId, one)));
  const cost = generation.usage_cost_usd_micros;
  return {
    pictures: settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])),
    failures: settled.flatMap((one) =>
      one.status === 'rejected' ? [explainResultError(one.reason, { title: TITLE, jobId })] : [],
    ),
    microUsd: typeof cost === 'number' ? BigInt(cost) : null,
  };
}

async function fetchOne(
  run: IdeogramRun,
  jobId: string,
  entry: unknown,
): Promise<DeliveredPicture> {
  const parsed = pictureSchema.safeParse(entry);
  if (!parsed.success) {
    const message = 'Ideogram described a picture in a form that is not known here.';
    throw new ProviderError('failed', message, { billed: 'yes', jobId, cause: parsed.error });
  }
  const one = parsed.data;
  if (one.is_image_safe === false || !one.url) {
    throw new ProviderError('refused', 'Ideogram made a picture and withheld it as unsafe.', {
      billed: 'yes',
      jobId,
    });
  }
  const { endpoint, signal } = run;
  const picture = await fetchResultBytes(one.url, { endpoint, signal, resultHosts: RESULT_HOSTS });
  return { bytes: picture.bytes, seed: one.seed ?? null, revisedPrompt: one.prompt || null };
}

function explainFailed({ failure_reason: reason }: Generation, jobId: string): ProviderError {
  const detail = { billed: 'no' as const, jobId, cause: reason };
  return reason === 'content_policy_violation'
    ? new ProviderError('refused', 'Ideogram refused the words or a picture.', detail)
    : new ProviderError('failed', 'Ideogram could not make the pictures.', detail);
}

function withJob(failure: ProviderError, jobId: string): ProviderError {
  return new ProviderError(failure.kind, failure.message, {
    billed: 'maybe',
    jobId,
    cause: failure.cause,
  });
}
