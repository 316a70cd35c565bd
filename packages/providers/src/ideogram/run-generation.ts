import { z } from 'zod';
import { type DeliveredPicture, type ProviderContext, ProviderError } from '../define-provider.ts';
import type { PartialAnswer } from '../fields/gather-answers.ts';
import { callUpstream, endOf, UpstreamCallError } from '../http/call-upstream.ts';
import { explainCallError, explainResultError } from '../http/explain-failure.ts';
import { fetchResultBytes } from '../http/fetch-result-bytes.ts';
import { pollJob } from '../http/poll-job.ts';
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
  let misses = 0;
  const look = async () => {
    const seen = await lookAtGeneration(run, jobId);
    misses = seen === 'missing' ? misses + 1 : 0;
    if (misses > MOST_MISSES) throw lost(jobId);
    return typeof seen === 'string' || seen.status === 'pending' ? null : seen;
  };
  const generation = await pollJob({
    look,
    maxLooks: Math.max(10, Math.ceil(run.context.deployment.deadlineMs / 1000)),
    firstMs: 1_000,
    maxMs: 5_000,
    signal: run.signal,
    pause: run.context.pause,
  }).catch((error: unknown) => {
    throw error instanceof ProviderError ? error : ended(run, jobId);
  });
  if (generation === null) throw ended(run, jobId);
  return deliver(run, jobId, generation);
}

/** One look at a job. Passing troubles are `unknown`: the job runs on, whatever a look says. */
async function lookAtGeneration(
  run: IdeogramRun,
  jobId: string,
): Promise<Generation | 'missing' | 'unknown'> {
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
  return parsed.success ? parsed.data : 'unknown';
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

function lost(jobId: string): ProviderError {
  return new ProviderError('failed', 'Ideogram no longer knows the job it accepted.', {
    billed: 'maybe',
    jobId,
  });
}

/** The wait ended, the job did not: it can be looked up by its id. */
function ended(run: IdeogramRun, jobId: string): ProviderError {
  const { signal } = run;
  const kind = signal.aborted ? endOf(signal) : 'timeout';
  const message =
    kind === 'timeout' ? 'Ideogram did not finish in time.' : 'The call was ended before the end.';
  return new ProviderError(kind, message, { billed: 'maybe', jobId });
}

function withJob(failure: ProviderError, jobId: string): ProviderError {
  return new ProviderError(failure.kind, failure.message, {
    billed: 'maybe',
    jobId,
    cause: failure.cause,
  });
}
