import { z } from 'zod';
import { type Picture, ProviderError } from '../define-provider.ts';
import { callUpstream } from '../http/call-upstream.ts';
import { explainCallError } from '../http/explain-failure.ts';
import type { HostPicture } from './build-input.ts';
import { explainProblem } from './explain-problem.ts';
import type { ReplicateRun } from './run-prediction.ts';

/** Replicate advises data URIs up to here only. */
const MAX_INLINE_BYTES = 256 * 1024;
const UPLOAD_TIMEOUT_MS = 120_000;

const fileSchema = z.object({ urls: z.object({ get: z.url() }) });

/** Makes a picture reachable: small ones as a data URI, larger ones through the files API. */
export function createPictureHost(run: ReplicateRun): HostPicture {
  const hosted = new Map<Uint8Array, Promise<string>>();
  return (picture) => {
    const known = hosted.get(picture.bytes);
    if (known !== undefined) return known;
    const isSmall = picture.bytes.byteLength <= MAX_INLINE_BYTES;
    const link = isSmall ? Promise.resolve(inline(picture)) : upload(run, picture);
    hosted.set(picture.bytes, link);
    return link;
  };
}

function inline({ bytes, format }: Picture): string {
  return `data:image/${format};base64,${Buffer.from(bytes).toString('base64')}`;
}

async function upload(run: ReplicateRun, picture: Picture): Promise<string> {
  const { endpoint, signal, context } = run;
  const part = {
    name: 'content',
    bytes: picture.bytes,
    fileName: `picture.${picture.format}`,
    contentType: `image/${picture.format}`,
  };
  const answer = await callUpstream(endpoint, {
    method: 'POST',
    path: '/v1/files',
    body: { parts: [part] },
    signal,
    timeoutMs: Math.min(UPLOAD_TIMEOUT_MS, context.deployment.deadlineMs),
  }).catch((error: unknown) => {
    throw explainCallError(error, { title: 'Replicate', free: true });
  });
  const file = fileSchema.safeParse(answer.json);
  if (answer.status < 300 && file.success) return file.data.urls.get;
  const failure = explainProblem(answer, context.now());
  throw new ProviderError(failure.kind, failure.message, { billed: 'no', cause: failure.cause });
}
