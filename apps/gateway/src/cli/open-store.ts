import { type Database, openDatabase } from '@aigateway/database';
import { type Config, readConfig } from '../config.ts';
import { makeDataFolder } from '../data-folder.ts';

/** Runs a short work on the store of the settings, also beside a running server. */
export async function withStore<Result>(
  work: (database: Database, config: Config) => Promise<Result>,
): Promise<Result> {
  const config = readConfig(process.env);
  await makeDataFolder(config.dataDir);
  const database = await openDatabase({
    dataDir: config.dataDir,
    url: config.databaseUrl ?? undefined,
    shared: true,
  });
  try {
    return await work(database, config);
  } finally {
    await database.close();
  }
}
