import { ApiError, mcpEndpoint } from '@aigateway/contract';
import type { Hono } from 'hono';
import { admit } from './admit.ts';
import type { EdgeContext, EdgeEnv, EdgeServices } from './edge-env.ts';
import { readJsonValue } from './read-json.ts';
import { sendError } from './send-error.ts';

/** Calls a route of this very app, as any caller would. */
export type CallRoute = (request: Request) => Promise<Response>;

/** What speaks the Model Context Protocol. */
export interface McpDoor {
  answer(request: Request, body: unknown, callRoute: CallRoute): Promise<Response>;
}

/**
 * Mounts the door for agents. Its tools call the routes of the same app with the caller's own key,
 * so that nothing is checked or priced twice, and nothing can be done past the routes.
 */
export function mountMcp(app: Hono<EdgeEnv>, services: EdgeServices, door: McpDoor): void {
  app.post(mcpEndpoint.path, async (context) => {
    await admit(context, services, 'agents');
    const body = await readJsonValue(context);
    if (![body].flat().every(isMessage)) throw noMessage();
    const callRoute: CallRoute = async (request) => app.fetch(request, context.env);
    const answer = await door.answer(context.req.raw, body, callRoute);
    return context.newResponse(answer.body, answer);
  });
  app.on(['GET', 'DELETE', 'PUT', 'PATCH'], mcpEndpoint.path, refuseMethod);
}

/** What is no message at all is refused as every wrong body is, before the protocol begins. */
function isMessage(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('jsonrpc' in value)) return false;
  const isCall = 'method' in value && typeof value.method === 'string';
  return value.jsonrpc === '2.0' && (isCall || 'result' in value || 'error' in value);
}

function noMessage(): ApiError {
  return new ApiError(
    'invalid_value',
    'The body must be a JSON-RPC 2.0 message, or a list of such: {"jsonrpc":"2.0","method":…}.',
  );
}

/** Clients ask for a stream of the server's own first, and go on without one after a 405. */
async function refuseMethod(context: EdgeContext): Promise<Response> {
  context.header('Allow', 'POST');
  return sendError(
    context,
    new ApiError('method_not_allowed', 'There are no sessions here: POST every message to /mcp.'),
  );
}
