import { z } from 'zod';
import { type ProviderContext, ProviderError } from '../define-provider.ts';
import type { PartialAnswer } from '../fields/gather-answers.ts';
import { awaitJob, type UnfinishedJob } from '../http/await-job.ts';
import { callUpstream, type UpstreamAnswer } from '../http/call-upstream.ts';
import { explainCallError, explainResultError } from '../http/explain-failure.ts';
import { fetchResultBytes } from '../http/fetch-result-bytes.ts';
import type { UpstreamEndpoint } from '../http/upstream-endpoint.ts';
import { explainFal, isFalDetail } from './explain-detail.ts';

const TITLE = 'fal';
const SUBMIT_TIMEOUT_MS = 60_000;
const LOOK_TIMEOUT_MS = 20_000;
const CANCEL_TIMEOUT_MS = 5_000;
const MOST_MISSES = 3;
const RESULT_HOSTS = ['fal.media'];
/** Looks at requests go to the app, without the rest of the endpoint's id. */
const APP_PATH = '/fal-ai/ideogram/requests';

/** Where and under which limits one attempt runs. */
export interface FalRun {
  readonly queue: UpstreamEndpoint;
  readonly context: ProviderContext;
  /** The caller's signal and the deadline together. */
  readonly signal: AbortSignal;
}

const submittedSchema = z.object({ request_id: z.string().min(1).max(200) });
const statusSchema = z.object({ status: z.enum(['IN_QUEUE', 'IN_PROGRESS', 'COMPLETED']) });
const resultSchema = z.object({
  images: z.array(z.object({ url: z.string() })),
  seed: z.number().nullish(),
});
type Result = z.infer<typeof resultSchema>;

/** Queues a request and returns its id: the call that can cost money. Throws `ProviderError`. */
export async function submitRequest(
  run: FalRun,
  endpointId: string,
  input: object,
): Promise<string> {
  const { context, queue, signal } = run;
  const { webhookUrl } = context;
  const query = webhookUrl ? `?fal_webhook=${encodeURIComponent(webhookUrl)}` : '';
  const answer = await callUpstream(queue, {
    method: 'POST',
    path: `/${endpointId}${query}`,
    body: { json: input },
    signal,
    timeoutMs: Math.min(SUBMIT_TIMEOUT_MS, context.deployment.deadlineMs),
  }).catch((error: unknown) => {
    throw explainCallError(error, { title: TITLE });
  });
  if (answer.status < 200 || answer.status >= 300) {
    throw explainFal(answer, { nowMs: context.now(), accepted: false });
  }
  const submitted = submittedSchema.safeParse(answer.json);
  if (!submitted.success) {
    throw new ProviderError('failed', 'fal answered without naming a request.', {
      billed: 'maybe',
    });
  }
  context.onAccepted?.(submitted.data.request_id);
  return submitted.data.request_id;
}

/** Waits for a queued request, by its id, and fetches what it made. Throws `ProviderError`. */
export async function awaitRequest(run: FalRun, jobId: string): Promise<PartialAnswer> {
  const result = await awaitJob({
    ...run,
    title: TITLE,
    jobId,
    look: () => lookAtRequest(run, jobId),
    // What still waits in the queue costs nothing when it is taken out.
    cancel: () => cancelRequest(run, jobId),
    firstMs: 500,
    maxMs: 3_000,
    mostMisses: MOST_MISSES,
    billed: 'maybe',
  });
  return deliver(run, jobId, result);
}

/** One look: the result once the request is complete, else why there is none. */
async function lookAtRequest(run: FalRun, jobId: string): Promise<Result | UnfinishedJob> {
  const path = `${APP_PATH}/${encodeURIComponent(jobId)}`;
  const status = await get(run, `${path}/status`);
  if (status === null || status.status === 429) return 'unknown';
  if (status.status === 404) return 'missing';
  if (status.status >= 500) return 'unknown';
  if (status.status >= 400) throw explain(run, status, jobId);
  const parsed = statusSchema.safeParse(status.json);
  if (!parsed.success) return 'unknown';
  if (parsed.data.status === 'IN_QUEUE') return 'queued';
  if (parsed.data.status === 'IN_PROGRESS') return 'running';
  const answer = await get(run, path);
  if (answer === null || answer.status === 429) return 'unknown';
  const result = resultSchema.safeParse(answer.json);
  if (answer.status === 200 && result.success) return result.data;
  // Only fal's own words end the wait: a proxy's page says nothing about the result.
  if (answer.status === 200 || isFalDetail(answer)) throw explain(run, answer, jobId);
  return 'unknown';
}

function explain(run: FalRun, answer: UpstreamAnswer, jobId: string): ProviderError {
  return explainFal(answer, { nowMs: run.context.now(), accepted: true, jobId });
}

/** A free look. Null for passing troubles; throws when the wait is over. */
async function get(run: FalRun, path: string): Promise<UpstreamAnswer | null> {
  const { queue, signal } = run;
  return callUpstream(queue, { method: 'GET', path, signal, timeoutMs: LOOK_TIMEOUT_MS }).catch(
    (error: unknown) => {
      if (signal.aborted) throw error;
      return null;
    },
  );
}

async function deliver(run: FalRun, jobId: string, result: Result): Promise<PartialAnswer> {
  const { queue: endpoint, signal } = run;
  if (result.images.length === 0) {
    const message = 'fal finished without a picture.';
    throw new ProviderError('failed', message, { billed: 'maybe', jobId });
  }
  const settled = await Promise.allSettled(
    result.images.map(({ url }) =>
      fetchResultBytes(url, { endpoint, signal, resultHosts: RESULT_HOSTS }),
    ),
  );
  // One seed is told for all; it is the picture's own only where there is one picture.
  const seed = result.images.length === 1 ? (result.seed ?? null) : null;
  return {
    pictures: settled.flatMap((one) =>
      one.status === 'fulfilled' ? [{ bytes: one.value.bytes, seed, revisedPrompt: null }] : [],
    ),
    failures: settled.flatMap((one) =>
      one.status === 'rejected' ? [explainResultError(one.reason, { title: TITLE, jobId })] : [],
    ),
  };
}

/** Asks to stop; whatever comes of it, the attempt is over. */
async function cancelRequest(run: FalRun, jobId: string): Promise<void> {
  await callUpstream(run.queue, {
    method: 'PUT',
    path: `${APP_PATH}/${encodeURIComponent(jobId)}/cancel`,
    signal: new AbortController().signal,
    timeoutMs: CANCEL_TIMEOUT_MS,
  }).catch(() => null);
}
