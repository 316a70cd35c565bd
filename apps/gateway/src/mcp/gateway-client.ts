import type { ErrorEnvelope } from '@aigateway/contract';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { toToolError } from './tools.ts';

/** An answer of a route: its body when it went well, else the error in our words. */
export type RouteAnswer =
  | { readonly ok: true; readonly body: Record<string, unknown>; readonly headers: Headers }
  | { readonly ok: false; readonly error: CallToolResult };

/** What a call sends: JSON, and headers beside those that the agent sent. */
interface Sent {
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

/** The routes of this gateway, called with the key that the agent sent. */
export interface GatewayClient {
  call(method: 'GET' | 'POST' | 'DELETE', path: string, sent?: Sent): Promise<RouteAnswer>;
  /** The bytes behind one of our own addresses, or null. */
  bytes(url: string): Promise<Uint8Array | null>;
  /** The text behind a path of the site, or null. */
  text(path: string): Promise<string | null>;
}

/** Headers of the agent's request that its calls carry on. */
const CARRIED = ['authorization', 'cookie', 'origin', 'sec-fetch-site', 'x-aig-tag'];

const JSON_BODY = { 'Content-Type': 'application/json' };

/** A client that calls routes in this process; it hangs up when the agent does. */
export function createGatewayClient(
  request: Request,
  callRoute: (request: Request) => Promise<Response>,
): GatewayClient {
  const { signal } = request;
  const headers = Object.fromEntries(
    CARRIED.flatMap((name) => {
      const value = request.headers.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
  const at = (path: string) => new URL(path, request.url);
  return {
    async call(method, path, sent) {
      const init = {
        method,
        signal,
        headers: { ...headers, ...(sent && { ...JSON_BODY, ...sent.headers }) },
        ...(sent && { body: JSON.stringify(sent.body) }),
      };
      const response = await callRoute(new Request(at(path), init));
      const answer = (await response.json()) as Record<string, unknown>;
      if (!response.ok) return { ok: false, error: toToolError(answer as ErrorEnvelope) };
      return { ok: true, body: answer, headers: response.headers };
    },
    async bytes(url) {
      const { pathname, search } = new URL(url);
      const response = await callRoute(new Request(at(pathname + search), { signal }));
      return response.ok ? new Uint8Array(await response.arrayBuffer()) : null;
    },
    async text(path) {
      const response = await callRoute(new Request(at(path), { signal }));
      return response.ok ? response.text() : null;
    },
  };
}
