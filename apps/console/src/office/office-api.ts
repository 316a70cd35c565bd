import type { Visitor } from '../account-services.ts';
import type { ApiCall, CallApi } from '../api-call.ts';

/** The public API said no. The message is made for people; `requestId` finds the call. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  constructor(
    message: string,
    readonly status: number,
    readonly requestId: string,
  ) {
    super(message);
  }
}

/** The public API in the name of who is signed in: the office has no other door. */
export interface OfficeApi {
  get<Answer>(path: string): Promise<Answer>;
  send<Answer>(method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<Answer>;
}

/** The API for one visitor. Its functions throw `ApiProblem`. */
export function openOfficeApi(callApi: CallApi, visitor: Visitor): OfficeApi {
  const call = async <Answer>(request: ApiCall): Promise<Answer> => {
    const { status, body, requestId } = await callApi(request, visitor);
    if (status >= 200 && status < 300) return body as Answer;
    throw new ApiProblem(messageOf(body), status, requestId);
  };
  return {
    get: (path) => call({ method: 'GET', path }),
    send: (method, path, body) => call({ method, path, ...(body !== undefined && { body }) }),
  };
}

function messageOf(body: unknown): string {
  const { error } = (body ?? {}) as { error?: { message?: unknown } };
  return typeof error?.message === 'string' ? error.message : 'The gateway did not answer.';
}
