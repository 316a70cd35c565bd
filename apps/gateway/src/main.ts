import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type Atelier, createAtelier } from '@aigateway/atelier';
import { type CatalogModel, MODELS } from '@aigateway/catalog';
import { createOpenApiDocument, MAX_IMAGE_BYTES, type MicroUsd } from '@aigateway/contract';
import { type Database, openDatabase } from '@aigateway/database';
import { readBalance } from '@aigateway/ledger';
import { fetchPublicPicture, PROVIDERS, type Provider } from '@aigateway/providers';
import { type Logger, pino } from 'pino';
import { createKeyStore } from './auth/key-store.ts';
import { OWNER_ORGANISATION_ID } from './auth/owner.ts';
import { createSignIn } from './auth/sign-in.ts';
import { bootstrap } from './bootstrap.ts';
import type { Config } from './config.ts';
import { makeDataFolder, readSecret } from './data-folder.ts';
import { createApp } from './edge/create-app.ts';
import { type HttpServer, listen } from './http-server.ts';
import { recoverInterrupted } from './jobs/recover.ts';
import { startSweeping } from './jobs/sweep.ts';
import { createLimits } from './limits/limits.ts';
import { createFileMediaStore } from './media/media-store.ts';
import { createPictureKeeper } from './media/picture-keeper.ts';
import { createUrlSigner } from './media/signed-url.ts';
import { createMeter } from './metering/meter.ts';
import { createOperations } from './operations/operations.ts';
import { indexModels } from './routing/resolve-model.ts';
import { createSystem, type System } from './system.ts';

const VERSION = '0.1.0';
const FETCH_TIMEOUT_MS = 15_000;

/** What tests and benches may put in place of the real thing. */
export interface GatewayOverrides {
  readonly providers?: readonly Provider[];
  readonly models?: readonly CatalogModel[];
  readonly system?: System;
  readonly atelier?: Atelier;
  readonly log?: Logger;
  /** Play money of a fresh sandbox. */
  readonly playCredit?: MicroUsd;
}

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
 * The composition root: everything is made here, once, from the settings.
 * Throws `ConfigError` or `DatabaseError` with one sentence for the operator.
 */
export async function startGateway(
  config: Config,
  overrides: GatewayOverrides = {},
): Promise<Gateway> {
  const log = overrides.log ?? pino({ level: config.logLevel, base: null });
  await makeDataFolder(config.dataDir);
  const secret = await readSecret(config.secret, config.dataDir);
  const database = await openDatabase({
    dataDir: config.dataDir,
    url: config.databaseUrl ?? undefined,
  });
  try {
    return await startOn(database, { config, secret, log, overrides });
  } catch (error) {
    await database.close();
    throw error;
  }
}

interface Ground {
  readonly config: Config;
  readonly secret: string;
  readonly log: Logger;
  readonly overrides: GatewayOverrides;
}

async function startOn(database: Database, ground: Ground): Promise<Gateway> {
  const { config, log, overrides } = ground;
  const system = overrides.system ?? createSystem();
  const keys = createKeyStore(database, system);
  const signIn = createSignIn(database, system);
  const atelier =
    overrides.atelier ??
    createAtelier({
      threads: config.engineThreads ?? availableParallelism(),
      queueLimit: config.engineQueue,
    });
  const ending = new AbortController();
  let server: HttpServer | null = null;
  const publicUrl = () => config.publicUrl ?? server?.url ?? '';
  const store = createFileMediaStore(join(config.dataDir, 'media'));
  const signer = createUrlSigner(ground.secret, publicUrl);
  const retentionDays = config.imageRetentionDays;
  const pictures = createPictureKeeper({ store, database, signer, system, retentionDays });
  if (database.dialect === 'sqlite') await recoverInterrupted(database, system);
  const sweeping = await startSweeping({
    database,
    store,
    system,
    onFault: (error) => log.error({ err: error }, 'sweep failed'),
  });
  const first = await bootstrap({
    database,
    system,
    keys,
    config,
    ...(overrides.playCredit !== undefined && { playCredit: overrides.playCredit }),
  });
  const operations = createOperations({ log, checkReady: () => checkReady(database) });
  const app = createApp(
    {
      house: {
        system,
        limits: createLimits({
          requestsPerMinute: config.rateLimitRpm,
          imagesPerMinute: config.imagesPerMinute,
          maxConcurrentImages: config.maxConcurrentImages,
        }),
        models: indexModels(overrides.models ?? MODELS),
        routing: {
          providers: configuredProviders(overrides.providers ?? PROVIDERS),
          standIn: config.mode === 'sandbox',
        },
        meter: createMeter(database, system),
        pictures,
        atelier,
        fetch,
        fetchPublic: (url, signal) =>
          fetchPublicPicture(url, {
            maxBytes: MAX_IMAGE_BYTES,
            timeoutMs: FETCH_TIMEOUT_MS,
            signal,
          }),
      },
      keys,
      readBalance: async (organisationId) => {
        const balance = await readBalance(database.kysely, organisationId);
        return {
          posted: balance.postedMicroUsd,
          held: balance.heldMicroUsd,
          available: balance.availableMicroUsd,
        };
      },
      verifyPictureUrl: (file, query) => signer.verify(file, query, system.now()),
      openApi: () => createOpenApiDocument({ serverUrl: publicUrl(), version: VERSION }),
      ending: ending.signal,
    },
    operations,
  );
  server = await listen(app, config);
  const token = await signIn.createLink(OWNER_ORGANISATION_ID, 'owner');
  const running = server;
  return {
    url: publicUrl(),
    mode: config.mode,
    firstKey: first.shownKey,
    signInUrl: `${publicUrl()}/sign-in?token=${token}`,
    async close() {
      sweeping.stop();
      await running.close(() => ending.abort(new Error('the gateway is ending')));
      await atelier.close();
      await database.close();
    },
  };
}

/** Providers that need no credential; others join when their settings are there. */
function configuredProviders(providers: readonly Provider[]) {
  return new Map(
    providers
      .filter((provider) => provider.credentials === null)
      .map((provider) => [provider.id, { provider, credential: null, baseUrl: null }]),
  );
}

async function checkReady(database: Database): Promise<void> {
  await database.kysely.selectFrom('organisation').select('id').limit(1).execute();
}
