import { z } from 'zod';
import { type ProviderContext, ProviderError } from '../define-provider.ts';
import type { PartialAnswer } from '../fields/gather-answers.ts';
import { awaitJob, type UnfinishedJob } from '../http/await-job.ts';
import { callUpstream, UpstreamCallError } from '../http/call-upstream.ts';
import { explainCallError, explainResultError } from '../http/explain-failure.ts';
import { fetchResultBytes } from '../http/fetch-result-bytes.ts';
import { defineEndpoint, type UpstreamEndpoint } from '../http/upstream-endpoint.ts';
import { explainAnswer } from '../openai-wire/explain-answer.ts';

const TITLE = 'Black Forest Labs';
const SUBMIT_TIMEOUT_MS = 60_000;
const POLL_TIMEOUT_MS = 20_000;
/** Results lie on delivery hosts of this domain for ten minutes. */
const RESULT_HOSTS = ['bfl.ai'];
/** A task is polled where it runs: the global host hands out links to a region's. */
const REGION_HOST = /^api(\.[a-z]{2}\d?)?\.bfl\.ai$/;
/** One credit is a cent. */
const MICRO_USD_A_CREDIT = 10_000;
const MOST_MISSES = 5;

/** Where and under which limits an attempt runs. */
export interface FluxRun {
  readonly endpoint: UpstreamEndpoint;
  readonly context: ProviderContext;
  /** The caller's signal and the deadline together. */
  readonly signal: AbortSignal;
}

/** A task that was accepted. */
export interface FluxTask {
  readonly id: string;
  readonly endpoint: UpstreamEndpoint;
  readonly path: string;
  readonly microUsd: bigint | null;
}

const acceptedSchema = z.object({
  id: z.string().regex(/^[\w-]{1,120}$/),
  polling_url: z.string().max(2_000),
  cost: z.number().nonnegative().nullish(),
});

const resultSchema = z.object({
  status: z.string(),
  result: z.object({ sample: z.string().nullish(), seed: z.int().nullish() }).loose().nullish(),
});
type TaskState = z.infer<typeof resultSchema>;

/** Hands in a task, once. Throws `ProviderError`. */
export async function submitTask(run: FluxRun, path: string, json: unknown): Promise<FluxTask> {
  const { endpoint, context, signal } = run;
  const timeoutMs = Math.min(SUBMIT_TIMEOUT_MS, context.deployment.deadlineMs);
  const call = { method: 'POST', path, body: { json }, signal, timeoutMs } as const;
  const answer = await callUpstream(endpoint, call).catch((error: unknown) => {
    throw explainCallError(error, { title: TITLE });
  });
  const accepted = acceptedSchema.safeParse(answer.json).data;
  if (answer.status !== 200 || accepted === undefined) {
    throw explainAnswer(answer, { title: TITLE, billsNobody: false, nowMs: context.now() });
  }
  context.onAccepted?.(accepted.id);
  const { id, polling_url: link, cost } = accepted;
  const microUsd = typeof cost === 'number' ? BigInt(Math.ceil(cost * MICRO_USD_A_CREDIT)) : null;
  return { id, microUsd, ...locateTask(run, id, link) };
}

/** The maker's own regions may be polled with its key; any other link is replaced by our own. */
function locateTask(
  { endpoint, context }: FluxRun,
  id: string,
  link: string,
): Pick<FluxTask, 'endpoint' | 'path'> {
  const own = { endpoint, path: taskPath(id) };
  if (context.baseUrl !== null || !URL.canParse(link)) return own;
  const url = new URL(link);
  const isRegion = url.protocol === 'https:' && url.port === '' && REGION_HOST.test(url.hostname);
  if (!isRegion || url.username !== '') return own;
  const { secret } = endpoint;
  const region = defineEndpoint({ makerUrl: url.origin, configuredUrl: null, secret });
  return { endpoint: region, path: `${url.pathname}${url.search}` };
}

/** Where a task is looked up on the host that it was handed to. */
export function taskPath(id: string): string {
  return `/v1/get_result?id=${encodeURIComponent(id)}`;
}

/** Waits for a task and fetches its picture. Throws `ProviderError` with the task's id. */
export async function awaitTask(run: FluxRun, task: FluxTask): Promise<PartialAnswer> {
  const state = await awaitJob({
    ...run,
    title: TITLE,
    jobId: task.id,
    look: () => lookAtTask(run, task),
    firstMs: 500,
    maxMs: 3_000,
    mostMisses: MOST_MISSES,
    billed: 'maybe',
  });
  return deliver(run, task, state);
}

const UNFINISHED = new Set(['Pending', 'Queued', 'Processing']);

async function lookAtTask(run: FluxRun, task: FluxTask): Promise<TaskState | UnfinishedJob> {
  const { signal } = run;
  const call = { method: 'GET', path: task.path, signal, timeoutMs: POLL_TIMEOUT_MS } as const;
  const answer = await callUpstream(task.endpoint, call).catch((error: unknown) => {
    if (signal.aborted || !(error instanceof UpstreamCallError)) throw error;
    return null;
  });
  const state = answer?.status === 200 ? resultSchema.safeParse(answer.json).data : undefined;
  if (state === undefined || state.status === 'Task not found') return 'missing';
  return UNFINISHED.has(state.status) ? 'running' : state;
}

async function deliver(run: FluxRun, task: FluxTask, state: TaskState): Promise<PartialAnswer> {
  const { id: jobId, microUsd } = task;
  switch (state.status) {
    case 'Ready':
      break;
    case 'Request Moderated':
      throw refused('refused the words or a picture.', { billed: 'no', jobId });
    case 'Content Moderated':
      throw refused('made a picture and withheld it.', { billed: 'maybe', jobId });
    default:
      throw failed('could not make the picture.', task, 'maybe', state.status);
  }
  const sample = state.result?.sample;
  if (!sample) throw failed('finished without a picture.', task, 'yes');
  const { endpoint, signal } = run;
  const picture = await fetchResultBytes(sample, {
    endpoint,
    signal,
    resultHosts: RESULT_HOSTS,
  }).catch((error: unknown) => {
    throw explainResultError(error, { title: TITLE, jobId });
  });
  const seed = state.result?.seed ?? null;
  return { pictures: [{ bytes: picture.bytes, seed, revisedPrompt: null }], microUsd };
}

function refused(what: string, detail: { billed: 'no' | 'maybe'; jobId: string }): ProviderError {
  return new ProviderError('refused', `${TITLE} ${what}`, detail);
}

function failed(
  what: string,
  { id: jobId }: FluxTask,
  ...[billed, cause]: ['maybe' | 'yes', unknown?]
): ProviderError {
  return new ProviderError('failed', `${TITLE} ${what}`, { billed, jobId, cause });
}
