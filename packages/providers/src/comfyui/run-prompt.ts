import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { DeliveredPicture } from '../define-provider.ts';
import { awaitJob, type UnfinishedJob } from '../http/await-job.ts';
import { readPicture } from '../http/read-picture.ts';
import { isRecord } from '../openai-wire/read-images.ts';
import { type ComfyRun, callComfy, callComfyOk, failed, TITLE } from './call-comfyui.ts';
import type { BuiltGraph } from './graph.ts';

const CANCEL_TIMEOUT_MS = 5_000;
/** Looks that may find the job nowhere, or no answer, in a row. */
const MOST_MISSES = 5;

const imageSchema = z.object({
  filename: z.string().min(1),
  subfolder: z.string().default(''),
  type: z.enum(['output', 'temp', 'input']).default('output'),
});
type ImageRef = z.infer<typeof imageSchema>;

const historySchema = z.object({
  outputs: z.record(z.string(), z.object({ images: z.array(imageSchema).optional() }).loose()),
  status: z.object({ status_str: z.string() }).nullish(),
});
type History = z.infer<typeof historySchema>;

/** Queues a graph under an id of our own, waits for it and fetches its pictures. */
export async function runPrompt(
  run: ComfyRun,
  built: BuiltGraph,
  { clientId, onStart }: { clientId: string; onStart: (promptId: string) => void },
): Promise<DeliveredPicture[]> {
  const promptId = randomUUID();
  onStart(promptId);
  try {
    const json = { prompt: built.graph, client_id: clientId, prompt_id: promptId };
    const answer = await callComfyOk(run, { method: 'POST', path: '/prompt', body: { json } });
    if (!isRecord(answer.json) || answer.json.prompt_id !== promptId) {
      throw failed('did not take the job under the id it was given.', answer);
    }
    run.context.onAccepted?.(promptId);
    return await awaitPrompt(run, promptId, built.output);
  } catch (error) {
    if (run.signal.aborted) await cancelPrompt(run, promptId);
    throw error;
  }
}

/** Waits for a job by its id. `output` names the node; null = any. Throws `ProviderError`. */
export async function awaitPrompt(
  run: ComfyRun,
  promptId: string,
  output: string | null,
): Promise<DeliveredPicture[]> {
  const history = await awaitJob({
    ...run,
    title: TITLE,
    jobId: promptId,
    look: () => lookAtPrompt(run, promptId),
    firstMs: 250,
    maxMs: 2_000,
    mostMisses: MOST_MISSES,
    billed: 'no',
  });
  if (history.status && history.status.status_str !== 'success') {
    throw failed('could not make the picture.', history.status);
  }
  const nodes = output === null ? Object.values(history.outputs) : [history.outputs[output]];
  const refs = nodes.flatMap((node) => node?.images ?? []).filter((ref) => ref.type !== 'input');
  if (refs.length === 0) throw failed('finished without a picture.');
  return Promise.all(refs.map((ref) => fetchPicture(run, ref)));
}

/** One look: the history entry, or where else the job is. */
async function lookAtPrompt(run: ComfyRun, promptId: string): Promise<History | UnfinishedJob> {
  try {
    const answer = await callComfyOk(run, { method: 'GET', path: `/history/${promptId}` });
    const entry = isRecord(answer.json) ? answer.json[promptId] : undefined;
    const history = historySchema.safeParse(entry).data;
    if (history !== undefined) return history;
    return (await findInQueue(run, promptId)) === null ? 'missing' : 'queued';
  } catch (error) {
    if (run.signal.aborted) throw error;
    // A server that computes may miss a look or two.
    return 'missing';
  }
}

async function findInQueue(run: ComfyRun, promptId: string): Promise<'running' | 'pending' | null> {
  const { json } = await callComfyOk(run, { method: 'GET', path: '/queue' });
  const holds = (list: unknown) =>
    Array.isArray(list) && list.some((item) => Array.isArray(item) && item[1] === promptId);
  if (!isRecord(json)) return null;
  if (holds(json.queue_running)) return 'running';
  return holds(json.queue_pending) ? 'pending' : null;
}

async function fetchPicture(run: ComfyRun, ref: ImageRef): Promise<DeliveredPicture> {
  const query = new URLSearchParams({ ...ref });
  const answer = await callComfy(run, { method: 'GET', path: `/view?${query}` });
  if (answer.status !== 200) throw failed('no longer has the finished picture.', answer);
  if (readPicture(answer.bytes) === null) throw failed('sent no complete picture.');
  return { bytes: answer.bytes, seed: null, revisedPrompt: null };
}

/**
 * Stops our own job and no other. Older servers stop whatever runs when they are told to
 * interrupt, so they are told only while the queue says that it is ours.
 */
async function cancelPrompt(run: ComfyRun, promptId: string): Promise<void> {
  const free = { ...run, signal: AbortSignal.timeout(CANCEL_TIMEOUT_MS) };
  try {
    const place = await findInQueue(free, promptId);
    if (place === 'pending') {
      const body = { json: { delete: [promptId] } };
      await callComfy(free, { method: 'POST', path: '/queue', body });
    }
    if (place === 'running') {
      const body = { json: { prompt_id: promptId } };
      await callComfy(free, { method: 'POST', path: '/interrupt', body });
    }
  } catch {
    // Nobody waits any more: what cannot be stopped runs out.
  }
}
