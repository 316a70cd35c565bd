import { request } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { errorEnvelopeSchema, ONE_USD, timesCount } from '@aigateway/contract';
import { expect, test } from 'vitest';
import { seededRandom } from './testing/chaos.ts';
import { type FuzzCall, makeFuzzCall } from './testing/fuzz-calls.ts';
import { startTestGateway, type TestGateway } from './testing/start-test-gateway.ts';

/** `FUZZ_CALLS=20000` is the long form: `npm run test:fuzz`. */
const CALLS = Number(process.env.FUZZ_CALLS ?? 600);
const SEED = Number(process.env.FUZZ_SEED ?? 1);
const AT_ONCE = 16;
const MOST_GROWTH_BYTES = 48 * 1024 * 1024;
/** Says that nothing is configured, which is true of the house that is fuzzed. */
const HONEST_503 = new Set(['no_deployment', 'job_queue_full', 'upstream_saturated']);

test(`${CALLS} odd requests from seed ${SEED}: an answer to each, in the envelope, and no growth`, {
  timeout: 60_000 + CALLS * 60,
}, async () => {
  process.stdout.write(`fuzz: ${CALLS} calls, FUZZ_SEED=${SEED}\n`);
  const gateway = await startTestGateway({
    env: {
      AIGATEWAY_RATE_LIMIT_RPM: '100000000',
      AIGATEWAY_IMAGES_PER_MINUTE: '100000000',
      AIGATEWAY_MAX_CONCURRENT_IMAGES: '100000',
    },
    playCredit: timesCount(ONE_USD, 100_000),
  });
  const random = seededRandom(SEED);
  const statuses = new Map<number, number>();
  let heapAfterWarmUp = 0;
  try {
    for (let done = 0; done < CALLS; done += AT_ONCE) {
      const calls = Array.from({ length: AT_ONCE }, () => makeFuzzCall(random, gateway.key));
      const answers = await Promise.all(calls.map((call) => sendRaw(gateway, call)));
      for (const [i, answer] of answers.entries()) {
        judge(calls[i] as FuzzCall, answer);
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      }
      gateway.atelier.requests.length = 0;
      if (heapAfterWarmUp === 0 && done >= CALLS / 2) heapAfterWarmUp = usedHeap();
    }
    expect((await gateway.get('/healthz')).status).toBe(200);
    const growth = usedHeap() - heapAfterWarmUp;
    const seen = [...statuses].sort(([a], [b]) => a - b).map(([status, n]) => `${status}: ${n}`);
    process.stdout.write(`fuzz: ${seen.join(', ')}; heap grew ${Math.round(growth / 1024)} KB\n`);
    expect(growth).toBeLessThan(MOST_GROWTH_BYTES);
    expect(statuses.get(200) ?? 0).toBeGreaterThan(CALLS / 100);
    expect(statuses.get(400) ?? 0).toBeGreaterThan(CALLS / 10);
  } finally {
    await gateway.close();
  }
});

interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** Sends it as it is: the address is not tidied on the way. */
function sendRaw(gateway: TestGateway, call: FuzzCall): Promise<RawAnswer> {
  const { hostname, port } = new URL(gateway.url);
  return new Promise((resolve, reject) => {
    const { method, path, body } = call;
    const length = body ? { 'content-length': String(body.length) } : {};
    const headers = { ...call.headers, ...length };
    const sent = request({ hostname, port, method, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    });
    sent.on('error', (cause) => reject(new Error(`no answer to ${show(call)}`, { cause })));
    sent.end(body ?? undefined);
  });
}

function judge(call: FuzzCall, { status, headers, text }: RawAnswer): void {
  const what = `${status} to ${show(call)}: ${text.slice(0, 300)}`;
  expect(String(headers['x-request-id'] ?? ''), what).toMatch(/^[A-Za-z0-9._-]{1,128}$/);
  if (status < 400 || call.method === 'HEAD' || status === 416) return;
  // A path that only looks like one of the API, `/v1/%2e%2e/` for one, is a page's.
  if (!/^\/(v1|img|mcp)(\/|$)/.test(resolvePath(call.path)) && status < 500) return;
  expect(headers['content-type'], what).toContain('json');
  const answer = JSON.parse(text) as Record<string, unknown>;
  // Agents are answered in their own protocol's form.
  if (call.path.startsWith('/mcp') && answer.jsonrpc === '2.0' && status < 500) return;
  const { error } = errorEnvelopeSchema.parse(answer);
  if (status >= 500) expect(HONEST_503, what).toContain(error.code);
}

/** The path without its dots, as every server reads it. */
function resolvePath(path: string): string {
  const base = 'http://gateway';
  return URL.canParse(path, base) ? new URL(path, base).pathname : path;
}

function show({ method, path, headers, body }: FuzzCall): string {
  const { authorization: _, ...shown } = headers;
  return `${method} ${path} ${JSON.stringify(shown)} ${body?.toString('latin1').slice(0, 600)}`;
}

function usedHeap(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage().heapUsed;
}
