import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Database } from '@aigateway/database';
import { auditLedger, readBalance } from '@aigateway/ledger';
import { type FakeOpenAi, startFakeOpenAi } from '@aigateway/testkit';
import { afterAll, beforeAll, expect } from 'vitest';
import { type GatewayProcess, startProcess } from './gateway-process.ts';
import { OWNER } from './money-world.ts';
import type { StoryStore } from './stores.ts';

/** `npm run test:crash` plays 60 rounds on each store; the suite plays a few. */
export const ROUNDS = Number(process.env.CRASH_ROUNDS ?? 3);
/** What all chance of a run comes from. */
export const SEED = Number(process.env.CRASH_SEED ?? randomInt(2 ** 31));
export const DAY_MS = 86_400_000n;
const LONGEST_ROUND_MS = 900;
const SWEEP_MS = 120_000;
const LONGEST_COLD_MS = 10_000;
/** One in this many kills meets a process that is still starting and recovering. */
const STARTS = 5;

/** A store and an upstream for the tests of a suite, open while they run. */
export function openPlace(openStory: () => Promise<StoryStore>) {
  const place = {} as { fake: FakeOpenAi; story: StoryStore };
  beforeAll(async () => {
    [place.fake, place.story] = await Promise.all([startFakeOpenAi(), openStory()]);
  });
  afterAll(async () => {
    await place.fake?.close();
    await place.story?.remove();
  });
  return place;
}

/** Where the rounds of a run happen. */
export interface CrashPlace {
  readonly story: StoryStore;
  readonly env: Readonly<Record<string, string>>;
  /** 0 <= x < 1, from the seed. */
  readonly random: () => number;
}

/** Starts the process of a round; now and then one before it is killed while it starts. */
export async function startRound(place: CrashPlace, round: number): Promise<GatewayProcess> {
  const { story, env, random } = place;
  const options = { dataDir: story.dataDir, env };
  if (round > 0 && random() * STARTS < 1) await killWhileStarting(options, random() * 700);
  return startProcess(options);
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

/** A load that runs until the process is killed. */
export interface Load {
  /** Whether any call was answered. */
  readonly answered: () => boolean;
  /** Called just before the kill: from then on calls may break. */
  readonly stop: () => void;
}

/** Kills the process at a random moment of its load. */
export async function killSometime(
  gateway: GatewayProcess,
  { answered, stop }: Load,
  random: () => number,
): Promise<void> {
  // A cold process answers late: most kills count their moment from its first answer.
  const warm = random() < 0.75 ? answered : () => true;
  const moment = random() * LONGEST_ROUND_MS;
  for (let waited = 0; !warm() && waited < LONGEST_COLD_MS; waited += 20) await pause(20);
  await pause(moment);
  stop();
  await gateway.kill('SIGKILL');
}

/** Waits. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** What is looked at when nothing moves money. */
export interface Seen {
  readonly story: StoryStore;
  /** Pictures that were read before: they are read again only at the end. */
  readonly seen: Set<string>;
}

/** Sound books, and every paid picture in the store. */
export async function checkBooks(database: Database, { story, seen }: Seen): Promise<void> {
  const { kysely } = database;
  // The clock of a living process ends holds; it may be as late as this.
  expect(await auditLedger(kysely, { atMs: BigInt(Date.now() - SWEEP_MS) })).toEqual([]);
  const balance = await readBalance(kysely, OWNER);
  expect(balance.availableMicroUsd).toBeGreaterThanOrEqual(0n);
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

/** A repeatable sequence of 0 <= x < 1 (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
