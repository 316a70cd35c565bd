import { microUsd } from '@aigateway/contract';
import type { Database } from '@aigateway/database';
import { describe, expect, test } from 'vitest';
import {
  type CrashPlace,
  checkBooks,
  killSometime,
  openPlace,
  pause,
  ROUNDS,
  SEED,
  seededRandom,
  startRound,
} from './crash-world.ts';
import { type GatewayProcess, startProcess } from './gateway-process.ts';
import { openBeside, quickEnv, STORY_KEY, setWallet } from './money-world.ts';
import { STORY_STORES } from './stores.ts';

const CALLERS = 10;
const REPLAYS = 25;
const MOST_TRIES = 5;
/** What the killed process had asked of the database may still be done there. */
const LAST_STATEMENTS_MS = 250;
const START_CREDIT = microUsd(10_000_000_000n);
/** Claims and leases of a dead process lapse in 15 seconds; the work that waits takes a while. */
const LONGEST_END_MS = 240_000;

/** One call that its caller sends until it is answered. */
interface Call {
  readonly key: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** What the first answer named: the pictures, or the job. */
  answer: string | null;
}

interface World extends CrashPlace {
  readonly calls: Call[];
}

describe.each(STORY_STORES)('kill -9 under jobs and repeated calls, on %s', (name, openStory) => {
  const place = openPlace(openStory);

  test(
    `${ROUNDS} rounds: each call is made once, each job ends once, each is charged once`,
    async () => {
      const { fake, story } = place;
      console.info(`crash repeats on ${name}: seed ${SEED}, ${ROUNDS} rounds`);
      const env = {
        ...story.env,
        ...quickEnv(fake.url),
        // Jobs of the engine are begun again; those of an upstream that takes money are not.
        AIGATEWAY_STAND_INS:
          'ideogram/ideogram-character=atelier/remix,' +
          'ideogram/ideogram-character-remix=openai-compatible/plain',
      };
      const world: World = { story, env, random: seededRandom(SEED), calls: [] };
      const seen = new Set<string>();
      for (let round = 0; round < ROUNDS; round += 1) {
        const gateway = await startRound(world, round);
        const database = await openBeside(story);
        if (round === 0) await setWallet(database, START_CREDIT);
        await loadUntilKilled(gateway, world);
        // Between two processes: jobs that go on after a start would change what is being read.
        await pause(LAST_STATEMENTS_MS);
        await checkBooks(database, { story, seen });
        await database.close();
      }
      const { repeated, ...ended } = await checkAfterwards(world, seen);
      console.info(`crash repeats on ${name}: ${repeated} calls were repeated`, ended);
      expect(ended.completed).toBeGreaterThan(0);
    },
    (ROUNDS * 20 + 2 * 240) * 1_000,
  );
});

/** New calls and repetitions from all sides until the process is killed at a random moment. */
async function loadUntilKilled(gateway: GatewayProcess, world: World): Promise<void> {
  let killed = false;
  let answered = false;
  const open = world.calls.filter(({ answer }) => answer === null);
  const caller = async (number: number) => {
    for (let turn = 0; !killed; turn += 1) {
      const call = (turn === 0 && open[number]) || newCall(world, number);
      try {
        const response = await send(gateway, call);
        answered ||= response.ok;
      } catch (error) {
        if (!killed) throw error;
      }
    }
  };
  const callers = Array.from({ length: CALLERS }, (_, number) => caller(number));
  const stop = () => {
    killed = true;
  };
  await Promise.all([
    ...callers,
    killSometime(gateway, { answered: () => answered, stop }, world.random),
  ]);
}

/** Straight calls, jobs of an upstream, and now and then a job of the engine, which is slower. */
function newCall({ calls }: World, caller: number): Call {
  const number = calls.length;
  const isJob = caller % 2 === 1;
  const byEngine = isJob && number % 20 === 1;
  const model = byEngine ? 'ideogram-character' : 'ideogram-character-remix';
  const call: Call = {
    key: `call ${number}`,
    body: {
      model: `ideogram/${model}`,
      prompt: `picture ${number}`,
      n: byEngine ? 1 : 1 + (number % 3),
      size: '256x256',
      ...(isJob && { async: true }),
    },
    answer: null,
  };
  calls.push(call);
  return call;
}

/** Sends a call until it is answered: a failure of this burdened machine is sent again. */
async function sendUntilAnswered(gateway: GatewayProcess, call: Call): Promise<Response> {
  for (let tries = 1; ; tries += 1) {
    const response = await send(gateway, call);
    if (response.ok) return response;
    if (tries === MOST_TRIES) throw new Error(`${call.key} is answered ${response.status}`);
  }
}

/** Sends a call; one that was answered before must be answered the same. */
async function send({ url }: GatewayProcess, call: Call): Promise<Response> {
  const response = await fetch(`${url}/v1/images/generations`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${STORY_KEY}`,
      'Content-Type': 'application/json',
      'Idempotency-Key': call.key,
    },
    body: JSON.stringify(call.body),
  });
  const answer = (await response.json()) as { id?: string; data?: { url: string }[] };
  if (response.status >= 500 && call.answer === null) return response;
  expect(response.ok, JSON.stringify(answer)).toBe(true);
  const names = answer.id ?? answer.data?.map(({ url: one }) => new URL(one).pathname).join();
  call.answer ??= names ?? '';
  expect(names).toBe(call.answer);
  return response;
}

/** The last start: every call is sent until it is answered, every job runs to its end. */
async function checkAfterwards(world: World, seen: Set<string>) {
  const { story, env, calls } = world;
  const gateway = await startProcess({ dataDir: story.dataDir, env });
  const database = await openBeside(story);
  try {
    const open = calls.filter(({ answer }) => answer === null);
    for (let at = 0; at < open.length; at += CALLERS) {
      const some = open.slice(at, at + CALLERS);
      await Promise.all(some.map((call) => sendUntilAnswered(gateway, call)));
    }
    const step = Math.ceil(calls.length / REPLAYS);
    for (const call of calls.filter((_, number) => number % step === 0)) {
      const again = await send(gateway, call);
      expect(again.headers.get('idempotent-replayed')).toBe('true');
    }
    const jobs = await endOfJobs(database);
    await checkBooks(database, { story, seen });
    await checkCounts(database, calls, jobs);
    await checkJobs(gateway, jobs);
    const completed = jobs.filter(({ status }) => status === 'completed').length;
    return {
      repeated: open.length,
      straight: calls.length - jobs.length,
      jobs: jobs.length,
      completed,
    };
  } finally {
    await database.close();
    await gateway.kill('SIGTERM');
  }
}

type Job = Awaited<ReturnType<typeof readJobs>>[number];

function readJobs({ kysely }: Database) {
  return kysely
    .selectFrom('job')
    .innerJoin('generation', 'generation.id', 'job.generation_id')
    .select(['job.id', 'job.status', 'job.error', 'job.cost_micro_usd', 'job.generation_id'])
    .select(['generation.state', 'generation.cost_micro_usd as paid'])
    .select(['generation.images_requested', 'generation.images_delivered'])
    .execute();
}

async function endOfJobs(database: Database): Promise<Job[]> {
  for (let waited = 0; ; waited += 250) {
    const jobs = await readJobs(database);
    const open = jobs.filter(({ status }) => status === 'queued' || status === 'processing');
    if (open.length === 0) return jobs;
    if (waited > LONGEST_END_MS) throw new Error(`${open.length} jobs have not ended`);
    await pause(250);
  }
}

/** One paid generation for each straight call, one job for each that asked for one. */
async function checkCounts(
  { kysely }: Database,
  calls: readonly Call[],
  jobs: readonly Job[],
): Promise<void> {
  const named = calls.filter(({ body }) => body.async).map(({ answer }) => answer);
  expect(jobs.map(({ id }) => id).sort()).toEqual(named.sort());
  const paid = await kysely
    .selectFrom('generation')
    .select(['id', 'images_delivered'])
    .where('state', '=', 'captured')
    .execute();
  const ofJobs = new Set(jobs.map(({ generation_id }) => generation_id));
  const straight = calls.filter(({ body }) => !body.async);
  expect(paid.filter(({ id }) => !ofJobs.has(id))).toHaveLength(straight.length);
  const wanted = straight.reduce((sum, { body }) => sum + Number(body.n), 0);
  const delivered = paid.filter(({ id }) => !ofJobs.has(id));
  expect(delivered.reduce((sum, one) => sum + Number(one.images_delivered), 0)).toBe(wanted);
  const events = await kysely.selectFrom('event').select(['once', 'type']).execute();
  const told = events.filter(({ type }) => type.startsWith('job.'));
  const ends = jobs.map(({ id, status }) => ({ once: id, type: `job.${status}` }));
  const byName = (one: { once: string }, other: { once: string }) =>
    one.once < other.once ? -1 : 1;
  expect(told.sort(byName)).toEqual(ends.sort(byName));
}

/** A completed job is paid whole and has its pictures; a failed one says why and cost nothing. */
async function checkJobs({ url }: GatewayProcess, jobs: readonly Job[]): Promise<void> {
  for (const job of jobs) {
    expect(job.cost_micro_usd).toBe(job.paid);
    if (job.status === 'completed') {
      expect(job.state).toBe('captured');
      expect(job.paid).toBe(50_000n * job.images_requested);
    } else {
      expect(job.error).toMatch(/"code":"(job_interrupted|upstream_failed)"/);
      expect(job).toMatchObject({ state: 'released', paid: 0n, images_delivered: 0n });
    }
  }
  const headers = { Authorization: `Bearer ${STORY_KEY}` };
  const completed = jobs.filter(({ status }) => status === 'completed');
  for (const { id } of completed.slice(-REPLAYS)) {
    const answer = await fetch(`${url}/v1/jobs/${id}`, { headers });
    const { result_url } = (await answer.json()) as { result_url: string };
    expect((await fetch(result_url)).status).toBe(200);
  }
}
