import type { RequestBody } from '@aigateway/catalog';
/// <reference lib="dom" />

/** A picture that has arrived. */
export interface ArrivedPicture {
  /** On this host, so that the page may show it. */
  readonly url: string;
  readonly seed: number | null;
}

/** What came back for one call. */
export interface CallResult {
  readonly pictures: readonly ArrivedPicture[];
  readonly size: string;
  readonly provider: string;
  readonly costCents: string;
  readonly warning: string | null;
  readonly requestId: string;
}

/** Why there is no picture, in the gateway's own words. */
export class CallError extends Error {
  override readonly name = 'CallError';
  constructor(
    message: string,
    readonly code: string | null,
    readonly requestId: string | null,
  ) {
    super(message);
  }
}

let key: string | null = null;

/**
 * One call of the public API with a normal key, as any program would make it.
 * Rejects with `CallError`, or with the abort reason.
 */
export async function callGateway(body: RequestBody, signal: AbortSignal): Promise<CallResult> {
  key ??= await fetchKey(signal);
  let response = await postRequest(body, key, signal);
  if (response.status === 401) {
    key = await fetchKey(signal);
    response = await postRequest(body, key, signal);
  }
  if (!response.ok) throw await readError(response);
  return readResult(response);
}

async function fetchKey(signal: AbortSignal): Promise<string> {
  const response = await fetch('/playground/key', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    signal,
  });
  if (!response.ok) {
    throw new CallError('Sign in to make pictures here: the office says how.', null, null);
  }
  const answer: { key: string } = await response.json();
  return answer.key;
}

function postRequest(body: RequestBody, bearer: string, signal: AbortSignal): Promise<Response> {
  return fetch('/v1/images/generations', {
    method: 'POST',
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal,
  });
}

async function readResult(response: Response): Promise<CallResult> {
  const answer: { data: { url?: string; seed?: number }[]; size: string } = await response.json();
  const { headers } = response;
  return {
    pictures: answer.data.flatMap(({ url, seed }) =>
      url === undefined ? [] : [{ url: toLocal(url), seed: seed ?? null }],
    ),
    size: answer.size,
    provider: headers.get('x-aig-provider') ?? '',
    costCents: headers.get('x-cost-cents') ?? '0',
    warning: headers.get('x-aig-warning'),
    requestId: headers.get('x-request-id') ?? '',
  };
}

async function readError(response: Response): Promise<CallError> {
  const requestId = response.headers.get('x-request-id');
  try {
    const { error }: { error: { message: string; code: string | null } } = await response.json();
    return new CallError(error.message, error.code, requestId);
  } catch {
    return new CallError(`The gateway answered ${response.status}.`, null, requestId);
  }
}

/** The media host may go by another name of this machine; the page may only show its own. */
function toLocal(url: string): string {
  const { pathname, search } = new URL(url, location.href);
  return `${pathname}${search}`;
}
