import { createConsole } from '@aigateway/console';
import { type Database, openDatabase } from '@aigateway/database';
import { pino } from 'pino';
import { createKeyStore } from './auth/key-store.ts';
import { OWNER_ORGANISATION_ID } from './auth/owner.ts';
import { createSignIn } from './auth/sign-in.ts';
import { bootstrap } from './bootstrap.ts';
import { compose, VERSION } from './compose.ts';
import type { Config } from './config.ts';
import { makeDataFolder, readSecret } from './data-folder.ts';
import { createApp } from './edge/create-app.ts';
import { type HttpServer, listen } from './http-server.ts';
import { recoverInterrupted } from './jobs/recover.ts';
import { startSweeping } from './jobs/sweep.ts';
import { createConsoleServices } from './office/console-services.ts';
import { createPlayground } from './office/playground.ts';
import { createRankings } from './office/rankings.ts';
import { createOperations } from './operations/operations.ts';
import type { GatewayOverrides } from './overrides.ts';
import { builtInModels } from './routing/built-in-models.ts';
import { createSystem } from './system.ts';

/** A running gateway. */
export interface Gateway {
  readonly url: string;
  readonly mode: Config['mode'];
  /** The first key, shown once; null when it was made at an earlier start. */
  readonly firstKey: string | null;
  readonly signInUrl: string;
  /** Ends in order: no new calls, running ones finish or are released, then the store closes. */
  close(): Promise<void>;
}

/**
 * Starts the gateway from its settings. Throws `ConfigError` or `DatabaseError` with one sentence
 * for the operator.
 */
export async function startGateway(
  config: Config,
  overrides: GatewayOverrides = {},
): Promise<Gateway> {
  await makeDataFolder(config.dataDir);
  const secret = await readSecret(config.secret, config.dataDir);
  const url = config.databaseUrl ?? undefined;
  const database = await openDatabase({ dataDir: config.dataDir, url });
  try {
    return await startOn(database, { config, secret, overrides });
  } catch (error) {
    await database.close();
    throw error;
  }
}

interface Start {
  readonly config: Config;
  readonly secret: string;
  readonly overrides: GatewayOverrides;
}

async function startOn(database: Database, { config, secret, overrides }: Start): Promise<Gateway> {
  const log = overrides.log ?? pino({ level: config.logLevel, base: null });
  const system = overrides.system ?? createSystem();
  const keys = createKeyStore(database, system);
  const ending = new AbortController();
  let server: HttpServer | null = null;
  const publicUrl = () => config.publicUrl ?? server?.url ?? '';
  const ground = { config, secret, database, system, keys, overrides, log, publicUrl };
  const { house, store, atelier, watch, services } = compose({ ...ground, ending: ending.signal });
  // The embedded store is ours alone, by its folder lock: whoever held there is surely dead.
  if (database.dialect === 'sqlite') await recoverInterrupted(database, system);
  const onFault = (error: unknown) => log.error({ err: error }, 'sweep failed');
  const sweeping = await startSweeping({ database, store, system, onFault });
  const watching = watch.start(onFault);
  const { playCredit } = overrides;
  const first = await bootstrap({ ...ground, ...(playCredit !== undefined && { playCredit }) });
  const operations = createOperations({ log, checkReady: () => checkReady(database) });
  const signIn = createSignIn(database, system);
  const playground = createPlayground({
    keys,
    system,
    mode: config.mode,
    builtInModels: () => builtInModels(house.models, house.routing),
  });
  const site = createConsole(
    createConsoleServices({
      ...ground,
      signIn,
      playground,
      rankings:
        config.rankings === 'off' ? null : createRankings(database, system, config.rankings),
      mode: config.mode,
      version: VERSION,
      pictureUrl: services.pictureUrl,
      reportError: (error, path) => log.error({ err: error, path }, 'page failed'),
    }),
  );
  const running = await listen(createApp(services, { operations, site }), config);
  server = running;
  const token = await signIn.createLink(OWNER_ORGANISATION_ID, 'owner');
  return {
    url: publicUrl(),
    mode: config.mode,
    firstKey: first.shownKey,
    signInUrl: `${publicUrl()}/sign-in?token=${token}`,
    async close() {
      sweeping.stop();
      watching.stop();
      await running.close(() => ending.abort(new Error('the gateway is ending')));
      await atelier.close();
      await watch.flush();
      await database.close();
    },
  };
}

async function checkReady(database: Database): Promise<void> {
  await database.kysely.selectFrom('organisation').select('id').limit(1).execute();
}
