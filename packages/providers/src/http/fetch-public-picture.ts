import { isIP, type LookupFunction } from 'node:net';
import { Agent, request } from 'undici';
import { guardedLookup, isForbiddenAddress } from './guarded-lookup.ts';
import { isPublicAddress, isPublicHost } from './public-address.ts';

/** Why a picture that a caller named could not be fetched; the message is fit for the caller. */
export class PublicFetchError extends Error {
  override readonly name = 'PublicFetchError';
  constructor(
    readonly kind: 'not_allowed' | 'too_large' | 'failed',
    message: string,
  ) {
    super(message);
  }
}

/** Bounds of a fetch, and the seams for tests. */
export interface PublicFetchOptions {
  readonly maxBytes: number;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Resolves names; the system's resolver when absent. */
  readonly lookup?: LookupFunction;
  /** Which addresses may be connected to; the public internet when absent. */
  readonly isAllowed?: (address: string) => boolean;
}

/**
 * Fetches the bytes behind an https URL that a caller named.
 *
 * https only, public addresses only (checked at connect time, on the very address that is
 * connected to, so that a name cannot be rebound in between), no credentials, no redirects, no
 * other port than 443, bounded in bytes and time. Throws `PublicFetchError`.
 */
export async function fetchPublicPicture(
  url: string,
  options: PublicFetchOptions,
): Promise<Uint8Array> {
  const isAllowed = options.isAllowed ?? isPublicAddress;
  const target = parseTarget(url, isAllowed);
  const agent = new Agent({
    connect: {
      lookup: guardedLookup({ lookup: options.lookup, isAllowed }),
      timeout: options.timeoutMs,
    },
    headersTimeout: options.timeoutMs,
    bodyTimeout: options.timeoutMs,
    pipelining: 0,
  });
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(options.timeoutMs)]);
  try {
    const answer = await request(target, { dispatcher: agent, signal, method: 'GET' });
    if (answer.statusCode !== 200) {
      answer.body.on('error', () => {}).destroy();
      throw new PublicFetchError('failed', `its host answered ${answer.statusCode}, not 200`);
    }
    return await readBounded(answer.body, options.maxBytes);
  } catch (error) {
    throw explain(error, signal);
  } finally {
    void agent.destroy().catch(() => {});
  }
}

/** Checks what can be seen before any name is resolved. */
function parseTarget(url: string, isAllowed: (address: string) => boolean): URL {
  if (!URL.canParse(url)) throw new PublicFetchError('not_allowed', 'it is not a URL');
  const target = new URL(url);
  if (target.protocol !== 'https:') {
    throw new PublicFetchError('not_allowed', 'only https URLs are fetched');
  }
  if (target.username !== '' || target.password !== '') {
    throw new PublicFetchError('not_allowed', 'URLs with a user name are not fetched');
  }
  if (target.port !== '') {
    throw new PublicFetchError('not_allowed', 'only port 443 is fetched');
  }
  const host = target.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) === 0 ? !isPublicHost(host) : !isAllowed(host)) {
    throw new PublicFetchError('not_allowed', 'its address is not on the public internet');
  }
  return target;
}

async function readBounded(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let total = 0;
  for await (const chunk of body) {
    total += chunk.byteLength;
    if (total > maxBytes) {
      throw new PublicFetchError('too_large', `it is over ${maxBytes} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, total);
}

/** Our own sentence for whatever went wrong; never the resolver's or the host's text. */
function explain(error: unknown, signal: AbortSignal): Error {
  if (error instanceof PublicFetchError) return error;
  if (isForbiddenAddress(error)) {
    return new PublicFetchError('not_allowed', 'its address is not on the public internet');
  }
  if (signal.aborted) return new PublicFetchError('failed', 'its host did not answer in time');
  return new PublicFetchError('failed', 'its host could not be reached');
}
