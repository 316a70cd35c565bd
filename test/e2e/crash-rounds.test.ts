import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { microUsd } from '@aigateway/contract';
import type { Database } from '@aigateway/database';
import { auditLedger, captureHold, expireHolds, readBalance } from '@aigateway/ledger';
import { type FakeOpenAi, startFakeOpenAi } from '@aigateway/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommand, startProcess } from './gateway-process.ts';
import { askForPicture, OWNER, openBeside, quickEnv, STORY_KEY, setWallet } from './money-world.ts';
import { STORY_STORES, type StoryStore } from './stores.ts';

/** `npm run test:crash` plays 60 rounds on each store; the suite plays a few. */
const ROUNDS = Number(process.env.CRASH_ROUNDS ?? 3);
const SEED = Number(process.env.CRASH_SEED ?? randomInt(2 ** 31));
const CALLERS = 12;
const LONGEST_ROUND_MS = 900;
const LONGEST_COLD_MS = 10_000;
/** One in this many kills meets a process that is still starting and recovering. */
const STARTS = 5;
const DAY_MS = 86_400_000n;
const START_CREDIT = microUsd(1_000_000_000n);

describe.each(STORY_STORES)('kill -9 under load, on %s', (name, openStory) => {
  let fake: FakeOpenAi;
  let story: StoryStore;
  beforeAll(async () => {
    [fake, story] = await Promise.all([startFakeOpenAi(), openStory()]);
  });
  afterAll(async () => {
    await fake?.close();
    await story?.remove();
  });

  test(
    `${ROUNDS} rounds leave sound books, and every paid picture`,
    async () => {
      console.info(`crash rounds on ${name}: seed ${SEED}, ${ROUNDS} rounds`);
      const random = seededRandom(SEED);
      const env = { ...story.env, ...quickEnv(fake.url) };
      const seen = new Set<string>();
      let paid = 0;
      for (let round = 0; round < ROUNDS; round += 1) {
        if (round > 0 && random() * STARTS < 1) {
          await killWhileStarting({ dataDir: story.dataDir, env }, random() * 700);
        }
        const gateway = await startProcess({ dataDir: story.dataDir, env });
        const database = await openBeside(story);
        if (round === 0) await setWallet(database, START_CREDIT);
        await checkBooks(database, { story, seen });
        const urls = await loadUntilKilled(gateway, random);
        paid += urls.length;
        await database.close();
      }
      await checkAfterwards(story, env);
      console.info(
        `crash rounds on ${name}: ${paid} calls were answered, ${seen.size} pictures kept`,
      );
      expect(paid).toBeGreaterThan(0);
    },
    (ROUNDS * 15 + 60) * 1_000,
  );
});

type Running = Awaited<ReturnType<typeof startProcess>>;

/** Calls from all sides until the process is killed at a random moment; gives the addresses. */
async function loadUntilKilled(gateway: Running, random: () => number): Promise<string[]> {
  const urls: string[] = [];
  let killed = false;
  const caller = async (number: number) => {
    for (let call = 0; !killed; call += 1) {
      const n = 1 + ((number + call) % 3);
      try {
        const response = await askForPicture(gateway.url, `picture ${number} ${call}`, n);
        if (response.status !== 200) throw new Error(`answered ${response.status}`);
        const { data } = (await response.json()) as { data: { url: string }[] };
        urls.push(...data.map(({ url }) => url));
      } catch (error) {
        if (!killed) throw error;
      }
    }
  };
  const callers = Array.from({ length: CALLERS }, (_, number) => caller(number));
  // A cold process answers late: most kills count their moment from its first answer.
  const warm = random() < 0.75 ? () => urls.length > 0 : () => true;
  const moment = random() * LONGEST_ROUND_MS;
  const kill = async () => {
    for (let waited = 0; !warm() && waited < LONGEST_COLD_MS; waited += 20) await pause(20);
    await pause(moment);
    killed = true;
    await gateway.kill('SIGKILL');
  };
  await Promise.all([...callers, kill()]);
  return urls;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function killWhileStarting(
  options: { dataDir: string; env: Readonly<Record<string, string>> },
  afterMs: number,
): Promise<void> {
  const onSpawn: NonNullable<Parameters<typeof startProcess>[0]>['onSpawn'] = (child) => {
    setTimeout(() => child.kill('SIGKILL'), afterMs);
  };
  const started = await startProcess({ ...options, onSpawn }).catch(() => null);
  await started?.kill('SIGKILL');
}

interface Seen {
  readonly story: StoryStore;
  /** Pictures that were read before: they are read again only at the end. */
  readonly seen: Set<string>;
}

/** After a start, so after its recovery. */
async function checkBooks(database: Database, { story, seen }: Seen): Promise<void> {
  const { kysely } = database;
  expect(await auditLedger(kysely, { atMs: BigInt(Date.now()) })).toEqual([]);
  const balance = await readBalance(kysely, OWNER);
  expect(balance.availableMicroUsd).toBeGreaterThanOrEqual(0n);
  // The embedded store is recovered by whoever starts; elsewhere holds wait for their date.
  if (database.dialect === 'sqlite') expect(balance.heldMicroUsd).toBe(0n);
  const pictures = await paidPictures(database);
  for (const { id, sha256 } of pictures) {
    if (seen.has(id)) continue;
    seen.add(id);
    const file = `${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`;
    const bytes = await readFile(`${story.dataDir}/media/${file}`);
    expect(bytes.byteLength).toBeGreaterThan(50);
  }
  const captured = await sumOf(database, 'capture');
  expect(captured).toBe(-50_000n * BigInt(pictures.length));
  const usage = await kysely
    .selectFrom('generation')
    .select((row) => row.fn.coalesce(row.fn.sum<bigint>('cost_micro_usd'), row.lit(0)).as('cost'))
    .executeTakeFirstOrThrow();
  expect(BigInt(usage.cost)).toBe(-captured);
  const rest = (await sumOf(database, 'grant')) + (await sumOf(database, 'adjustment'));
  expect(balance.postedMicroUsd).toBe(rest + captured);
}

function paidPictures(database: Database) {
  return database.kysely
    .selectFrom('generation')
    .innerJoin('image', 'image.generation_id', 'generation.id')
    .select(['image.id', 'image.sha256'])
    .where('generation.state', '=', 'captured')
    .execute();
}

async function sumOf(database: Database, kind: string): Promise<bigint> {
  const row = await database.kysely
    .selectFrom('entry')
    .innerJoin('ledger_transaction as posted', 'posted.id', 'entry.transaction_id')
    .innerJoin('account', 'account.id', 'entry.account_id')
    .select((one) => one.fn.sum<bigint | null>('entry.amount_micro_usd').as('total'))
    .where('posted.kind', '=', kind)
    .where('account.kind', '=', 'wallet')
    .executeTakeFirst();
  return BigInt(row?.total ?? 0);
}

/** The last start: replays, the clock, addresses over HTTP, and the operator's own audit. */
async function checkAfterwards(
  story: StoryStore,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const gateway = await startProcess({ dataDir: story.dataDir, env });
  const database = await openBeside(story);
  try {
    const answered = await askForPicture(gateway.url, 'after all');
    expect(answered.status).toBe(200);
    const { data } = (await answered.json()) as { data: { url: string }[] };
    expect((await fetch(data[0]?.url ?? '')).status).toBe(200);
    await replayCaptures(database);
    await expireHolds(database, { atMs: BigInt(Date.now()) + DAY_MS, limit: 100_000n });
    const balance = await readBalance(database.kysely, OWNER);
    expect(balance.heldMicroUsd).toBe(0n);
    expect(await auditLedger(database.kysely, { atMs: BigInt(Date.now()) + DAY_MS })).toEqual([]);
    const wire = await fetch(`${gateway.url}/v1/balance`, {
      headers: { Authorization: `Bearer ${STORY_KEY}` },
    });
    const { posted_cents } = (await wire.json()) as { posted_cents: number };
    expect(BigInt(Math.round(posted_cents * 10_000))).toBe(balance.postedMicroUsd);
  } finally {
    await database.close();
    await gateway.kill('SIGTERM');
  }
  const audit = await runCommand(['audit'], { ...env, AIGATEWAY_DATA_DIR: story.dataDir });
  expect(audit.stdout + audit.stderr).toContain('The books are sound');
}

async function replayCaptures(database: Database): Promise<void> {
  const before = await readBalance(database.kysely, OWNER);
  const holds = await database.kysely
    .selectFrom('hold')
    .select(['id', 'resolution_id', 'captured_micro_usd', 'state'])
    .where('state', '=', 'captured')
    .limit(200)
    .execute();
  for (const hold of holds) {
    const again = await captureHold(database, {
      id: hold.resolution_id ?? '',
      holdId: hold.id,
      amountMicroUsd: microUsd(hold.captured_micro_usd),
      atMs: BigInt(Date.now()),
    });
    expect(again.state).toBe('captured');
  }
  expect(await readBalance(database.kysely, OWNER)).toEqual(before);
}

/** A repeatable sequence of 0 <= x < 1 (mulberry32). */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
