import { ApiError } from '@aigateway/contract';
import { Hono } from 'hono';
import { getPath } from 'hono/utils/url';
import type { Operations } from '../operations/operations.ts';
import { clientAddress } from './client-address.ts';
import type { Route } from './define-route.ts';
import { discardBody } from './discard-body.ts';
import type { EdgeContext, EdgeEnv, EdgeServices } from './edge-env.ts';
import { type McpDoor, mountMcp } from './mount-mcp.ts';
import { ROUTES } from './routes.gen.ts';
import { sendError } from './send-error.ts';

/** Paths that programs call: unknown ones among them are answered in the envelope. */
const MACHINE_PATHS = /^\/(v1|img|mcp)(\/|$)/;

/** Longest form of the site. */
const MAX_FORM_BYTES = 64 * 1024;

/** What stands beside the routes of the contract. */
export interface AppParts {
  readonly operations: Operations;
  /** The site: answers every path that nothing else took. */
  readonly site: {
    fetch(request: Request, env: { readonly address: string }): Response | Promise<Response>;
  };
  readonly mcp: McpDoor;
}

/** The HTTP face: every route of the contract, one error shape, one request id; then the site. */
export function createApp(
  services: EdgeServices,
  { operations, site, mcp }: AppParts,
): Hono<EdgeEnv> {
  const app = new Hono<EdgeEnv>({ getPath: readPath });
  app.use(async (context, next) => {
    const started = performance.now();
    const requestId = readRequestId(context.req.header('x-request-id'));
    context.set('requestId', requestId ?? services.newRequestId());
    context.header('x-request-id', context.get('requestId'));
    await next();
    // Pages come as whole answers of their own: they carry the id too.
    context.header('x-request-id', context.get('requestId'));
    operations.observe(context, performance.now() - started);
  });
  for (const { endpoint, handle } of plainPathsFirst(ROUTES)) {
    const path = endpoint.path.replace(/\{(\w+)\}/g, ':$1');
    app.on(endpoint.method.toUpperCase(), path, (context) => handle(context, services));
  }
  mountMcp(app, services, mcp);
  app.get('/openapi.json', (context) => context.json(services.openApi()));
  operations.mount(app);
  app.notFound((context) => {
    const { method, path, raw } = context.req;
    if (MACHINE_PATHS.test(path)) throw endpointNotFound(method, path);
    if (isLargeForm(context)) throw formTooLarge();
    return site.fetch(raw, { address: clientAddress(context, services.trustedProxies) });
  });
  app.onError(async (error, context) => {
    // Who hung up caused the end of its call: that is no fault of ours, however it looks from here.
    const hungUp = context.req.raw.signal.aborted;
    const ours = !(error instanceof ApiError) || error.status >= 500;
    if (ours && !hungUp) operations.report(context, error);
    await discardBody(context);
    return sendError(context, error);
  });
  return app;
}

/** The site takes short forms only: a body that is long, or does not say, is not read at all. */
function isLargeForm(context: EdgeContext): boolean {
  if (context.req.method === 'GET' || context.req.method === 'HEAD') return false;
  const length = Number(context.req.header('content-length') ?? Number.NaN);
  return Number.isNaN(length) || length > MAX_FORM_BYTES;
}

function formTooLarge(): ApiError {
  return new ApiError(
    'payload_too_large',
    `A form may have ${MAX_FORM_BYTES / 1024} KB and must say its length.`,
  );
}

/** A path of its own wins over one that a parameter would match: `/a/list` over `/a/{id}`. */
function plainPathsFirst(routes: readonly Route[]): Route[] {
  const parameters = ({ endpoint }: Route) => endpoint.path.split('{').length;
  return [...routes].sort((a, b) => parameters(a) - parameters(b));
}

/** The path of a request; under `/v1/models/` an encoded slash of a model id is a slash. */
function readPath(request: Request): string {
  const path = getPath(request);
  return path.startsWith('/v1/models/') ? path.replace(/%2f/gi, '/') : path;
}

/** The caller's own id, when it is a sane token. */
function readRequestId(header: string | undefined): string | null {
  return header !== undefined && /^[A-Za-z0-9._-]{1,128}$/.test(header) ? header : null;
}

function endpointNotFound(method: string, path: string): ApiError {
  return new ApiError(
    'endpoint_not_found',
    `There is no ${method} ${path.slice(0, 200)}. See /openapi.json for the endpoints there are.`,
  );
}
