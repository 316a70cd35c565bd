import type { Hono } from 'hono';
import type { Logger } from 'pino';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { EdgeContext, EdgeEnv } from '../edge/edge-env.ts';

/** What operators see: log lines, metrics and health. */
export interface Operations {
  /** Logs and counts one finished request. */
  observe(context: EdgeContext, durationMs: number): void;
  /** Logs a fault with its cause. */
  report(context: EdgeContext, error: unknown): void;
  /** Adds `/healthz`, `/readyz` and `/metrics`. */
  mount(app: Hono<EdgeEnv>): void;
}

/** What operations watch. */
export interface OperationsParts {
  readonly log: Logger;
  /** Rejects when the gateway cannot serve calls. */
  readonly checkReady: () => Promise<void>;
}

/** Operations over a logger and a registry of their own. */
export function createOperations({ log, checkReady }: OperationsParts): Operations {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: 'aigateway_http_requests_total',
    help: 'Answered requests.',
    labelNames: ['method', 'route', 'status', 'code'],
    registers: [registry],
  });
  const duration = new Histogram({
    name: 'aigateway_http_request_duration_seconds',
    help: 'Time from the first byte in to the answer.',
    labelNames: ['method', 'route'],
    buckets: [0.005, 0.02, 0.1, 0.5, 1, 2.5, 5, 10, 30, 120],
    registers: [registry],
  });
  new Gauge({ name: 'aigateway_up', help: 'The gateway runs.', registers: [registry] }).set(1);
  return {
    observe(context, durationMs) {
      const route = routeOf(context);
      const { method } = context.req;
      const { status } = context.res;
      const code = context.get('errorCode') ?? '';
      requests.inc({ method, route, status, code });
      duration.observe({ method, route }, durationMs / 1000);
      const line = {
        requestId: context.get('requestId'),
        method,
        route,
        status,
        durationMs: Math.round(durationMs * 10) / 10,
        ...(code !== '' && { code }),
        keyId: context.get('principal')?.keyId,
      };
      log.info(line, 'request');
    },
    report(context, error) {
      log.error({ requestId: context.get('requestId'), fault: describeFault(error) }, 'fault');
    },
    mount(app) {
      app.get('/healthz', (context) => context.json({ status: 'ok' }));
      app.get('/readyz', async (context) => {
        try {
          await checkReady();
          return context.json({ status: 'ready' });
        } catch (error) {
          log.warn({ fault: describeFault(error) }, 'not ready');
          return context.json({ status: 'not ready' }, 503);
        }
      });
      app.get('/metrics', async (context) =>
        context.body(await registry.metrics(), 200, { 'Content-Type': registry.contentType }),
      );
    },
  };
}

/** The pattern that matched, never the path itself: ids and typos must not make metric series. */
function routeOf(context: EdgeContext): string {
  const path = context.req.routePath;
  return path === '/*' || path === '*' ? 'unmatched' : path;
}

/** Name, message and stack down the causes; values of callers are in none of them. */
function describeFault(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  return {
    name: error.name,
    message: error.message,
    stack: error.stack,
    ...(error.cause !== undefined && { cause: describeFault(error.cause) }),
  };
}
