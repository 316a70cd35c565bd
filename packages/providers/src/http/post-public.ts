import type { LookupFunction } from 'node:net';
import { Agent, request } from 'undici';
import { guardedLookup } from './guarded-lookup.ts';
import { isPublicAddress } from './public-address.ts';
import { explainFault, parseTarget } from './public-target.ts';

/** What is posted, its bounds, and the seams for tests. */
export interface PublicPost {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Resolves names; the system's resolver when absent. */
  readonly lookup?: LookupFunction;
  /** Which addresses may be connected to; the public internet when absent. */
  readonly isAllowed?: (address: string) => boolean;
}

/**
 * Posts to an https URL that a caller named, under the rules of `fetchPublicPicture`: public
 * addresses only, checked at connect time, no redirects, no credentials, bounded in time. Nothing
 * of the answer but its status is read. Throws `PublicFetchError`.
 */
export async function postPublic(url: string, post: PublicPost): Promise<{ status: number }> {
  const isAllowed = post.isAllowed ?? isPublicAddress;
  const target = parseTarget(url, isAllowed);
  const { timeoutMs } = post;
  const agent = new Agent({
    connect: { lookup: guardedLookup({ lookup: post.lookup, isAllowed }), timeout: timeoutMs },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    pipelining: 0,
  });
  const signal = AbortSignal.any([post.signal, AbortSignal.timeout(timeoutMs)]);
  try {
    const answer = await request(target, {
      dispatcher: agent,
      signal,
      method: 'POST',
      headers: { ...post.headers },
      body: post.body,
    });
    answer.body.on('error', () => {}).destroy();
    return { status: answer.statusCode };
  } catch (error) {
    throw explainFault(error, signal);
  } finally {
    void agent.destroy().catch(() => {});
  }
}
