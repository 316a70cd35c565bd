import { z } from 'zod';
import { type DeliveredPicture, type ProviderContext, ProviderError } from '../define-provider.ts';
import type { PartialAnswer } from '../fields/gather-answers.ts';
import { callUpstream, endOf, type UpstreamAnswer } from '../http/call-upstream.ts';
import { explainCallError } from '../http/explain-failure.ts';
import { pollJob } from '../http/poll-job.ts';
import { readPicture } from '../http/read-picture.ts';
import type { UpstreamEndpoint } from '../http/upstream-endpoint.ts';
import { explainAnswer } from '../openai-wire/explain-answer.ts';
import { decodeBase64 } from '../openai-wire/read-images.ts';

const TITLE = 'sd-server';
const CALL_TIMEOUT_MS = 30_000;
const CANCEL_TIMEOUT_MS = 5_000;
/** Eight pictures of 25 MB as base64. */
const MAX_JOB_BYTES = 288 * 1024 * 1024;
/** A server that computes may miss a look or two. */
const MOST_MISSES = 5;

/** Where and under which limits an attempt runs. */
export interface SdServerRun {
  readonly endpoint: UpstreamEndpoint;
  readonly context: ProviderContext;
  /** The caller's signal and the deadline together. */
  readonly signal: AbortSignal;
}

const acceptedSchema = z.object({ id: z.string().regex(/^[\w-]{1,120}$/) });

const jobSchema = z.object({
  status: z.enum(['queued', 'generating', 'completed', 'failed', 'cancelled']),
  result: z
    .object({ images: z.array(z.object({ index: z.int(), b64_json: z.string() })) })
    .nullish(),
});
type Job = z.infer<typeof jobSchema>;

/** One call; no 2xx is a failed attempt. Throws `ProviderError`. */
export async function callSdServer(
  run: SdServerRun,
  call: { readonly method: 'GET' | 'POST'; readonly path: string; readonly json?: unknown },
): Promise<UpstreamAnswer> {
  const { context, endpoint, signal } = run;
  const answer = await callUpstream(endpoint, {
    method: call.method,
    path: call.path,
    ...(call.json !== undefined && { body: { json: call.json } }),
    signal,
    timeoutMs: CALL_TIMEOUT_MS,
    maxBytes: MAX_JOB_BYTES,
  }).catch((error: unknown) => {
    throw explainCallError(error, { title: TITLE, free: true });
  });
  if (answer.status >= 200 && answer.status < 300 && answer.json !== undefined) return answer;
  throw explainAnswer(answer, { title: TITLE, billsNobody: true, nowMs: context.now() });
}

/** Queues a job and waits for it; it is cancelled when nobody waits any more. */
export async function runJob(run: SdServerRun, body: unknown): Promise<PartialAnswer> {
  const answer = await callSdServer(run, { method: 'POST', path: '/sdcpp/v1/img_gen', json: body });
  const accepted = acceptedSchema.safeParse(answer.json);
  if (!accepted.success) throw failed('answered without naming a job.', answer.json);
  const { id } = accepted.data;
  run.context.onAccepted?.(id);
  try {
    return await awaitJob(run, id);
  } catch (error) {
    if (run.signal.aborted) await cancelJob(run, id);
    throw error;
  }
}

/** Waits for a job by its id and takes its pictures at once: they are gone after ten minutes. */
export async function awaitJob(run: SdServerRun, id: string): Promise<PartialAnswer> {
  let misses = 0;
  const look = async () => {
    const job = await lookAtJob(run, id);
    misses = job === null ? misses + 1 : 0;
    if (misses > MOST_MISSES) throw failed('stopped answering about its job.', null);
    return job === null || job.status === 'queued' || job.status === 'generating' ? null : job;
  };
  const job = await pollJob({
    look,
    maxLooks: Math.max(10, Math.ceil(run.context.deployment.deadlineMs / 500)),
    firstMs: 250,
    maxMs: 2_000,
    signal: run.signal,
    pause: run.context.pause,
  }).catch((error: unknown) => {
    throw error instanceof ProviderError && !run.signal.aborted ? error : ended(run);
  });
  if (job === null) throw ended(run);
  return { pictures: takePictures(job), microUsd: 0n };
}

/** One look at a job; null when the server did not answer this time. */
async function lookAtJob(run: SdServerRun, id: string): Promise<Job | null> {
  const path = `/sdcpp/v1/jobs/${id}`;
  try {
    const answer = await callSdServer(run, { method: 'GET', path });
    return jobSchema.safeParse(answer.json).data ?? null;
  } catch (error) {
    if (run.signal.aborted) throw error;
    // 404: it was restarted. 410: the pictures are older than ten minutes.
    if (error instanceof ProviderError && error.kind === 'invalid_request') {
      throw failed('no longer has the job.', error.cause);
    }
    if (error instanceof ProviderError && error.kind === 'unauthorized') throw error;
    return null;
  }
}

function takePictures(job: Job): DeliveredPicture[] {
  if (job.status !== 'completed') throw failed('could not make the picture.', job);
  const images = [...(job.result?.images ?? [])].sort((one, other) => one.index - other.index);
  const pictures = images
    .map((image) => decodeBase64(image.b64_json))
    .filter((bytes) => readPicture(bytes) !== null);
  return pictures.map((bytes) => ({ bytes, seed: null, revisedPrompt: null }));
}

/** Refused with 409 while it computes: there is nothing more to be done then. */
async function cancelJob(run: SdServerRun, id: string): Promise<void> {
  await callUpstream(run.endpoint, {
    method: 'POST',
    path: `/sdcpp/v1/jobs/${id}/cancel`,
    signal: new AbortController().signal,
    timeoutMs: CANCEL_TIMEOUT_MS,
  }).catch(() => null);
}

function ended({ signal }: SdServerRun): ProviderError {
  const kind = signal.aborted ? endOf(signal) : 'timeout';
  const what = kind === 'timeout' ? 'did not finish in time.' : 'was not waited for.';
  return new ProviderError(kind, `${TITLE} ${what}`, { billed: 'no' });
}

/** An own engine sends no bill. */
export function failed(what: string, cause: unknown): ProviderError {
  return new ProviderError('failed', `${TITLE} ${what}`, { billed: 'no', cause });
}
