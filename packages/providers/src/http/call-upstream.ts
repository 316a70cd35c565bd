import { Readable } from 'node:stream';
import { Agent, type Dispatcher, request } from 'undici';
import { guardedLookup, isForbiddenAddress } from './guarded-lookup.ts';
import { isNeverAllowed, isPublicAddress, isPublicHost } from './public-address.ts';
import { type EncodedBody, encodeBody, type RequestBody } from './request-body.ts';
import { resolveOnEndpoint, type UpstreamEndpoint } from './upstream-endpoint.ts';

const CONNECT_TIMEOUT_MS = 10_000;
const DEFAULT_MAX_BYTES = 8 * 1024 * 1024;

/** One call of an upstream. */
export interface UpstreamCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** A path below the endpoint's base, or an absolute link on its origin. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: RequestBody;
  /** Aborted when the caller hung up or the deadline passed. */
  readonly signal: AbortSignal;
  /** From start to the last byte, in milliseconds. */
  readonly timeoutMs: number;
  /** Largest answer accepted, in bytes; 8 MiB when absent. */
  readonly maxBytes?: number;
}

/** What an upstream answered, whatever the status. */
export interface UpstreamAnswer {
  readonly status: number;
  /** Names in lower case; repeated headers joined. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
  /** The parsed body; undefined when it is no JSON, whatever its type says. */
  readonly json: unknown;
}

/** An answer whose body is still coming. */
export interface UpstreamStream {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Bounded by `maxBytes`; throws `UpstreamCallError`. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** How a call failed before there was an answer. */
export type UpstreamCallFailure =
  | 'not_allowed'
  | 'unreachable'
  | 'redirected'
  | 'timeout'
  | 'cancelled'
  | 'cut'
  | 'too_large';

/** A call without an answer. `sent` tells whether the upstream may have acted on it. */
export class UpstreamCallError extends Error {
  override readonly name = 'UpstreamCallError';
  constructor(
    readonly kind: UpstreamCallFailure,
    readonly sent: boolean,
    cause?: unknown,
  ) {
    super(`The call of an upstream ended: ${kind}.`, { cause });
  }
}

/** Pictures take minutes: undici's own 300 s limits are off, each call brings its own. */
const limits = { headersTimeout: 0, bodyTimeout: 0, pipelining: 1 };
const makerAgent = newAgent(isPublicAddress);
const configuredAgent = newAgent((address) => !isNeverAllowed(address));

function newAgent(isAllowed: (address: string) => boolean): Agent {
  const connect = { lookup: guardedLookup({ isAllowed }), timeout: CONNECT_TIMEOUT_MS };
  return new Agent({ ...limits, connect });
}

/**
 * Calls an upstream and reads its whole answer.
 *
 * The secret goes only to the endpoint's own origin; redirects are refused; time and bytes are
 * bounded; private addresses only where the operator configured the endpoint. Answers of any
 * status are returned. Throws `UpstreamCallError`.
 */
export async function callUpstream(
  endpoint: UpstreamEndpoint,
  call: UpstreamCall,
): Promise<UpstreamAnswer> {
  const { status, headers, body } = await streamUpstream(endpoint, call);
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  return { status, headers, bytes, json: parseJson(bytes) };
}

/** As `callUpstream`, but hands the body out as it comes. */
export async function streamUpstream(
  endpoint: UpstreamEndpoint,
  call: UpstreamCall,
): Promise<UpstreamStream> {
  const url = resolveOnEndpoint(endpoint, call.path);
  if (url === null || !mayCall(endpoint, url)) throw new UpstreamCallError('not_allowed', false);
  const timeout = AbortSignal.timeout(call.timeoutMs);
  const signal = AbortSignal.any([call.signal, timeout]);
  const explain = (error: unknown) => explainFailure(error, call.signal, timeout);
  if (signal.aborted) throw new UpstreamCallError(endOf(call.signal), false);
  const answer = await send(endpoint, url, { ...call, signal }).catch((error: unknown) => {
    throw explain(error);
  });
  const headers = flattenHeaders(answer.headers);
  if (answer.statusCode >= 300 && answer.statusCode < 400) {
    discard(answer.body);
    throw new UpstreamCallError('redirected', true);
  }
  const maxBytes = call.maxBytes ?? DEFAULT_MAX_BYTES;
  if (Number(headers['content-length'] ?? 0) > maxBytes) {
    discard(answer.body);
    throw new UpstreamCallError('too_large', true);
  }
  return {
    status: answer.statusCode,
    headers,
    body: readBounded(answer.body, { maxBytes, explain }),
  };
}

function mayCall(endpoint: UpstreamEndpoint, url: URL): boolean {
  if (endpoint.trusted) return !isNeverAllowed(url.hostname.replace(/^\[|\]$/g, ''));
  return url.protocol === 'https:' && url.port === '' && isPublicHost(url.hostname);
}

function send(
  endpoint: UpstreamEndpoint,
  url: URL,
  call: UpstreamCall,
): Promise<Dispatcher.ResponseData> {
  const encoded = call.body === undefined ? null : encodeBody(call.body);
  const { secret } = endpoint;
  return request(url, {
    dispatcher: endpoint.trusted ? configuredAgent : makerAgent,
    method: call.method,
    signal: call.signal,
    headers: {
      accept: 'application/json',
      ...call.headers,
      ...(encoded && {
        'content-type': encoded.contentType,
        'content-length': String(encoded.length),
      }),
      ...(secret && { [secret.header]: secret.value }),
    },
    ...(encoded && { body: toBody(encoded) }),
  });
}

function toBody({ pieces: [first, ...rest] }: EncodedBody): Uint8Array | Readable | null {
  if (first === undefined) return null;
  return rest.length === 0 ? first : Readable.from([first, ...rest], { objectMode: false });
}

async function* readBounded(
  body: Dispatcher.ResponseData['body'],
  bounds: { maxBytes: number; explain: (error: unknown) => UpstreamCallError },
): AsyncGenerator<Uint8Array> {
  let total = 0;
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      total += chunk.byteLength;
      if (total > bounds.maxBytes) throw new UpstreamCallError('too_large', true);
      yield chunk;
    }
  } catch (error) {
    throw error instanceof UpstreamCallError ? error : bounds.explain(error);
  } finally {
    discard(body);
  }
}

/** Ends a body that nobody will read; its late errors are nobody's. */
function discard(body: Dispatcher.ResponseData['body']): void {
  body.on('error', () => {}).destroy();
}

const NOT_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

function explainFailure(
  error: unknown,
  caller: AbortSignal,
  timeout: AbortSignal,
): UpstreamCallError {
  if (isForbiddenAddress(error)) return new UpstreamCallError('not_allowed', false, error);
  if (caller.aborted) return new UpstreamCallError(endOf(caller), true, error);
  if (timeout.aborted) return new UpstreamCallError('timeout', true, error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (NOT_SENT.has(code)) return new UpstreamCallError('unreachable', false, error);
  return new UpstreamCallError('cut', true, error);
}

/** Why a signal ended a call: a deadline's `AbortSignal.timeout`, or somebody who left. */
export function endOf(signal: AbortSignal): 'timeout' | 'cancelled' {
  const { reason } = signal;
  return reason instanceof Error && reason.name === 'TimeoutError' ? 'timeout' : 'cancelled';
}

function flattenHeaders(
  headers: Dispatcher.ResponseData['headers'],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}
