import { setTimeout } from 'node:timers/promises';
import { Pool } from 'undici';
import { type Child, residentMegabytes, start } from './child.ts';
import { verdict } from './verdict.ts';

/** Streams that are open at once, and jobs that wait beside them. */
const STREAMS = 500;
const JOBS = 1_000;
/** The jobs come in over this time, and once they wait, the streams do. */
const ARRIVAL_MS = 5_000;
/** How long the upstream takes for a picture. */
const UPSTREAM_MS = 20_000;
/** And for the pictures of those jobs that the workers are at. */
const JOB_MS = 60_000;
/** Every job is looked at as often as its `Retry-After` says. */
const RETRY_MS = 3_000;
const LOOK_MS = 250;
const MOST_DELAY_MS = 50;
const MOST_MEGABYTES = 400;

/** Milliseconds between samples of the event loop of the gateway, which wants them 10 ms apart. */
interface LoopDelay {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

const picture = { model: 'bench/stub', size: '1024x1024' };
const prompt = (delayMs: number) => JSON.stringify({ bytes: 100_000, delayMs });

async function main(): Promise<void> {
  const stub = await start('scripts/bench/stub.mjs', ['0'], 1);
  const gateway = await start('dist/bench/gateway.js', [String(stub.port)], 0);
  const pool = new Pool(`http://127.0.0.1:${gateway.port}`, {
    connections: STREAMS + 50,
    pipelining: 1,
  });
  try {
    await stream(pool, gateway, 0);
    const idle = residentMegabytes(gateway);
    const ids = await Promise.all(arrive(JOBS, () => handIn(pool, gateway)));
    const measuring = watch(gateway);
    const [streams, jobs] = await Promise.all([
      Promise.all(arrive(STREAMS, () => stream(pool, gateway, UPSTREAM_MS))),
      waitWithJobs(pool, gateway, ids),
    ]);
    const { delay, peak } = await measuring();
    const whole = streams.filter((events) => events.includes('image_generation.completed'));
    console.log(`${whole.length} of ${STREAMS} streams ended with their picture`);
    console.log(`${jobs} of ${JOBS} jobs waited meanwhile`);
    console.log(`event loop: p50 ${ms(delay.p50)}, p99 ${ms(delay.p99)}, max ${ms(delay.max)}`);
    console.log(`resident memory: idle ${idle.toFixed(0)} MB, peak ${peak.toFixed(0)} MB`);
    verdict('streams', { value: whole.length, limit: STREAMS, unit: '', atLeast: true });
    verdict('waiting jobs', { value: jobs, limit: JOBS - 20, unit: '', atLeast: true });
    verdict('event loop p99', { value: delay.p99, limit: MOST_DELAY_MS, unit: 'ms' });
    verdict('resident memory', { value: peak, limit: MOST_MEGABYTES, unit: 'MB' });
  } finally {
    await pool.destroy();
    for (const child of [gateway, stub]) child.process.disconnect();
  }
}

const ms = (value: number) => `${value.toFixed(2)} ms`;

/** Begins to watch the gateway; the answer ends that and says what was seen. */
function watch(gateway: Child): () => Promise<{ delay: LoopDelay; peak: number }> {
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, residentMegabytes(gateway));
  }, LOOK_MS);
  gateway.process.send('watch');
  return () => {
    clearInterval(timer);
    return new Promise((resolve) => {
      gateway.process.once('message', (delay: LoopDelay) => resolve({ delay, peak }));
      gateway.process.send('report');
    });
  };
}

/** As many calls, spread evenly over the time of arrival. */
function arrive<Result>(count: number, call: () => Promise<Result>): Promise<Result>[] {
  return Array.from({ length: count }, async (_, at) => {
    await setTimeout((at * ARRIVAL_MS) / count);
    return call();
  });
}

/** One stream, read to its end. */
async function stream(pool: Pool, gateway: Child, delayMs: number): Promise<string> {
  const answer = await send(pool, gateway, {
    ...picture,
    prompt: prompt(delayMs),
    stream: true,
  });
  return answer.body.text();
}

/** Hands in a job, which waits behind those that the workers are at; its id. */
async function handIn(pool: Pool, gateway: Child): Promise<string> {
  const body = { ...picture, prompt: prompt(JOB_MS), async: true };
  const answer = await send(pool, gateway, body);
  return ((await answer.body.json()) as { id: string }).id;
}

/** Looks at the jobs until the streams end; how many waited all the while. */
async function waitWithJobs(pool: Pool, gateway: Child, ids: readonly string[]): Promise<number> {
  const until = performance.now() + ARRIVAL_MS + UPSTREAM_MS;
  const waited = new Set(ids);
  const look = async (id: string) => {
    const path = `/v1/jobs/${id}`;
    const answer = await pool.request({ method: 'GET', path, headers: headersOf(gateway) });
    const { status } = (await answer.body.json()) as { status: string };
    if (status !== 'queued') waited.delete(id);
  };
  while (performance.now() < until) {
    await Promise.all(
      ids.map(async (id, at) => {
        await setTimeout((at * RETRY_MS) / JOBS);
        await look(id);
      }),
    );
  }
  return waited.size;
}

function send(pool: Pool, gateway: Child, body: object) {
  return pool.request({
    method: 'POST',
    path: '/v1/images/generations',
    headers: { 'content-type': 'application/json', ...headersOf(gateway) },
    body: JSON.stringify(body),
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}

function headersOf({ key }: Child) {
  return { authorization: `Bearer ${key}` };
}

await main();
