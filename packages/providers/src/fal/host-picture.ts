import { z } from 'zod';
import { type Picture, type ProviderContext, ProviderError } from '../define-provider.ts';
import { callUpstream, type UpstreamCall } from '../http/call-upstream.ts';
import { explainCallError } from '../http/explain-failure.ts';
import { isPublicHost } from '../http/public-address.ts';
import { defineEndpoint, type UpstreamEndpoint } from '../http/upstream-endpoint.ts';
import type { HostPicture } from './build-input.ts';
import { explainFal } from './explain-detail.ts';

/** Up to here a picture travels inside the request. */
const MAX_INLINE_BYTES = 256 * 1024;
const UPLOAD_TIMEOUT_MS = 120_000;
const STORAGE_HOSTS = ['fal.media', 'fal.ai', 'fal.run'];

const initiatedSchema = z.object({ upload_url: z.url(), file_url: z.url() });

/** The storage of one attempt. */
export interface FalStorage {
  readonly endpoint: UpstreamEndpoint;
  readonly context: ProviderContext;
  readonly signal: AbortSignal;
}

/**
 * Makes a picture reachable for fal: small ones as a data URI, larger ones through its storage
 * (initiate, then PUT to the link it hands out, without the key). Uploads cost nothing. One
 * picture with two roles is uploaded once.
 */
export function createPictureHost(storage: FalStorage): HostPicture {
  const hosted = new Map<Uint8Array, Promise<string>>();
  return (picture) => {
    const known = hosted.get(picture.bytes);
    if (known !== undefined) return known;
    const link = isSmall(picture) ? Promise.resolve(inline(picture)) : upload(storage, picture);
    hosted.set(picture.bytes, link);
    return link;
  };
}

function isSmall({ bytes }: Picture): boolean {
  return bytes.byteLength <= MAX_INLINE_BYTES;
}

function inline({ bytes, format }: Picture): string {
  return `data:image/${format};base64,${Buffer.from(bytes).toString('base64')}`;
}

async function upload(storage: FalStorage, picture: Picture): Promise<string> {
  const contentType = `image/${picture.format}`;
  const initiated = await initiate(storage, {
    content_type: contentType,
    file_name: `picture.${picture.format}`,
  });
  const links = initiatedSchema.safeParse(initiated.json);
  const target = links.success ? findUploadHost(storage.endpoint, links.data.upload_url) : null;
  if (!links.success || target === null) {
    throw new ProviderError('failed', "fal's storage did not say where to put a picture.", {
      billed: 'no',
    });
  }
  await call(storage, target, {
    method: 'PUT',
    path: links.data.upload_url,
    body: { bytes: picture.bytes, contentType },
  });
  return links.data.file_url;
}

/** Asks the storage for an upload link and uses it for nothing: free, and only for a good key. */
export async function checkFalKey(storage: FalStorage): Promise<void> {
  await initiate(storage, { content_type: 'image/png', file_name: 'check.png' });
}

function initiate(storage: FalStorage, json: { content_type: string; file_name: string }) {
  const path = '/storage/upload/initiate?storage_type=fal-cdn-v3';
  return call(storage, storage.endpoint, { method: 'POST', path, body: { json } });
}

/** The host of an upload link, where it is fal's; never with the key. Null = not fal's. */
function findUploadHost(endpoint: UpstreamEndpoint, link: string): UpstreamEndpoint | null {
  const url = new URL(link);
  if (endpoint.trusted && url.origin === endpoint.origin) return { ...endpoint, secret: null };
  const { hostname, protocol } = url;
  const isFal = STORAGE_HOSTS.some((host) => hostname === host || hostname.endsWith(`.${host}`));
  if (protocol !== 'https:' || !isFal || !isPublicHost(hostname)) return null;
  return defineEndpoint({ makerUrl: url.origin, configuredUrl: null, secret: null });
}

async function call(
  storage: FalStorage,
  endpoint: UpstreamEndpoint,
  request: Pick<UpstreamCall, 'method' | 'path' | 'body'>,
) {
  const { signal, context } = storage;
  const answer = await callUpstream(endpoint, {
    ...request,
    signal,
    timeoutMs: Math.min(UPLOAD_TIMEOUT_MS, context.deployment.deadlineMs),
  }).catch((error: unknown) => {
    throw explainCallError(error, { title: 'fal', free: true });
  });
  if (answer.status >= 200 && answer.status < 300) return answer;
  const failure = explainFal(answer, { nowMs: context.now(), accepted: false });
  throw new ProviderError(failure.kind, failure.message, { billed: 'no', cause: failure.cause });
}
