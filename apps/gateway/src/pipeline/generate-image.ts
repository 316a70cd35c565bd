import type { Atelier } from '@aigateway/atelier';
import { quotePrice } from '@aigateway/catalog';
import { ApiError } from '@aigateway/contract';
import { describeFields, warnAboutFields } from '@aigateway/providers';
import type { ImageCall, ImageOutcome, ImageQuote } from '../image-call.ts';
import type { Limits } from '../limits/limits.ts';
import type { PictureKeeper } from '../media/picture-keeper.ts';
import { type InputImageSources, readInputImage } from '../media/read-input-image.ts';
import type { Meter } from '../metering/meter.ts';
import { type AttemptReport, attemptRoute, RouteFailure } from '../routing/attempt-route.ts';
import { chooseSize } from '../routing/choose-size.ts';
import { planRoute, type RouteStep, type RoutingTable } from '../routing/plan-route.ts';
import { type ModelIndex, resolveModels } from '../routing/resolve-model.ts';
import type { System } from '../system.ts';
import { hasReference, readOrder } from './read-order.ts';
import { refuseUnfit } from './refuse-unfit.ts';

/** Pictures get this long beyond the route's deadlines before their hold expires by the clock. */
const HOLD_GRACE_MS = 60_000;
const SEED_LIMIT = 2 ** 31;

/** What the pipeline works with. */
export interface House {
  readonly system: System;
  readonly limits: Limits;
  readonly models: ModelIndex;
  readonly routing: RoutingTable;
  readonly meter: Meter;
  readonly pictures: PictureKeeper;
  readonly atelier: Atelier;
  readonly fetch: typeof fetch;
  readonly fetchPublic: InputImageSources['fetchPublic'];
}

/**
 * One call through the house: limits → resolve, quote → hold → route → attempts → media →
 * capture and release → answer. The only place that knows the order. Throws `ApiError`; whatever
 * happens, the hold ends: captured, released, or expired by the clock.
 */
export async function generateImage(
  call: ImageCall,
  house: House,
): Promise<ImageOutcome | ImageQuote> {
  const plan = await prepare(call, house);
  if (call.request.dry_run) return quoteOnly(plan, house);
  const giveBack = await house.limits.admitImages(call.principal, call.request.n);
  try {
    return await makeAndSettle(call, plan, house);
  } finally {
    giveBack();
  }
}

type Prepared = Awaited<ReturnType<typeof prepare>>;

/** Everything that can be known before money or work: models, route, price, pictures read. */
async function prepare(call: ImageCall, house: House) {
  const { request, principal, signal } = call;
  const models = resolveModels(request.model, house.models, principal);
  refuseUnfit(request, models);
  const size = chooseSize(request);
  const steps = planRoute(
    { models, routing: request.routing, hasReference: hasReference(request) },
    house.routing,
  );
  const quote = quotePrice(steps[0].model, request.n);
  const order = await readOrder(request, {
    size,
    seed: request.seed ?? house.system.randomInt(SEED_LIMIT),
    readImage: (input, param) =>
      readInputImage(
        { input, param, signal },
        {
          fetchPublic: house.fetchPublic,
          readKept: (id) => house.pictures.read(principal.organisationId, id),
        },
      ),
  });
  return { steps, quote, order };
}

/** Hold → attempts → media → capture and release. */
async function makeAndSettle(
  call: ImageCall,
  { steps, quote, order }: Prepared,
  house: House,
): Promise<ImageOutcome> {
  const deadlineMs = steps.reduce((sum, step) => sum + step.deployment.deadlineMs, HOLD_GRACE_MS);
  const held = await house.meter.open({
    requestId: call.requestId,
    principal: call.principal,
    tag: call.tag,
    model: steps[0].model.id,
    images: order.count,
    quote,
    deadlineMs,
  });
  try {
    const made = await attemptRoute(steps, order, { ...house, ...house.system, ...watch(call) });
    const kept = await house.pictures.keep(made.answer.pictures);
    const costMicroUsd = await house.meter.settle(held, {
      pictures: kept,
      provider: made.step.upstream.provider.id,
      attempts: made.attempts.length,
      upstreamMicroUsd: made.answer.upstreamMicroUsd,
    });
    const fields = describeFields(order, made.step.deployment.fields);
    return {
      kind: 'pictures',
      createdAtMs: house.system.now(),
      provider: made.step.upstream.provider.id,
      pictures: kept,
      costMicroUsd,
      warnings: [
        ...warnAboutStep(made.step, order.characters.length > 0),
        ...warnAboutFields(fields),
        ...made.answer.warnings,
        ...warnAboutMissing(order.count, kept.length),
      ],
      report: {
        deployments: describeSteps(steps, made.attempts),
        attempts: made.attempts.length,
        fields,
        plan: null,
      },
    };
  } catch (error) {
    const cause = error instanceof RouteFailure ? error.error : error;
    await house.meter.release(held, {
      attempts: error instanceof RouteFailure ? error.attempts.length : 0,
      errorCode: cause instanceof ApiError ? cause.code : 'internal_error',
    });
    throw cause;
  }
}

function watch(call: ImageCall) {
  return { signal: call.signal, onProgress: () => {} };
}

function quoteOnly({ steps, quote, order }: Prepared, house: House): ImageQuote {
  const [step] = steps;
  const fields = describeFields(order, step.deployment.fields);
  const plan = step.upstream.provider.plan?.(order, house) ?? null;
  return {
    kind: 'quote',
    model: step.model.id,
    size: order.size ? `${order.size.width}x${order.size.height}` : 'auto',
    priceMicroUsd: quote.totalMicroUsd,
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
      `made by the built-in engine Atelier, not by ${step.model.maker}: no upstream is configured`,
    );
  }
  if (step.model.character && !hasCharacter) {
    warnings.push('no picture of a character was given: the character was drawn from the words');
  }
  return warnings;
}

function warnAboutMissing(wanted: number, delivered: number): string[] {
  if (delivered === wanted) return [];
  return [`${delivered} of ${wanted} pictures were made; only those were charged`];
}

/** Every deployment of the route: how it ended, or that it was not needed. */
function describeSteps(steps: readonly RouteStep[], attempts: readonly AttemptReport[]) {
  const tried = attempts.map(({ provider, outcome, reason }) => ({ provider, outcome, reason }));
  const untried = steps.slice(attempts.length).map((step) => ({
    provider: step.upstream.provider.id,
    outcome: 'not tried',
    reason: step.reason,
  }));
  return [...tried, ...untried];
}
