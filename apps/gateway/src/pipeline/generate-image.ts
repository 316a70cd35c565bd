import type { Atelier } from '@aigateway/atelier';
import { chooseSpeed, type Quote, quotePrice } from '@aigateway/catalog';
import { ApiError, type RequestPicture, ZERO_USD } from '@aigateway/contract';
import type { Executor } from '@aigateway/database';
import {
  describeOrder,
  type ImageOrder,
  type Picture,
  type ProviderError,
  warnAboutFields,
} from '@aigateway/providers';
import { writeReport } from '../generation-report.ts';
import type { ClaimStore } from '../idempotency/claim-store.ts';
import type { ImageCall, ImageOutcome, ImageQuote, ImageWatch } from '../image-call.ts';
import type { Limits } from '../limits/limits.ts';
import type { WantedFormat } from '../media/convert-format.ts';
import { inspectImage } from '../media/inspect-image.ts';
import type { PictureKeeper } from '../media/picture-keeper.ts';
import { readEditMask } from '../media/read-edit-mask.ts';
import { type InputImageSources, readInputImage } from '../media/read-input-image.ts';
import type { Meter, OpenGeneration } from '../metering/meter.ts';
import type { OwnKey } from '../own-key.ts';
import { ownerOf } from '../principal.ts';
import {
  type AttemptReport,
  type AttemptWorld,
  askPrice,
  attemptRoute,
  type RouteEnd,
  RouteFailure,
  type RouteOutcome,
} from '../routing/attempt-route.ts';
import { chooseSize } from '../routing/choose-size.ts';
import { planRoute, type RouteStep, type RoutingTable } from '../routing/plan-route.ts';
import { type ModelIndex, resolveModels } from '../routing/resolve-model.ts';
import type { System } from '../system.ts';
import { listPictures, readOrder } from './read-order.ts';
import { refuseUnfit } from './refuse-unfit.ts';

/** Pictures get this long beyond the route's deadlines before their hold expires by the clock. */
const HOLD_GRACE_MS = 120_000;
const MAX_ATTEMPTS = 3;
const SEED_LIMIT = 2 ** 31;
const UNKNOWN_FAULT = 'The gateway failed. Nothing was charged.';

/** What the pipeline works with. */
export interface House {
  readonly system: System;
  readonly limits: Limits;
  readonly models: ModelIndex;
  readonly routing: RoutingTable;
  readonly meter: Meter;
  readonly pictures: PictureKeeper;
  /** Calls that must happen once. */
  readonly claims: ClaimStore;
  readonly atelier: Atelier;
  readonly fetch: typeof fetch;
  readonly fetchPublic: InputImageSources['fetchPublic'];
  /** The own keys of an organisation, or the one it names. Throws 404. */
  readonly findOwnKeys: (organisationId: string, id: string | null) => Promise<readonly OwnKey[]>;
  readonly pause: AttemptWorld['pause'];
  readonly isOperator: (organisationId: string) => boolean;
  readonly makerWebhooks: AttemptWorld['makerWebhooks'];
  /** Tells the operator of a refused or empty account of theirs. */
  readonly alert: (provider: string, error: ProviderError) => void;
}

/**
 * One call through the house: limits → resolve, quote → hold → route → attempts → media →
 * capture and release → answer. The only place that knows the order. Throws `ApiError`; whatever
 * happens, the hold ends: captured, released, or expired by the clock. `ends` is written with it.
 */
export async function generateImage(
  call: ImageCall,
  house: House,
  ends?: CallEnds,
): Promise<ImageOutcome | ImageQuote> {
  const plan = await prepare(call, house);
  if (call.request.dry_run) return quoteOnly(call, plan, house);
  const giveBack = await house.limits.admitImages(call.principal, call.request.n);
  try {
    const held = await openHold(call, plan, { house });
    return await makeOnHold(call, plan, { house, held, ...(ends && { ends }) });
  } finally {
    giveBack();
  }
}

/** A call with all that can be known before money or work. */
export type Prepared = Awaited<ReturnType<typeof prepare>>;

/** Reads a picture of the call. */
export type ReadPicture = (input: RequestPicture, param: string) => Promise<Picture>;

/** How the pictures of a call are read: bounded, from wherever they are. */
export function pictureReader(call: ImageCall, house: House): ReadPicture {
  const { principal } = call;
  const signal = call.hangUp ? AbortSignal.any([call.signal, call.hangUp]) : call.signal;
  const readKept = (id: string) => house.pictures.read(ownerOf(principal), id);
  return (input, param) =>
    readInputImage({ input, param, signal }, { fetchPublic: house.fetchPublic, readKept });
}

/** Everything that can be known before money or work: models, route, price, pictures read. */
export async function prepare(
  call: ImageCall,
  house: House,
  readImage: ReadPicture = pictureReader(call, house),
) {
  const { request, principal } = call;
  const models = resolveModels(request.model, house.models, principal);
  refuseUnfit(request, models);
  const mustTake = [
    ...(call.operation === 'generation' ? [] : (['image'] as const)),
    ...(request.mask === undefined ? [] : (['mask'] as const)),
  ];
  const size = chooseSize(request);
  const speed = chooseSpeed(request);
  const ownKeyId = request.provider_key_id ?? null;
  const steps = planRoute(
    {
      models,
      routing: request.routing,
      has: listPictures(request),
      mustTake,
      size,
      speed,
      ownKeys: await house.findOwnKeys(principal.organisationId, ownKeyId),
      ownKeyOnly: ownKeyId !== null,
    },
    house.routing,
  );
  const priceOf = (step: RouteStep) =>
    step.ownKey
      ? { pictureMicroUsd: ZERO_USD, totalMicroUsd: ZERO_USD }
      : quotePrice(step.model, request.n, { speed, size });
  const order = await readOrder(request, {
    size,
    keepsShape: call.operation !== 'generation',
    toEditMask: readEditMask,
    seed: request.seed ?? call.seed ?? house.system.randomInt(SEED_LIMIT),
    readImage,
  });
  return { steps, quote: dearest(steps.map(priceOf)), priceOf, order };
}

/** What is held must cover whichever step delivers. */
function dearest(quotes: readonly Quote[]): Quote {
  return quotes.reduce((most, one) => (one.totalMicroUsd > most.totalMicroUsd ? one : most));
}

/** Where a hold is placed; `later` = what is held now is dispatched by `meter.resume`. */
export interface HoldOptions {
  readonly house: House;
  readonly later?: { readonly state: 'held'; readonly deadlineMs: number };
}

/** Holds what the call may cost, at most for as long as its route may take. */
export function openHold(
  call: ImageCall,
  { steps, quote, order }: Prepared,
  { house, later }: HoldOptions,
): Promise<OpenGeneration> {
  const longestMs = Math.max(...steps.map((step) => step.deployment.deadlineMs));
  return house.meter.open({
    requestId: call.requestId,
    principal: call.principal,
    tag: call.tag,
    model: steps[0].model.id,
    images: order.count,
    quote,
    ownKey: steps[0].ownKey !== null,
    deadlineMs: MAX_ATTEMPTS * (longestMs + HOLD_GRACE_MS),
    ...later,
  });
}

/** What is written with the end of a call, in one transaction with its money. */
export interface CallEnds {
  readonly delivered: (executor: Executor, outcome: ImageOutcome) => Promise<void>;
  readonly failed?: (executor: Executor, error: ApiError) => Promise<void>;
  /** True = this is not the end: the hold stays for another run. */
  readonly goesOn?: (error: unknown) => boolean;
}

/** What a call is made on. */
export interface Made {
  readonly house: House;
  readonly held: OpenGeneration;
  readonly ends?: CallEnds;
}

/** Attempts → media → capture and release, on a hold that is placed. */
export async function makeOnHold(
  call: ImageCall,
  plan: Prepared,
  made: Made,
): Promise<ImageOutcome> {
  let end: RouteEnd = { step: plan.steps[0], attempts: [], upstreamMicroUsd: null };
  try {
    const route = await attemptRoute(plan.steps, plan.order, openWorld(call, made.house));
    end = { ...route, upstreamMicroUsd: route.answer.upstreamMicroUsd };
    return await deliver(call, { ...plan, ...route }, made);
  } catch (error) {
    if (error instanceof RouteFailure) end = error.end;
    throw await giveUp(error, { ...end, order: plan.order }, made);
  }
}

/** Media → capture and release, of what a route brought. */
async function deliver(
  call: ImageCall,
  { steps, priceOf, order, step, answer, attempts }: Prepared & RouteOutcome,
  { house, held, ends }: Made,
): Promise<ImageOutcome> {
  const provider = step.upstream.provider;
  const kept = await house.pictures.keep(answer.pictures, {
    organisationId: call.principal.organisationId,
    judge: provider.credentials !== null,
    wanted: wantedFormat(order),
  });
  const asked = countAsked(attempts);
  const fields = describeOrder(order, step.deployment);
  const warnings = [
    ...warnAboutStep(step, order.characters.length > 0),
    ...warnAboutFields(fields),
    ...answer.warnings,
    ...warnAboutMissing(order.count, kept.length, answer.failures),
  ];
  const outcome = {
    kind: 'pictures',
    createdAtMs: house.system.now(),
    provider: provider.id,
    pictures: kept,
    usage: answer.usage ?? null,
    warnings: [...new Set(warnings)],
    report: { deployments: describeSteps(steps, attempts), attempts: asked, fields, plan: null },
  } as const;
  const costMicroUsd = await house.meter.settle(held, {
    pictures: kept,
    provider: provider.id,
    attempts: asked,
    upstreamMicroUsd: answer.upstreamMicroUsd,
    report: writeReport({ attempts, fields, warnings }),
    pictureMicroUsd: priceOf(step).pictureMicroUsd,
    ...(ends && {
      also: (executor, cost) => ends.delivered(executor, { ...outcome, costMicroUsd: cost }),
    }),
  });
  return { ...outcome, costMicroUsd };
}

/** Releases the hold, unless the call goes on; returns what is to be thrown. */
async function giveUp(
  error: unknown,
  { step, attempts, upstreamMicroUsd, order }: RouteEnd & Pick<Prepared, 'order'>,
  { house, held, ends }: Made,
): Promise<unknown> {
  const cause = error instanceof RouteFailure ? error.error : error;
  if (ends?.goesOn?.(cause)) return cause;
  const known = cause instanceof ApiError ? cause : new ApiError('internal_error', UNKNOWN_FAULT);
  const fields = describeOrder(order, step.deployment);
  const failed = ends?.failed;
  await house.meter.release(held, {
    attempts: countAsked(attempts),
    errorCode: known.code,
    upstreamMicroUsd,
    report: writeReport({ attempts, fields, warnings: warnAboutFields(fields) }),
    ...(failed && { also: (executor) => failed(executor, known) }),
  });
  return cause;
}

function openWorld(call: ImageCall, house: House): AttemptWorld {
  const { fetch, atelier, pause, alert, system, routing, makerWebhooks } = house;
  return {
    fetch,
    atelier,
    pause,
    alert,
    makerWebhooks,
    now: system.now,
    health: routing.health,
    signal: call.signal,
    ...(call.hangUp && { hangUp: call.hangUp }),
    onProgress: call.watch?.onProgress ?? (() => {}),
    ...(call.watch && followPartials(call.watch)),
  };
}

/** Only what is a picture goes on; its size is what its bytes say. */
function followPartials(watch: ImageWatch): Pick<AttemptWorld, 'partialImages' | 'onPartial'> {
  return {
    partialImages: watch.partialImages,
    onPartial: ({ bytes, picture, index }) => {
      const facts = inspectImage(bytes);
      if (facts) watch.onPartial({ ...facts, bytes, picture, index });
    },
  };
}

function wantedFormat({ options }: ImageOrder): WantedFormat {
  return { format: options.output_format, quality: options.output_compression ?? 100 };
}

function countAsked(attempts: readonly AttemptReport[]): number {
  return attempts.filter((attempt) => attempt.outcome !== 'skipped').length;
}

async function quoteOnly(
  call: ImageCall,
  { steps, quote, order }: Prepared,
  house: House,
): Promise<ImageQuote> {
  const [step] = steps;
  // What a maker takes is told to those whose account it is.
  const { organisationId, subAccount } = call.principal;
  const pays = step.ownKey !== null || (house.isOperator(organisationId) && subAccount === null);
  const fields = describeOrder(order, step.deployment);
  const plan = step.upstream.provider.plan?.(order, house) ?? null;
  return {
    kind: 'quote',
    model: step.model.id,
    size: order.size ? `${order.size.width}x${order.size.height}` : 'auto',
    priceMicroUsd: quote.totalMicroUsd,
    upstreamMicroUsd: pays ? await askPrice(step, order, openWorld(call, house)) : null,
    warnings: [
      ...warnAboutStep(step, order.characters.length > 0),
      ...warnAboutFields(fields),
      ...(plan?.warnings ?? []),
    ],
    report: {
      deployments: describeSteps(steps, []),
      attempts: 0,
      fields,
      plan: plan && { ...plan.plan, revised_prompt: plan.revisedPrompt },
    },
  };
}

function warnAboutStep(step: RouteStep, hasCharacter: boolean): string[] {
  const warnings: string[] = [];
  if (step.standIn) {
    warnings.push(
      `made by ${step.upstream.provider.title}, not by ${step.model.maker}: ` +
        'no upstream is configured',
    );
  }
  if (step.model.character && !hasCharacter) {
    warnings.push('no picture of a character was given: the character was drawn from the words');
  }
  return warnings;
}

/** What was asked for and is not there, with the makers' reasons in our own words. */
function warnAboutMissing(
  wanted: number,
  delivered: number,
  failures: readonly ProviderError[],
): string[] {
  if (delivered === wanted) return [];
  return [
    `${delivered} of ${wanted} pictures were made; only those were charged`,
    ...failures.map(({ message }) => message),
  ];
}

/** Every deployment of the route: how it ended, or that it was not needed. */
function describeSteps(steps: readonly RouteStep[], attempts: readonly AttemptReport[]) {
  const tried = attempts.map(({ provider, deployment, outcome, reason, latencyMs }) => ({
    provider,
    deployment,
    outcome,
    reason,
    latencyMs,
  }));
  const untried = steps.slice(attempts.length).map((step) => ({
    provider: step.upstream.provider.id,
    deployment: step.deployment.id,
    outcome: 'not tried',
    reason: step.reason,
    latencyMs: null,
  }));
  return [...tried, ...untried];
}
