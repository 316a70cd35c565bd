import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Ground } from './compose.ts';
import { ConfigError } from './config-error.ts';
import type { EdgeEnv } from './edge/edge-env.ts';
import { refuseMalformed } from './refuse-malformed.ts';

/** Running calls get this long to finish before they are told to end. */
const GRACE_MS = 20_000;
/** Ended calls get this long to give their holds back. */
const END_MS = 5_000;
/** Slow senders are cut: headers within 10 s, a whole request within 2 minutes. */
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 120_000;

/** How running calls are brought to their end. */
export interface ServerEnd {
  /** Tells them to end, after a grace. */
  readonly endNow: () => void;
  /** Resolves when no work is left, also of callers who hung up. */
  readonly settled: () => Promise<void>;
}

/** A listening server. */
export interface HttpServer {
  /** `http://host:port`, as it can be opened on this machine. */
  readonly url: string;
  /** No new calls; running ones finish, or are told to by `endNow` after a grace. */
  close(end: ServerEnd): Promise<void>;
}

/** Listens. Throws `ConfigError` when the port cannot be had. */
export async function listen(
  app: Hono<EdgeEnv>,
  { config, system }: Pick<Ground, 'config' | 'system'>,
): Promise<HttpServer> {
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  refuseMalformed(server, () => system.newId('request'));
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(explain(error, config)));
    server.listen(config.port, config.host, resolve);
  });
  return {
    url: addressOf(server, config.host),
    close: (end) => closeServer(server, end),
  };
}

function addressOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  const everywhere = host === '0.0.0.0' || host === '::';
  const name = everywhere ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

async function closeServer(server: Server, { endNow, settled }: ServerEnd): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  let giveUp = () => {};
  const tooLate = new Promise<void>((resolve) => {
    giveUp = resolve;
  });
  server.closeIdleConnections();
  const grace = setTimeout(endNow, GRACE_MS);
  const end = setTimeout(() => {
    server.closeAllConnections();
    giveUp();
  }, GRACE_MS + END_MS);
  await closed;
  await Promise.race([settled(), tooLate]);
  clearTimeout(grace);
  clearTimeout(end);
}

function explain(error: NodeJS.ErrnoException, { host, port }: { host: string; port: number }) {
  switch (error.code) {
    case 'EADDRINUSE':
      return new ConfigError(`Port ${port} on ${host} is taken. Set PORT to a free one.`);
    case 'EACCES':
      return new ConfigError(`Port ${port} may not be used by this user. Set PORT above 1023.`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new ConfigError(`HOST ${host} is no address of this machine.`);
    default:
      return new ConfigError(`Cannot listen on ${host}:${port} (${error.code ?? 'unknown'}).`);
  }
}
