import { z } from 'zod';
import { type DeliveredPicture, type ProviderContext, ProviderError } from '../define-provider.ts';
import type { PartialAnswer } from '../fields/gather-answers.ts';
import { awaitJob, type UnfinishedJob } from '../http/await-job.ts';
import { callUpstream, type UpstreamAnswer } from '../http/call-upstream.ts';
import { explainCallError } from '../http/explain-failure.ts';
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
  return awaitSdJob(run, id);
}

/** Waits for a job by its id and takes its pictures at once: they are gone after ten minutes. */
export async function awaitSdJob(run: SdServerRun, id: string): Promise<PartialAnswer> {
  const job = await awaitJob({
    ...run,
    title: TITLE,
    jobId: id,
    look: () => lookAtJob(run, id),
    cancel: () => cancelJob(run, id),
    firstMs: 250,
    maxMs: 2_000,
    mostMisses: MOST_MISSES,
    billed: 'no',
  });
  return { pictures: takePictures(job), microUsd: 0n };
}

/** One look at a job; `missing` when the server did not answer this time. */
async function lookAtJob(run: SdServerRun, id: string): Promise<Job | UnfinishedJob> {
  const path = `/sdcpp/v1/jobs/${id}`;
  try {
    const answer = await callSdServer(run, { method: 'GET', path });
    const job = jobSchema.safeParse(answer.json).data;
    if (job === undefined) return 'missing';
    if (job.status === 'queued') return 'queued';
    return job.status === 'generating' ? 'running' : job;
  } catch (error) {
    if (run.signal.aborted) throw error;
    // 404: it was restarted. 410: the pictures are older than ten minutes.
    if (error instanceof ProviderError && error.kind === 'invalid_request') {
      throw failed('no longer has the job.', error.cause);
    }
    if (error instanceof ProviderError && error.kind === 'unauthorized') throw error;
    return 'missing';
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

/** An own engine sends no bill. */
export function failed(what: string, cause: unknown): ProviderError {
  return new ProviderError('failed', `${TITLE} ${what}`, { billed: 'no', cause });
}
