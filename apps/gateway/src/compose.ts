import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Atelier, createAtelier } from '@aigateway/atelier';
import { MODELS } from '@aigateway/catalog';
import { createOpenApiDocument, MAX_IMAGE_BYTES, toCents } from '@aigateway/contract';
import type { Database } from '@aigateway/database';
import { fetchPublicPicture, PROVIDERS } from '@aigateway/providers';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { Door } from './accounts/create-door.ts';
import type { AdminDesk } from './admin-desk.ts';
import type { KeyStore } from './auth/key-store.ts';
import { OWNER_ORGANISATION_ID } from './auth/owner.ts';
import { checkWebhookUrl } from './check-webhook-url.ts';
import type { Config } from './config.ts';
import { createAdminDesk } from './control/admin.ts';
import { createControlPlane } from './control/create-control-plane.ts';
import type { ControlPlane } from './control-plane.ts';
import type { CreditDesk } from './credit-desk.ts';
import type { EdgeServices, FileServices } from './edge/edge-env.ts';
import { showJob } from './edge/show-job.ts';
import { createFileDesk } from './file-desk.ts';
import { createClaimStore } from './idempotency/claim-store.ts';
import { createInFlight, type InFlight } from './in-flight.ts';
import { createJobDesk, type JobDesk } from './job-desk.ts';
import { createJobStore, type JobStore } from './jobs/job-store.ts';
import { createLimits } from './limits/limits.ts';
import { createFileShelf } from './media/file-shelf.ts';
import { createFileMediaStore, type MediaStore } from './media/media-store.ts';
import { createPictureKeeper } from './media/picture-keeper.ts';
import { createRetention } from './media/retention.ts';
import { createUrlSigner, type UrlSigner } from './media/signed-url.ts';
import { type BudgetBook, createBudgetBook } from './metering/budget-book.ts';
import { type CaptureNotes, createCaptureNotes } from './metering/capture-notes.ts';
import { createMeter } from './metering/meter.ts';
import { readOwnBalance } from './metering/read-own-balance.ts';
import { createSpendingWatch, type SpendingWatch } from './metering/spending-watch.ts';
import type { GatewayOverrides } from './overrides.ts';
import { createDataKeys, type DataKeys } from './own-keys/data-keys.ts';
import { createSecretWrapper } from './own-keys/key-wrapper.ts';
import { createOwnKeyDesk, type OwnKeyDesk } from './own-keys/own-key-desk.ts';
import { createOwnKeyStore } from './own-keys/own-key-store.ts';
import { openPayments, type Payments } from './payments/open-payments.ts';
import { admitCaller } from './pipeline/admit-caller.ts';
import { cutOutImage } from './pipeline/cut-out-image.ts';
import { describeModel } from './pipeline/describe-model.ts';
import type { House } from './pipeline/generate-image.ts';
import { generateOnce } from './pipeline/generate-once.ts';
import { configureProviders } from './routing/configure-providers.ts';
import { createDeploymentHealth } from './routing/deployment-health.ts';
import { listHealth } from './routing/list-health.ts';
import { listModelPrices } from './routing/list-model-prices.ts';
import { createMakerWebhooks, type MakerWebhooks } from './routing/maker-webhooks.ts';
import type { RoutingTable } from './routing/plan-route.ts';
import { indexModels } from './routing/resolve-model.ts';
import type { System } from './system.ts';
import { openWebhooks, type Webhooks } from './webhooks/open-webhooks.ts';

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
  readonly door: Door;
  /** What several processes count in; null = each for itself. */
  readonly redis: Redis | null;
  readonly overrides: GatewayOverrides;
  readonly log: Logger;
  /** Where callers reach this gateway; known once it listens. */
  readonly publicUrl: () => string;
  /** Aborted when the gateway must end now. */
  readonly ending: AbortSignal;
}

/** The rooms of one gateway, joined. */
export interface Rooms {
  readonly house: House;
  readonly store: MediaStore;
  readonly notes: CaptureNotes;
  readonly atelier: Atelier;
  readonly watch: SpendingWatch;
  readonly services: EdgeServices;
  readonly jobs: JobDesk & { readonly store: JobStore };
  readonly webhooks: Webhooks;
  readonly payments: Payments;
  /** Calls that run, also those whose caller left. */
  readonly inFlight: InFlight;
}

/** Makes the rooms; nothing is started yet. */
export async function compose(ground: Ground): Promise<Rooms> {
  const { config, database, system, overrides } = ground;
  const store = createFileMediaStore(join(config.dataDir, 'media'));
  const notes = createCaptureNotes(join(config.dataDir, 'captures'), system.newId('lease'));
  const signer = createUrlSigner(ground.secret, ground.publicUrl);
  const atelier = overrides.atelier ?? openAtelier(config);
  const routing = openRouting(ground);
  const dataKeys = openDataKeys(ground);
  const ownKeys = createOwnKeyStore(database, system, dataKeys);
  const makerWebhooks = openMakerWebhooks(ground, routing);
  const book = createBudgetBook(database, system);
  const watch = createSpendingWatch(database, system);
  const retention = createRetention(database, {
    defaultDays: config.imageRetentionDays,
    now: system.now,
  });
  const house: House = {
    system,
    limits: createLimits(
      {
        requestsPerMinute: config.rateLimitRpm,
        imagesPerMinute: config.imagesPerMinute,
        maxConcurrentImages: config.maxConcurrentImages,
      },
      ground.redis,
    ),
    models: indexModels(overrides.models ?? MODELS),
    routing,
    meter: createMeter({ database, system, book, watch, notes }),
    pictures: createPictureKeeper({ store, database, signer, system, retention }),
    claims: createClaimStore(database, system),
    atelier,
    fetch,
    pause: overrides.pause ?? ((ms, signal) => sleep(ms, undefined, { signal })),
    makerWebhooks,
    findOwnKeys: ownKeys.find,
    isOperator,
    alert: (provider, error) =>
      ground.log.error(
        { alert: 'upstream_account', provider, kind: error.kind },
        `the account at ${provider} is refused or has no credit`,
      ),
    fetchPublic: (url, signal) =>
      fetchPublicPicture(url, { maxBytes: MAX_IMAGE_BYTES, timeoutMs: FETCH_TIMEOUT_MS, signal }),
  };
  const desk = createOwnKeyDesk({
    store: ownKeys,
    targets: routing.providers,
    fetch,
    now: system.now,
    atelier,
  });
  const control = joinControl(ground, book);
  const shelf = createFileShelf({ database, store, system });
  const files = createFileDesk({ shelf, retention });
  const jobs = openJobs(ground, house);
  const webhooks = joinWebhooks(ground, house, { jobs: jobs.store, dataKeys });
  const inFlight = createInFlight();
  const payments = await joinPayments(ground, house);
  const credit = payments.desk;
  const own = { signer, desk, control, credit, files };
  const parts = { ...own, jobs, webhooks, makerWebhooks, inFlight };
  const services = joinEdge(ground, house, parts);
  return { house, store, notes, atelier, watch, services, jobs, webhooks, payments, inFlight };
}

/** What stands beside the house. */
interface Desks {
  readonly signer: UrlSigner;
  readonly desk: OwnKeyDesk;
  readonly control: ControlPlane;
  readonly files: FileServices;
  readonly jobs: JobDesk;
  readonly webhooks: Webhooks;
  readonly credit: CreditDesk;
  readonly inFlight: InFlight;
  readonly makerWebhooks: MakerWebhooks;
}

function joinWebhooks(
  { database, system, overrides, publicUrl, log }: Ground,
  { pictures }: House,
  { jobs, dataKeys }: { readonly jobs: JobStore; readonly dataKeys: DataKeys },
): Webhooks {
  return openWebhooks({
    database,
    system,
    dataKeys,
    version: VERSION,
    post: overrides.postWebhook,
    async showJob(organisationId, id) {
      const job = await jobs.find({ organisationId, subAccountId: null }, id);
      return job && showJob(job, { publicUrl: publicUrl(), pictureUrl: pictures.url });
    },
    onFault: (error) => log.error({ err: error }, 'webhook failed'),
  });
}

function openJobs({ config, database, system, log }: Ground, house: House) {
  const store = createJobStore(database, system);
  const desk = createJobDesk({
    house: { ...house, database, jobs: store, jobQueue: config.jobQueue, checkWebhookUrl },
    workers: config.jobWorkers,
    onFault: (error) => log.error({ err: error }, 'job failed'),
  });
  return { ...desk, store };
}

/** The house as the edge sees it: functions over plain data. */
function joinEdge(
  ground: Ground,
  house: House,
  { signer, desk, control, credit, jobs, webhooks, makerWebhooks, files, inFlight }: Desks,
): EdgeServices {
  const { database, system, keys, publicUrl, ending, config, door } = ground;
  const gate = { system, keys, limits: house.limits, readSession: door.readSession };
  return {
    publicUrl,
    trustedProxies: config.trustedProxies,
    newRequestId: () => system.newId('request'),
    admit: (caller, access) => admitCaller(caller, access, gate),
    generateImage: (call) => inFlight.follow(generateOnce(call, house)),
    jobs: jobs.services,
    webhooks: webhooks.desk,
    cutOutImage: (call) => cutOutImage(call, house),
    models: house.models,
    describeModel: (model) =>
      describeModel(model, { routing: house.routing, publicUrl: publicUrl() }),
    readBalance: (principal) => readOwnBalance(database, principal, system.now()),
    pictureUrl: (picture) => house.pictures.url(picture),
    readPicture: (organisationId, id) =>
      house.pictures.read({ organisationId, subAccountId: null }, id),
    readSigned: async (file, query) =>
      signer.verify(file, query, system.now()) ? house.pictures.serve(file) : null,
    control,
    nowSeconds: () => Math.floor(system.now() / 1000),
    beat: ground.overrides.beat ?? beatEvery15Seconds,
    reportFault: (requestId, error) => ground.log.error({ requestId, err: error }, 'fault'),
    credit,
    admin: joinAdmin(ground, house),
    openApi: () => createOpenApiDocument({ serverUrl: publicUrl(), version: VERSION }),
    ownKeys: desk,
    files,
    receiveWebhook: makerWebhooks.receive,
    readHealth: () => listHealth(house.routing),
    ending,
  };
}

function beatEvery15Seconds(onBeat: () => void): () => void {
  const timer = setInterval(onBeat, 15_000);
  timer.unref();
  return () => clearInterval(timer);
}

/** Money in and back; what does not add up is told to the operator. */
function joinPayments(ground: Ground, { claims }: House): Promise<Payments> {
  const { config, database, system, publicUrl, log } = ground;
  return openPayments({
    config,
    database,
    system,
    claims,
    publicUrl,
    isOperator,
    alert: (what, detail) => log.error({ alert: 'payment', ...detail }, what),
  });
}

function isOperator(organisationId: string): boolean {
  return organisationId === OWNER_ORGANISATION_ID;
}

/** The operator's own organisation is bound by nothing but its keys; others by the defaults. */
function joinControl(ground: Ground, book: BudgetBook): ControlPlane {
  const { config, database, system, keys } = ground;
  const unbound = { rateLimitRpm: null, imagesPerMinute: null, maxConcurrentImages: null };
  const { rateLimitRpm, imagesPerMinute, maxConcurrentImages } = config;
  return createControlPlane({
    database,
    system,
    keys,
    publicUrl: ground.publicUrl,
    isOperator,
    ceilingOf: ({ organisationId, organisationRpm }) =>
      isOperator(organisationId)
        ? unbound
        : { rateLimitRpm: organisationRpm ?? rateLimitRpm, imagesPerMinute, maxConcurrentImages },
    retentionDays: config.imageRetentionDays,
    forgetBudgets: book.forget,
  });
}

/** What the operator reads and changes. */
function joinAdmin({ config, database, system }: Ground, { models, routing }: House): AdminDesk {
  return createAdminDesk({
    database,
    system,
    isOperator,
    listModels: () => listModelPrices(models.values(), routing),
    limits: {
      object: 'admin.limits',
      mode: config.mode,
      sign_up: config.signUp,
      sign_up_credit_cents: toCents(config.signUpCreditMicroUsd),
      rate_limit_rpm: config.rateLimitRpm,
      free_rate_limit_rpm: config.freeRateLimitRpm,
      images_per_minute: config.imagesPerMinute,
      max_concurrent_images: config.maxConcurrentImages,
      engine_queue: config.engineQueue,
      job_workers: config.jobWorkers,
      job_queue: config.jobQueue,
      image_retention_days: config.imageRetentionDays,
    },
  });
}

function openAtelier(config: Config): Atelier {
  const cores = availableParallelism();
  const threads = Math.min(config.engineThreads ?? cores, cores);
  const { engineQueue: queueLimit, mattingModel } = config;
  return createAtelier({ threads, queueLimit, mattingModel });
}

/** The upstreams of the settings; in a sandbox the built-in engine stands in for the others. */
function openRouting({ config, overrides, system }: Ground): RoutingTable {
  const engine = { models: '*', provider: 'atelier', deployment: 'remix', listed: false };
  const byDefault = config.mode === 'sandbox' ? [engine] : [];
  return {
    providers: configureProviders(overrides.providers ?? PROVIDERS, config.providerVariables),
    standIns: config.standIns?.map((rule) => ({ ...rule, listed: true })) ?? byDefault,
    health: createDeploymentHealth(system.now),
  };
}

function openMakerWebhooks(ground: Ground, { providers }: RoutingTable): MakerWebhooks {
  const { publicUrl, system, overrides } = ground;
  return createMakerWebhooks({
    providers,
    publicUrl,
    fetch: overrides.fetch ?? fetch,
    now: system.now,
  });
}

function openDataKeys({ config, secret, database, system }: Ground): DataKeys {
  const wrap = (text: string) => createSecretWrapper(text, system.randomBytes);
  const former = config.previousSecret === null ? null : wrap(config.previousSecret);
  return createDataKeys(database, system, { present: wrap(secret), former });
}
