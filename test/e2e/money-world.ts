import { type MicroUsd, microUsd } from '@aigateway/contract';
import { type Database, openDatabase } from '@aigateway/database';
import { adjust, readBalance } from '@aigateway/ledger';
import type { StoryStore } from './stores.ts';

/** The organisation of whoever runs an installation. */
export const OWNER = 'org_0000000000000owner';

/** A key that every start of a story knows. */
export const STORY_KEY = 'sk-aig-story00000000000000000000';

/** What one picture of the flagship costs. */
export const PICTURE = microUsd(50_000n);

/** Settings of a gateway whose pictures come at once, from a fake at `url`, without rate limits. */
export function quickEnv(url: string): Record<string, string> {
  return {
    OPENAI_COMPATIBLE_BASE_URL: url,
    OPENAI_COMPATIBLE_FLAVOUR: 'plain',
    AIGATEWAY_STAND_INS: 'ideogram/*=openai-compatible/plain',
    AIGATEWAY_BOOTSTRAP_API_KEY: STORY_KEY,
    AIGATEWAY_RATE_LIMIT_RPM: '1000000',
    AIGATEWAY_IMAGES_PER_MINUTE: '1000000',
    AIGATEWAY_MAX_CONCURRENT_IMAGES: '10000',
    LOG_LEVEL: 'fatal',
  };
}

/** Asks for one picture. */
export function askForPicture(url: string, prompt: string, n = 1): Promise<Response> {
  return fetch(`${url}/v1/images/generations`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${STORY_KEY}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ model: 'ideogram/ideogram-character-remix', prompt, n }),
  });
}

/** Opens the store of a story beside its processes. */
export function openBeside({ dataDir, url }: StoryStore): Promise<Database> {
  return openDatabase({ dataDir, url, shared: true, poolSize: 4 });
}

/** Brings the owner's wallet to exactly this much. */
export async function setWallet(database: Database, wanted: MicroUsd): Promise<void> {
  const { postedMicroUsd } = await readBalance(database.kysely, OWNER);
  const amountMicroUsd = microUsd(wanted - postedMicroUsd);
  if (amountMicroUsd === 0n) return;
  const id = `txn_set${process.hrtime.bigint()}`;
  const base = { id, organisationId: OWNER, note: 'set for a test', atMs: BigInt(Date.now()) };
  await adjust(database, { ...base, amountMicroUsd });
}
