import type { LookupFunction } from 'node:net';
import { Agent, request } from 'undici';
import type { Picture } from '../define-provider.ts';
import { callUpstream, UpstreamCallError } from './call-upstream.ts';
import { guardedLookup, isForbiddenAddress } from './guarded-lookup.ts';
import { isPublicAddress, isPublicHost } from './public-address.ts';
import { looksLikeHtml, readPicture } from './read-picture.ts';
import type { UpstreamEndpoint } from './upstream-endpoint.ts';

/** Largest result accepted, in bytes: a 4K PNG with room to spare. */
const MAX_RESULT_BYTES = 64 * 1024 * 1024;
const RESULT_TIMEOUT_MS = 60_000;
const ATTEMPTS = 2;

/** Why a finished picture could not be had. */
export type ResultFailure =
  | 'not_allowed'
  | 'expired'
  | 'too_large'
  | 'html'
  | 'not_a_picture'
  | 'failed'
  | 'cancelled';

/** A finished picture that could not be had; `message` is fit for callers. */
export class ResultFetchError extends Error {
  override readonly name = 'ResultFetchError';
  constructor(
    readonly kind: ResultFailure,
    cause?: unknown,
  ) {
    super(SENTENCES[kind], { cause });
  }
}

const SENTENCES: Readonly<Record<ResultFailure, string>> = {
  not_allowed: 'The finished picture lay on a host that does not belong to its maker.',
  expired: 'The finished picture was gone before it could be fetched.',
  too_large: 'The finished picture is larger than this gateway accepts.',
  html: 'A web page came in place of the finished picture.',
  not_a_picture: 'What came as the finished picture is no complete PNG, JPEG or WebP.',
  failed: 'The finished picture could not be fetched.',
  cancelled: 'The call was ended before the finished picture was fetched.',
};

/** Where results may lie, the bounds, and the seams for tests. */
export interface ResultFetchOptions {
  readonly endpoint: UpstreamEndpoint;
  /** Host names whose own and sub-domains' links are fetched, over https, public only. */
  readonly resultHosts: readonly string[];
  readonly signal: AbortSignal;
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
  /** Send the endpoint's secret, on its own origin only; false when absent. */
  readonly withSecret?: boolean;
  readonly lookup?: LookupFunction;
  readonly isAllowed?: (address: string) => boolean;
}

/**
 * Fetches a finished picture from a link that an upstream handed out.
 *
 * Links on the configured base URL's own origin are followed wherever that is; all others only on
 * the maker's result hosts, over https, to public addresses. No redirects, bounded, and what comes
 * must be a complete picture by its own bytes. Fetching is free, so a failure is tried once more.
 * Throws `ResultFetchError`.
 */
export async function fetchResultBytes(url: string, options: ResultFetchOptions): Promise<Picture> {
  let failure = new ResultFetchError('failed');
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    try {
      return verify(await fetchOnce(url, options));
    } catch (error) {
      failure = toResultError(error, options.signal);
      if (failure.kind !== 'failed') break;
    }
  }
  throw failure;
}

function verify(bytes: Uint8Array): Picture {
  const picture = readPicture(bytes);
  if (picture !== null) return picture;
  throw new ResultFetchError(looksLikeHtml(bytes) ? 'html' : 'not_a_picture');
}

async function fetchOnce(text: string, options: ResultFetchOptions): Promise<Uint8Array> {
  if (!URL.canParse(text)) throw new ResultFetchError('not_allowed');
  const url = new URL(text);
  const { endpoint } = options;
  if (endpoint.trusted && url.origin === endpoint.origin) {
    const open = options.withSecret ? endpoint : { ...endpoint, secret: null };
    const answer = await callUpstream(open, {
      method: 'GET',
      path: text,
      headers: { accept: 'image/*' },
      signal: options.signal,
      timeoutMs: options.timeoutMs ?? RESULT_TIMEOUT_MS,
      maxBytes: options.maxBytes ?? MAX_RESULT_BYTES,
    });
    return checkStatus(answer.status, answer.bytes);
  }
  if (!isResultHost(url, options.resultHosts)) throw new ResultFetchError('not_allowed');
  return fetchPublic(url, options);
}

/** True for a plain https link on one of the hosts or below it. */
function isResultHost(url: URL, hosts: readonly string[]): boolean {
  if (url.protocol !== 'https:' || url.port !== '' || url.username !== '' || url.password !== '') {
    return false;
  }
  const { hostname } = url;
  if (!isPublicHost(hostname)) return false;
  return hosts.some((host) => hostname === host || hostname.endsWith(`.${host}`));
}

async function fetchPublic(url: URL, options: ResultFetchOptions): Promise<Uint8Array> {
  const { lookup, isAllowed = isPublicAddress } = options;
  const timeoutMs = options.timeoutMs ?? RESULT_TIMEOUT_MS;
  const maxBytes = options.maxBytes ?? MAX_RESULT_BYTES;
  const agent = new Agent({ connect: { lookup: guardedLookup({ lookup, isAllowed }) } });
  try {
    const signal = AbortSignal.any([options.signal, AbortSignal.timeout(timeoutMs)]);
    const answer = await request(url, { dispatcher: agent, signal });
    const chunks: Uint8Array[] = [];
    let total = 0;
    for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
      total += chunk.byteLength;
      if (total > maxBytes) throw new ResultFetchError('too_large');
      chunks.push(chunk);
    }
    return checkStatus(answer.statusCode, Buffer.concat(chunks));
  } finally {
    void agent.destroy().catch(() => {});
  }
}

const GONE = new Set([401, 403, 404, 410]);

function checkStatus(status: number, bytes: Uint8Array): Uint8Array {
  if (status === 200) return bytes;
  // Signed links answer 403 once their date has passed.
  if (GONE.has(status)) throw new ResultFetchError('expired');
  if (status >= 300 && status < 400) throw new ResultFetchError('not_allowed');
  throw new ResultFetchError('failed');
}

function toResultError(error: unknown, signal: AbortSignal): ResultFetchError {
  if (error instanceof ResultFetchError) return error;
  if (signal.aborted) return new ResultFetchError('cancelled', error);
  if (isForbiddenAddress(error)) return new ResultFetchError('not_allowed', error);
  if (error instanceof UpstreamCallError) {
    if (error.kind === 'redirected' || error.kind === 'not_allowed') {
      return new ResultFetchError('not_allowed', error);
    }
    if (error.kind === 'too_large') return new ResultFetchError('too_large', error);
  }
  return new ResultFetchError('failed', error);
}
