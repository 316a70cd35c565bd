import type { ConsoleServices } from '@aigateway/console';

/** The HTTP face of the house, called without a socket. */
export type FetchApp = (request: Request) => Response | Promise<Response>;

/**
 * The public API for the office's pages: the same routes, the same checks, the visitor's session.
 * The console has checked that the form came from a page of ours before it calls.
 */
export function createApiCaller(
  fetchApp: FetchApp,
  origin: () => string,
): ConsoleServices['callApi'] {
  return async ({ method, path, body }, { cookie }) => {
    const request = new Request(new URL(path, origin()), {
      method,
      headers: {
        cookie,
        origin: origin(),
        'sec-fetch-site': 'same-origin',
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const response = await fetchApp(request);
    const text = await response.text();
    return {
      status: response.status,
      body: text === '' ? null : JSON.parse(text),
      requestId: response.headers.get('x-request-id') ?? '',
    };
  };
}
