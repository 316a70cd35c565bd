import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type FormPart, parseMultipart } from './parse-multipart.ts';

const MAX_BODY_BYTES = 128 * 1024 * 1024;

/** One request as it arrived. */
export interface RecordedRequest {
  readonly method: string;
  /** Path without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The parsed JSON body, or undefined. */
  readonly json: unknown;
  /** The parts of a multipart body, or null. */
  readonly parts: readonly FormPart[] | null;
}

/** What a route answers instead of its usual answer. */
export type FakeFault =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly json?: unknown;
      readonly headers?: Record<string, string>;
    }
  | { readonly kind: 'html'; readonly status: number }
  /** Takes the request and never answers. */
  | { readonly kind: 'hang' }
  /** Promises more bytes than it sends, then closes. */
  | { readonly kind: 'cut' }
  /** Closes the connection without a word. */
  | { readonly kind: 'drop' }
  | { readonly kind: 'redirect'; readonly location: string };

/** A loopback HTTP server that a test starts and closes. */
export interface FakeServer {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Everything that arrived, in order. */
  readonly requests: readonly RecordedRequest[];
  /** Aborted connections seen while an answer was outstanding. */
  readonly hangUps: () => number;
  readonly close: () => Promise<void>;
}

/** Answers one request; may be asynchronous. */
export type FakeHandler = (request: RecordedRequest, response: ServerResponse) => unknown;

/**
 * Starts a server on a free loopback port. Bodies over 128 MiB are refused with 413. `onUpgrade`
 * takes over requests for a WebSocket; without it they are closed.
 */
export async function startFakeServer(
  handle: FakeHandler,
  onUpgrade?: (request: IncomingMessage, socket: Socket) => void,
): Promise<FakeServer> {
  const requests: RecordedRequest[] = [];
  let hangUps = 0;
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    let total = 0;
    incoming.on('data', (chunk: Buffer) => {
      total += chunk.length;
      if (total <= MAX_BODY_BYTES) chunks.push(chunk);
    });
    response.on('close', () => {
      if (!response.writableEnded) hangUps += 1;
    });
    incoming.on('error', () => {});
    incoming.on('end', () => {
      if (total > MAX_BODY_BYTES) return sendJson(response, 413, { error: 'too large' });
      const { method = 'GET', url = '/', headers } = incoming;
      const request = record({ method, url, headers, body: Buffer.concat(chunks) });
      requests.push(request);
      const handled = new Promise((done) => done(handle(request, response)));
      handled.catch(() => response.destroy());
    });
  });
  if (onUpgrade) {
    server.on('upgrade', (request: IncomingMessage, socket: Socket) => onUpgrade(request, socket));
  }
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    hangUps: () => hangUps,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function record(raw: {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}): RecordedRequest {
  const url = new URL(raw.url, 'http://fake');
  const type = raw.headers['content-type'] ?? '';
  return {
    method: raw.method,
    path: url.pathname,
    query: url.searchParams,
    headers: raw.headers,
    body: raw.body,
    json: type.startsWith('application/json') ? JSON.parse(raw.body.toString('utf8')) : undefined,
    parts: type.startsWith('multipart/form-data') ? parseMultipart(raw.body, type) : null,
  };
}

/** Answers JSON. */
export function sendJson(response: ServerResponse, status: number, json: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(json));
}

/** Answers bytes with any content type. */
export function sendBytes(response: ServerResponse, bytes: Uint8Array, type = 'image/png'): void {
  response.writeHead(200, { 'content-type': type, 'content-length': bytes.byteLength });
  response.end(bytes);
}

/** Plays a fault. */
export function playFault(response: ServerResponse, fault: FakeFault): void {
  switch (fault.kind) {
    case 'answer':
      response.writeHead(fault.status, { 'content-type': 'application/json', ...fault.headers });
      response.end(JSON.stringify(fault.json ?? {}));
      return;
    case 'html':
      response.writeHead(fault.status, { 'content-type': 'text/html' });
      response.end('<!doctype html><html><body>UPSTREAM-TEXT bad gateway</body></html>');
      return;
    case 'hang':
      return;
    case 'cut':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 4096 });
      response.write('{"data":[{"url":"http');
      setImmediate(() => response.destroy());
      return;
    case 'drop':
      response.destroy();
      return;
    case 'redirect':
      response.writeHead(302, { location: fault.location });
      response.end();
      return;
    default: {
      const unknown: never = fault;
      throw new TypeError(`unknown fault ${String(unknown)}`);
    }
  }
}

/** Faults waiting to be played, by the name of a route. */
export class FaultScript<Stage extends string> {
  private readonly waiting: { stage: Stage; fault: FakeFault }[] = [];

  /** The next `times` requests of the stage get the fault. */
  add(stage: Stage, fault: FakeFault, times = 1): void {
    for (let i = 0; i < times; i += 1) this.waiting.push({ stage, fault });
  }

  /** Forgets all that still wait. */
  clear(): void {
    this.waiting.length = 0;
  }

  /** Plays the first waiting fault of the stage; false when there is none. */
  play(stage: Stage, response: ServerResponse): boolean {
    const index = this.waiting.findIndex((one) => one.stage === stage);
    if (index === -1) return false;
    const [found] = this.waiting.splice(index, 1);
    if (found) playFault(response, found.fault);
    return found !== undefined;
  }
}
