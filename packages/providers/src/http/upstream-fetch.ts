import { callUpstream } from './call-upstream.ts';
import type { UpstreamEndpoint } from './upstream-endpoint.ts';

const TIMEOUT_MS = 80_000;
const METHODS = ['GET', 'POST', 'PUT', 'DELETE'] as const;
/** Said anew by the call itself. */
const OWN_HEADERS = new Set(['content-length', 'content-type', 'host', 'connection']);

/**
 * A `fetch` for client libraries that bring their own protocol: under the rules of `callUpstream`
 * it reaches the endpoint's origin and nothing else. Bodies are text. Rejects with
 * `UpstreamCallError`.
 */
export function createUpstreamFetch(endpoint: UpstreamEndpoint) {
  return async (url: string, init: RequestInit = {}): Promise<Response> => {
    const method = METHODS.find((one) => one === (init.method ?? 'GET'));
    if (method === undefined) throw new TypeError(`No call of an upstream is a ${init.method}.`);
    const given = new Headers(init.headers);
    const headers = [...given].filter(([name]) => !OWN_HEADERS.has(name));
    const contentType = given.get('content-type') ?? 'text/plain';
    const answer = await callUpstream(endpoint, {
      method,
      path: url,
      headers: Object.fromEntries(headers),
      signal: init.signal ?? new AbortController().signal,
      timeoutMs: TIMEOUT_MS,
      ...(typeof init.body === 'string' && {
        body: { bytes: Buffer.from(init.body), contentType },
      }),
    });
    const empty = answer.status === 204 || answer.bytes.byteLength === 0;
    const body = empty ? null : new Uint8Array(answer.bytes);
    return new Response(body, { status: answer.status, headers: { ...answer.headers } });
  };
}
