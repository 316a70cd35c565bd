import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '@aigateway/database';
import { pino } from 'pino';
import { readConfig } from '../config.ts';
import { type Gateway, startGateway } from '../main.ts';
import type { GatewayOverrides } from '../overrides.ts';
import { createFakeAtelier, type FakeAtelier } from './fake-atelier.ts';

/** A gateway on a free port of loopback, over a fresh data folder. */
export interface TestGateway extends Gateway {
  readonly key: string;
  readonly atelier: FakeAtelier;
  /** A call with the key; `body` is sent as JSON. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  /** Any call, also with another key. */
  send(method: string, path: string, more?: TestCall): Promise<Response>;
  /** The open store beside the server; close it. */
  openStore(): Promise<Database>;
  /** Available credit, in cents. */
  availableCents(): Promise<number>;
}

/** What a call may carry; `body` is sent as JSON. */
export interface TestCall {
  readonly key?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a test may decide. */
export interface TestGatewayOptions extends GatewayOverrides {
  readonly env?: Readonly<Record<string, string>>;
}

const KEY = 'sk-aig-test0000000000000000000000';

/** Starts one; call `close` when done. */
export async function startTestGateway(options: TestGatewayOptions = {}): Promise<TestGateway> {
  const dataDir = await mkdtemp(join(tmpdir(), 'aigateway-test-'));
  const atelier = createFakeAtelier();
  const config = readConfig({
    PORT: '0',
    AIGATEWAY_DATA_DIR: dataDir,
    AIGATEWAY_BOOTSTRAP_API_KEY: KEY,
    ...options.env,
  });
  const started = await startGateway(config, {
    atelier,
    log: pino({ level: 'silent' }),
    ...options,
  });
  // Tests call where it listens, whatever its public address.
  const gateway = { ...started, url: started.localUrl };
  const headersFor = (extra: Record<string, string> = {}) => ({
    Authorization: `Bearer ${KEY}`,
    ...extra,
  });
  const get = (path: string, headers?: Record<string, string>) =>
    fetch(`${gateway.url}${path}`, { headers: headersFor(headers) });
  return {
    ...gateway,
    key: KEY,
    atelier,
    get,
    post: (path, body, headers) =>
      fetch(`${gateway.url}${path}`, {
        method: 'POST',
        headers: headersFor({ 'Content-Type': 'application/json', ...headers }),
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    send: (method, path, { key = KEY, body, headers } = {}) =>
      fetch(`${gateway.url}${path}`, {
        method,
        headers: {
          Authorization: `Bearer ${key}`,
          ...(body !== undefined && { 'Content-Type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    openStore: () => openDatabase({ dataDir, shared: true }),
    async availableCents() {
      const balance = (await (await get('/v1/balance')).json()) as { available_cents: number };
      return balance.available_cents;
    },
    async close() {
      await gateway.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
