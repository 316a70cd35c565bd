import { rm } from 'node:fs/promises';
import { makeSchema } from '@aigateway/database/testing/schema';
import { makeDataDir } from './gateway-process.ts';

/** A store that several processes of a story use one after the other, or together. */
export interface StoryStore {
  readonly dataDir: string;
  /** Absent on SQLite. */
  readonly url?: string;
  /** Settings that lead a process to it. */
  readonly env: Readonly<Record<string, string>>;
  remove(): Promise<void>;
}

/** The stores that can be had here: PostgreSQL where TEST_DATABASE_URL names one. */
export const STORY_STORES: readonly (readonly [string, () => Promise<StoryStore>])[] = [
  ['SQLite', openSqliteStory],
  ...(process.env.TEST_DATABASE_URL ? ([['PostgreSQL', openPostgresStory]] as const) : []),
];

async function openSqliteStory(): Promise<StoryStore> {
  const dataDir = await makeDataDir();
  const remove = () => rm(dataDir, { recursive: true, force: true });
  return { dataDir, env: {}, remove };
}

/** A schema of its own in the database of TEST_DATABASE_URL. */
export async function openPostgresStory(): Promise<StoryStore> {
  const dataDir = await makeDataDir();
  const schema = await makeSchema(process.env.TEST_DATABASE_URL ?? '');
  return {
    dataDir,
    url: schema.url,
    env: { DATABASE_URL: schema.url },
    async remove() {
      await schema.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
