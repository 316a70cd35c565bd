import { microUsd } from '@aigateway/contract';
import type { Database } from '@aigateway/database';
import { auditLedger, captureHold, expireHolds, readBalance } from '@aigateway/ledger';
import { describe, expect, test } from 'vitest';
import {
  checkBooks,
  DAY_MS,
  killSometime,
  openPlace,
  ROUNDS,
  SEED,
  seededRandom,
  startRound,
} from './crash-world.ts';
import { type GatewayProcess, runCommand, startProcess } from './gateway-process.ts';
import { askForPicture, OWNER, openBeside, quickEnv, STORY_KEY, setWallet } from './money-world.ts';
import { STORY_STORES, type StoryStore } from './stores.ts';

const CALLERS = 12;
const START_CREDIT = microUsd(1_000_000_000n);

describe.each(STORY_STORES)('kill -9 under load, on %s', (name, openStory) => {
  const place = openPlace(openStory);

  test(
    `${ROUNDS} rounds leave sound books, and every paid picture`,
    async () => {
      const { fake, story } = place;
      console.info(`crash rounds on ${name}: seed ${SEED}, ${ROUNDS} rounds`);
      const random = seededRandom(SEED);
      const env = { ...story.env, ...quickEnv(fake.url) };
      const seen = new Set<string>();
      let paid = 0;
      for (let round = 0; round < ROUNDS; round += 1) {
        const gateway = await startRound({ story, env, random }, round);
        const database = await openBeside(story);
        if (round === 0) await setWallet(database, START_CREDIT);
        await checkBooks(database, { story, seen });
        // The embedded store is recovered by whoever starts; elsewhere holds wait for their date.
        if (database.dialect === 'sqlite') expect(await heldNow(database)).toBe(0n);
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

async function heldNow(database: Database): Promise<bigint> {
  return (await readBalance(database.kysely, OWNER)).heldMicroUsd;
}

/** Calls from all sides until the process is killed at a random moment; gives the addresses. */
async function loadUntilKilled(gateway: GatewayProcess, random: () => number): Promise<string[]> {
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
  const stop = () => {
    killed = true;
  };
  const load = { answered: () => urls.length > 0, stop };
  await Promise.all([...callers, killSometime(gateway, load, random)]);
  return urls;
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
