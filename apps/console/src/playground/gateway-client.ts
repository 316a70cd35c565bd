/// <reference lib="dom" />
import type { RequestBody } from '@aigateway/catalog';

/** Why there is no answer, in the gateway's own words. */
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
 * One call of the public API with a normal key, as any program would make it. Rejects with
 * `CallError`, or with the abort reason.
 */
export async function postJson(
  path: string,
  body: RequestBody,
  signal: AbortSignal,
): Promise<Response> {
  key ??= await fetchKey(signal);
  let response = await post(path, { body, bearer: key, signal });
  if (response.status === 401) {
    key = await fetchKey(signal);
    response = await post(path, { body, bearer: key, signal });
  }
  if (!response.ok) throw await readError(response);
  return response;
}

/** The public answer at an address of ours. Rejects with `CallError`. */
export async function getJson<Answer>(path: string): Promise<Answer> {
  const response = await fetch(path);
  if (!response.ok) throw await readError(response);
  return response.json() as Promise<Answer>;
}

/** The error of an envelope: in the body of an answer, or in an event of a stream. */
export function toCallError(envelope: unknown, requestId: string | null): CallError {
  const { error } = envelope as { error: { message: string; code: string | null } };
  const message =
    error.code === 'model_not_allowed'
      ? 'Visitors may use the built-in models here. Sign in to use this one.'
      : error.message;
  return new CallError(message, error.code, requestId);
}

async function fetchKey(signal: AbortSignal): Promise<string> {
  const response = await fetch('/playground/key', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    signal,
  });
  if (!response.ok) {
    throw new CallError(
      'Sign in to make pictures here. Members need a role from developer on.',
      null,
      null,
    );
  }
  const answer: { key: string } = await response.json();
  return answer.key;
}

function post(
  path: string,
  { body, bearer, signal }: { body: RequestBody; bearer: string; signal: AbortSignal },
): Promise<Response> {
  return fetch(path, {
    method: 'POST',
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal,
  });
}

async function readError(response: Response): Promise<CallError> {
  const requestId = response.headers.get('x-request-id');
  try {
    return toCallError(await response.json(), requestId);
  } catch {
    return new CallError(`The gateway answered ${response.status}.`, null, requestId);
  }
}
