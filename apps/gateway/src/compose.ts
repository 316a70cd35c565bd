import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type Atelier, createAtelier } from '@aigateway/atelier';
import { MODELS } from '@aigateway/catalog';
import { createOpenApiDocument, MAX_IMAGE_BYTES } from '@aigateway/contract';
import type { Database } from '@aigateway/database';
import { readBalance } from '@aigateway/ledger';
import { fetchPublicPicture, PROVIDERS, type Provider } from '@aigateway/providers';
import type { KeyStore } from './auth/key-store.ts';
import type { Config } from './config.ts';
import type { EdgeServices } from './edge/edge-env.ts';
import { createLimits } from './limits/limits.ts';
import { createFileMediaStore, type MediaStore } from './media/media-store.ts';
import { createPictureKeeper } from './media/picture-keeper.ts';
import { createUrlSigner, type UrlSigner } from './media/signed-url.ts';
import { createMeter } from './metering/meter.ts';
import type { GatewayOverrides } from './overrides.ts';
import { admitCaller } from './pipeline/admit-caller.ts';
import { generateImage, type House } from './pipeline/generate-image.ts';
import { indexModels } from './routing/resolve-model.ts';
import type { System } from './system.ts';

/** Version of the product. */
export const VERSION = '0.1.0';
const FETCH_TIMEOUT_MS = 15_000;

/** What everything else is made from. */
export interface Ground {
  readonly config: Config;
  readonly secret: string;
  readonly database: Database;
  readonly system: System;
  readonly keys: KeyStore;
  readonly overrides: GatewayOverrides;
  /** Where callers reach this gateway; known once it listens. */
  readonly publicUrl: () => string;
  /** Aborted when the gateway must end now. */
  readonly ending: AbortSignal;
}

/** The rooms of one gateway, joined. */
export interface Rooms {
  readonly house: House;
  readonly store: MediaStore;
  readonly atelier: Atelier;
  readonly services: EdgeServices;
}

/** Makes the rooms; nothing is started yet. */
export function compose(ground: Ground): Rooms {
  const { config, database, system, overrides } = ground;
  const store = createFileMediaStore(join(config.dataDir, 'media'));
  const signer = createUrlSigner(ground.secret, ground.publicUrl);
  const atelier = overrides.atelier ?? openAtelier(config);
  const house: House = {
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
    pictures: createPictureKeeper({
      store,
      database,
      signer,
      system,
      retentionDays: config.imageRetentionDays,
    }),
    atelier,
    fetch,
    fetchPublic: (url, signal) =>
      fetchPublicPicture(url, { maxBytes: MAX_IMAGE_BYTES, timeoutMs: FETCH_TIMEOUT_MS, signal }),
  };
  return { house, store, atelier, services: joinEdge(ground, house, signer) };
}

/** The house as the edge sees it: functions over plain data. */
function joinEdge(ground: Ground, house: House, signer: UrlSigner): EdgeServices {
  const { database, system, keys, publicUrl, ending } = ground;
  return {
    newRequestId: () => system.newId('request'),
    admit: (authorization, scope) =>
      admitCaller(authorization, scope, { system, keys, limits: house.limits }),
    generateImage: (call) => generateImage(call, house),
    models: house.models,
    readBalance: async (organisationId) => {
      const balance = await readBalance(database.kysely, organisationId);
      return {
        posted: balance.postedMicroUsd,
        held: balance.heldMicroUsd,
        available: balance.availableMicroUsd,
      };
    },
    pictureUrl: (picture) => house.pictures.url(picture),
    readSigned: async (file, query) =>
      signer.verify(file, query, system.now()) ? house.pictures.serve(file) : null,
    openApi: () => createOpenApiDocument({ serverUrl: publicUrl(), version: VERSION }),
    ending,
  };
}

function openAtelier(config: Config): Atelier {
  const threads = config.engineThreads ?? availableParallelism();
  const { engineQueue: queueLimit, mattingModel } = config;
  return createAtelier({ threads, queueLimit, mattingModel });
}

/** Providers that need no credential; others join when their settings are there. */
function configuredProviders(providers: readonly Provider[]) {
  return new Map(
    providers
      .filter((provider) => provider.credentials === null)
      .map((provider) => [provider.id, { provider, credential: null, baseUrl: null }]),
  );
}
