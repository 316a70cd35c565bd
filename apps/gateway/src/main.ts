import { type Database, openDatabase } from '@aigateway/database';
import type { Hono } from 'hono';
import { pino } from 'pino';
import { createDoor } from './accounts/create-door.ts';
import { createSignInLink } from './accounts/sign-in-links.ts';
import { createThrottle } from './accounts/throttle.ts';
import { createKeyStore } from './auth/key-store.ts';
import { OWNER_ORGANISATION_ID } from './auth/owner.ts';
import { bootstrap, makeFirstKey } from './bootstrap.ts';
import { compose, type Ground, type Rooms, VERSION } from './compose.ts';
import type { Config } from './config.ts';
import { makeDataFolder, readSecret } from './data-folder.ts';
import { createApp } from './edge/create-app.ts';
import type { EdgeEnv } from './edge/edge-env.ts';
import type { McpDoor } from './edge/mount-mcp.ts';
import { type HttpServer, listen } from './http-server.ts';
import { recoverInterrupted } from './jobs/recover.ts';
import { endHolds, startSweeping } from './jobs/sweep.ts';
import { createMcpDoor } from './mcp/create-mcp-door.ts';
import { openSite } from './office/open-site.ts';
import { createPlayground } from './office/playground.ts';
import { createOperations } from './operations/operations.ts';
import type { GatewayOverrides } from './overrides.ts';
import { openRedis } from './redis.ts';
import { builtInModels } from './routing/built-in-models.ts';
import { createSystem } from './system.ts';

/** Running jobs have this long to end before they are put back for the next start. */
const JOB_GRACE_MS = 10_000;

/** A running gateway. */
export interface Gateway {
  readonly url: string;
  /** Where it listens; the same, unless callers come by another address. */
  readonly localUrl: string;
  readonly mode: Config['mode'];
  /** The first key, shown once; null when it was made at an earlier start. */
  readonly firstKey: string | null;
  /** In a sandbox a link that signs the owner in once; in production the page to sign in on. */
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
  const redis = config.redisUrl === null ? null : openRedis(config.redisUrl, log, system.now);
  const throttle = createThrottle(redis);
  const door = createDoor({ database, system, config, secret, publicUrl, throttle, log });
  const ground = { config, secret, database, system, keys, door, redis, overrides, log, publicUrl };
  const rooms = await compose({ ...ground, ending: ending.signal });
  const { house, store, notes, atelier, watch, services, jobs, webhooks, inFlight } = rooms;
  if (database.dialect === 'sqlite') await takeUpEmbedded(ground, rooms);
  const onFault = (error: unknown) => log.error({ err: error }, 'sweep failed');
  const removeOld = [jobs.store.removeOld, webhooks.store.removeOld, house.claims.removeOld];
  const sweeping = await startSweeping({ database, store, notes, system, onFault, removeOld });
  const watching = watch.start(onFault);
  const { playCredit } = overrides;
  const fixedKey = await bootstrap({ ...ground, ...(playCredit !== undefined && { playCredit }) });
  const operations = createOperations({ log, checkReady: () => checkReady(database) });
  const playground = createPlayground({
    keys,
    system,
    mode: config.mode,
    describeModel: services.describeModel,
    builtInModels: () => builtInModels(house.models, house.routing),
  });
  const site = openSite({
    ...ground,
    atelier,
    accounts: door,
    playground,
    play: rooms.payments.play,
    version: VERSION,
    fetchApp: (request) => app.fetch(request),
  });
  const mcp = openMcpDoor(house, log);
  const app: Hono<EdgeEnv> = createApp(services, { operations, site, mcp });
  const running = await listen(app, ground);
  server = running;
  const firstKey = fixedKey ?? (await makeFirstKey(ground));
  const work = startWork(rooms, onFault, overrides);
  const signInUrl = await writeSignInUrl(ground);
  return {
    url: publicUrl(),
    localUrl: running.url,
    mode: config.mode,
    firstKey,
    signInUrl,
    async close() {
      sweeping.stop();
      watching.stop();
      const worked = work.stop();
      const endNow = () => ending.abort(new Error('the gateway is ending'));
      await running.close({ endNow, settled: inFlight.settled });
      await worked;
      await atelier.close();
      await watch.flush();
      rooms.notes.close();
      redis?.disconnect();
      await database.close();
    },
  };
}

function openMcpDoor({ models }: Rooms['house'], log: Ground['log']): McpDoor {
  const onFault = (error: unknown) => log.error({ err: error }, 'tool failed');
  return createMcpDoor({ models, version: VERSION, onFault });
}

/** A sandbox prints a link that opens it; logs of production must not open anything. */
async function writeSignInUrl(
  ground: Pick<Ground, 'config' | 'database' | 'system' | 'publicUrl'>,
): Promise<string> {
  const page = `${ground.publicUrl()}/sign-in`;
  if (ground.config.mode === 'production') return page;
  const token = await createSignInLink(ground, { organisationId: OWNER_ORGANISATION_ID });
  return `${page}?token=${token}`;
}

/** The embedded store is ours alone, by its folder lock: whoever held there is surely dead. */
async function takeUpEmbedded(
  { database, system }: Pick<Ground, 'database' | 'system'>,
  { store, notes, jobs, house }: Pick<Rooms, 'store' | 'notes' | 'jobs' | 'house'>,
) {
  await endHolds({ database, store, notes, system }, Number.POSITIVE_INFINITY);
  notes.clear();
  await recoverInterrupted(database, system);
  await jobs.store.loseAll();
  await house.claims.loseAll();
}

/** Payments, jobs and webhooks, until they are stopped: running jobs before what tells of them. */
function startWork(
  { jobs, webhooks, payments }: Pick<Rooms, 'jobs' | 'webhooks' | 'payments'>,
  onFault: (error: unknown) => void,
  on: GatewayOverrides,
) {
  const tending = payments.start(onFault);
  jobs.runner.start();
  const sending = webhooks.sender.start();
  return {
    async stop() {
      tending.stop();
      await jobs.runner.close(on.jobGraceMs ?? JOB_GRACE_MS);
      await sending.stop();
    },
  };
}

async function checkReady(database: Database): Promise<void> {
  await database.kysely.selectFrom('organisation').select('id').limit(1).execute();
}
