import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type ProviderContext, ProviderError } from '../define-provider.ts';
import { callUpstream, type UpstreamAnswer } from '../http/call-upstream.ts';
import { asCause, explainCallError } from '../http/explain-failure.ts';
import type { RequestBody } from '../http/request-body.ts';
import type { UpstreamEndpoint } from '../http/upstream-endpoint.ts';
import { explainAnswer } from '../openai-wire/explain-answer.ts';

/** The provider as people write it. */
export const TITLE = 'ComfyUI';
const CALL_TIMEOUT_MS = 60_000;
const MAX_BYTES = 64 * 1024 * 1024;
const FOLDER = 'aigateway';

/** Where and under which limits an attempt runs. */
export interface ComfyRun {
  readonly endpoint: UpstreamEndpoint;
  readonly context: ProviderContext;
  /** The caller's signal and the deadline together. */
  readonly signal: AbortSignal;
}

/** One call of ComfyUI. */
export interface ComfyCall {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: RequestBody;
}

/** One call, whatever the status. No Origin is sent: another than the host's is refused. */
export async function callComfy(run: ComfyRun, call: ComfyCall): Promise<UpstreamAnswer> {
  return callUpstream(run.endpoint, {
    ...call,
    signal: run.signal,
    timeoutMs: CALL_TIMEOUT_MS,
    maxBytes: MAX_BYTES,
  }).catch((error: unknown) => {
    throw explainCallError(error, { title: TITLE, free: true });
  });
}

/** As `callComfy`, but no 2xx is a failed attempt. Throws `ProviderError`. */
export async function callComfyOk(run: ComfyRun, call: ComfyCall): Promise<UpstreamAnswer> {
  const answer = await callComfy(run, call);
  if (answer.status >= 200 && answer.status < 300) return answer;
  const failure = explainAnswer(answer, {
    title: TITLE,
    billsNobody: true,
    nowMs: run.context.now(),
  });
  // What it does not understand is our graph or our call, never the caller's wish.
  throw failure.kind === 'invalid_request' ? failed('did not accept the graph.', answer) : failure;
}

const uploadedSchema = z.object({
  name: z.string().min(1).max(300),
  subfolder: z.string().max(300).default(''),
});

/** Uploads a picture and returns its name for `LoadImage`: the server may have chosen another. */
export async function uploadPicture(run: ComfyRun, bytes: Uint8Array): Promise<string> {
  const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 32);
  const fileName = `${digest}.png`;
  const answer = await callComfyOk(run, {
    method: 'POST',
    path: '/upload/image',
    body: {
      parts: [
        { name: 'image', bytes, fileName, contentType: 'application/octet-stream' },
        { name: 'type', text: 'input' },
        { name: 'subfolder', text: FOLDER },
        { name: 'overwrite', text: 'false' },
      ],
    },
  });
  const uploaded = uploadedSchema.safeParse(answer.json).data;
  if (uploaded === undefined) throw failed('did not name the uploaded picture.', answer);
  const { name, subfolder } = uploaded;
  return subfolder === '' ? name : `${subfolder}/${name}`;
}

/** An own engine sends no bill. */
export function failed(what: string, cause?: UpstreamAnswer | unknown): ProviderError {
  const isAnswer = typeof cause === 'object' && cause !== null && 'bytes' in cause;
  return new ProviderError('failed', `${TITLE} ${what}`, {
    billed: 'no',
    cause: isAnswer ? asCause(cause as UpstreamAnswer) : cause,
  });
}
