import type { Visitor } from './account-services.ts';

/** One call of the public API. */
export interface ApiCall {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** With its query, such as `/v1/keys?limit=20`. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
}

/** What the public API answered. */
export interface ApiAnswer {
  readonly status: number;
  /** The parsed JSON; null when there was none. */
  readonly body: unknown;
  readonly requestId: string;
}

/** Calls the public API as the visitor's own browser would, with its session. */
export type CallApi = (call: ApiCall, visitor: Visitor) => Promise<ApiAnswer>;
