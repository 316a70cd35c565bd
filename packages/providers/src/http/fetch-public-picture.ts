import type { LookupFunction } from 'node:net';
import { Agent, request } from 'undici';
import { guardedLookup } from './guarded-lookup.ts';
import { isPublicAddress } from './public-address.ts';
import { explainFault, PublicFetchError, parseTarget } from './public-target.ts';

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
    throw explainFault(error, signal);
  } finally {
    void agent.destroy().catch(() => {});
  }
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
