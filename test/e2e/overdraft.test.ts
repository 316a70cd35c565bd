import { microUsd } from '@aigateway/contract';
import { auditLedger, readBalance } from '@aigateway/ledger';
import { type FakeOpenAi, startFakeOpenAi } from '@aigateway/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type GatewayProcess, startProcess } from './gateway-process.ts';
import { askForPicture, OWNER, openBeside, quickEnv, setWallet } from './money-world.ts';
import { openPostgresStory, STORY_STORES, type StoryStore } from './stores.ts';

const CALLS = 500;
const ONE_DOLLAR = microUsd(1_000_000n);

/** One process on each store, and two on the one that several may share. */
const HOUSES = [
  ...STORY_STORES.map(([name, open]) => [`one process on ${name}`, open, 1] as const),
  ...(process.env.TEST_DATABASE_URL
    ? ([['two processes on PostgreSQL', openPostgresStory, 2]] as const)
    : []),
];

describe.each(HOUSES)('%s', (_, openStory, processes) => {
  let fake: FakeOpenAi;
  let story: StoryStore;
  const gateways: GatewayProcess[] = [];
  beforeAll(async () => {
    [fake, story] = await Promise.all([startFakeOpenAi(), openStory()]);
    const env = { ...story.env, ...quickEnv(fake.url) };
    for (let count = 0; count < processes; count += 1) {
      gateways.push(await startProcess({ dataDir: story.dataDir, env }));
    }
  });
  afterAll(async () => {
    for (const gateway of gateways) await gateway.kill('SIGTERM');
    await fake?.close();
    await story?.remove();
  });

  test('500 parallel calls on $1.00 at $0.05: exactly 20 pictures and 480 times 402', async () => {
    const database = await openBeside(story);
    try {
      await setWallet(database, ONE_DOLLAR);
      const statuses = new Map<number, number>();
      await Promise.all(
        Array.from({ length: CALLS }, async (_unused, number) => {
          const url = gateways[number % gateways.length]?.url ?? '';
          const { status } = await askForPicture(url, `picture ${number}`);
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
        }),
      );
      expect(Object.fromEntries(statuses)).toEqual({ 200: 20, 402: 480 });
      expect(fake.submissions()).toBe(20);
      expect(await readBalance(database.kysely, OWNER)).toMatchObject({
        postedMicroUsd: 0n,
        heldMicroUsd: 0n,
      });
      expect(await auditLedger(database.kysely, { atMs: BigInt(Date.now()) })).toEqual([]);
    } finally {
      await database.close();
    }
  });
});
