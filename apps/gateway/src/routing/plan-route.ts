import { type CatalogModel, priceAt, type Speed } from '@aigateway/catalog';
import { ApiError, type ImageGenerationRequest } from '@aigateway/contract';
import { isReady, type ProviderDeployment } from '@aigateway/providers';
import type { OwnKey } from '../own-key.ts';
import { longestSideOf, makesSize, type Size } from './choose-size.ts';
import type { ConfiguredProvider } from './configure-providers.ts';
import type { DeploymentHealth } from './deployment-health.ts';

/** Most deployments tried for one request. */
const MAX_HOPS = 3;

/** One deployment of a route, ready to be tried. */
export interface RouteStep {
  readonly model: CatalogModel;
  readonly upstream: ConfiguredProvider;
  readonly deployment: ProviderDeployment;
  /** Why it is in the route, for `explain`. */
  readonly reason: string;
  /** True when it stands in for a maker that is not configured. */
  readonly standIn: boolean;
  /** The caller's own key that it is asked with; null = the operator's account. */
  readonly ownKey: OwnKey | null;
  /** What its health is kept under. */
  readonly key: string;
  readonly upstreamMicroUsd: bigint | null;
}

/** What a request needs of a route. */
export interface RouteWish {
  readonly models: readonly CatalogModel[];
  readonly routing: ImageGenerationRequest['routing'];
  /** The pictures that came with the request. */
  readonly has: ReadonlySet<'source' | 'character' | 'edit_mask'>;
  /** Fields without which the call would make no sense: a route that ignores one cannot serve. */
  readonly mustTake: readonly ('image' | 'mask')[];
  /** The size that was asked for; null = the route decides. */
  readonly size: Size;
  readonly speed: Speed;
  /** The caller's own keys that may serve it. */
  readonly ownKeys: readonly OwnKey[];
  /** True when the caller named one of them: nothing else may serve the call. */
  readonly ownKeyOnly: boolean;
}

/** A deployment that serves models whose maker is not configured. */
export interface StandInRule {
  /** A model id, or the start of one and `*`. */
  readonly models: string;
  readonly provider: string;
  readonly deployment: string;
  /** False = models that say `never` are excepted. */
  readonly listed: boolean;
}

/** What routes are made from. */
export interface RoutingTable {
  /** By provider id. */
  readonly providers: ReadonlyMap<string, ConfiguredProvider>;
  readonly standIns: readonly StandInRule[];
  readonly health: DeploymentHealth;
}

/**
 * The deployments to try for a request, in order. Own keys come before everything and are never
 * followed by an account that the wallet pays. Throws 503 `no_deployment` when none of the models
 * has a configured one, 400 `missing_image` when those there are need a picture, 400
 * `unsupported_size` when none makes the size.
 */
export function planRoute(wish: RouteWish, table: RoutingTable): [RouteStep, ...RouteStep[]] {
  const { models, routing } = wish;
  const found = models.flatMap((model) => stepsOf(model, wish, table));
  const own = found.filter((step) => step.ownKey !== null);
  if (wish.ownKeyOnly && own.length === 0) throw keyServesNothing(models);
  const steps = own.length > 0 ? own : found;
  const wanted = routing?.providers;
  const configured = wanted
    ? wanted.flatMap((id) => steps.filter((step) => step.upstream.provider.id === id))
    : steps;
  if (configured.length === 0) throw noDeployment(models, wanted);
  const fitting = orderBy(
    routing?.policy,
    configured.filter((step) => fits(step, wish)),
    table.health,
  );
  const hops = routing?.allow_fallback === false || routing?.policy === 'pinned' ? 1 : MAX_HOPS;
  const [first, ...rest] = fitting.slice(0, hops);
  if (!first) throw cannotServe(models, configured, wish);
  return [first, ...rest];
}

/** Everything that serves a model with the operator's own accounts, in order of preference. */
export function routesOf(model: CatalogModel, table: RoutingTable): RouteStep[] {
  return stepsOf(model, { speed: 'default', size: null, ownKeys: [] }, table);
}

function stepsOf(
  model: CatalogModel,
  wish: Pick<RouteWish, 'speed' | 'size' | 'ownKeys'>,
  table: RoutingTable,
): RouteStep[] {
  const all = model.deployments.flatMap(({ provider, deployment, upstream: prices }) => {
    const upstream = table.providers.get(provider);
    const found = upstream?.provider.deployments.find((one) => one.id === deployment);
    if (!upstream?.reachable || !found || !isReady(found, upstream)) return [];
    const free = upstream.provider.credentials === null ? 0n : null;
    const cost = prices ? priceAt(prices, wish) : free;
    const base = { model, upstream, deployment: found, upstreamMicroUsd: cost };
    const own = wish.ownKeys.find((one) => one.provider === provider) ?? null;
    return own ? [toOwnStep(base, own)] : upstream.usable ? [toStep(base)] : [];
  });
  const own = all.filter((step) => step.ownKey !== null);
  if (own.length > 0) return own;
  return all.length > 0 ? all : standInsFor(model, table);
}

type Base = Pick<RouteStep, 'model' | 'upstream' | 'deployment' | 'upstreamMicroUsd'>;

function toStep(base: Base): RouteStep {
  const key = `${base.upstream.provider.id}/${base.deployment.id}`;
  return { ...base, key, reason: 'listed and configured', standIn: false, ownKey: null };
}

function toOwnStep(base: Base, ownKey: OwnKey): RouteStep {
  const step = toStep(base);
  return { ...step, ownKey, key: `${step.key}#${ownKey.id}`, reason: `own key ${ownKey.id}` };
}

function standInsFor(model: CatalogModel, table: RoutingTable): RouteStep[] {
  return table.standIns.flatMap((rule): RouteStep[] => {
    if (!matches(rule.models, model.id)) return [];
    if (!rule.listed && model.builtInStandIn === 'never') return [];
    const upstream = table.providers.get(rule.provider);
    const deployment = upstream?.provider.deployments.find((one) => one.id === rule.deployment);
    if (!upstream?.usable || !deployment || !isReady(deployment, upstream)) return [];
    const { title } = upstream.provider;
    const reason = `no upstream of ${model.maker} is configured; ${title} stands in`;
    const base = { model, upstream, deployment, upstreamMicroUsd: null };
    return [{ ...toStep(base), reason, standIn: true }];
  });
}

function matches(pattern: string, id: string): boolean {
  return pattern.endsWith('*') ? id.startsWith(pattern.slice(0, -1)) : pattern === id;
}

/** Without any picture a deployment that draws from words will do; else it needs its pictures. */
function fits(step: RouteStep, { has, mustTake, size }: RouteWish): boolean {
  if (!makesSize(step.deployment, size)) return false;
  if (has.size === 0) return step.deployment.drawsFromWords;
  if (!mustTake.every((field) => takes(step, field))) return false;
  return (step.deployment.needs ?? []).every((need) => has.has(need));
}

function takes({ deployment }: RouteStep, field: 'image' | 'mask'): boolean {
  return deployment.fields[field].support !== 'unsupported';
}

/** Sorts by what is known; what is not known keeps its order behind it. */
function orderBy(
  policy: NonNullable<RouteWish['routing']>['policy'],
  steps: readonly RouteStep[],
  health: DeploymentHealth,
): RouteStep[] {
  switch (policy) {
    case 'cost':
      return sortBy(steps, (step) =>
        step.upstreamMicroUsd === null ? null : Number(step.upstreamMicroUsd),
      );
    case 'latency':
      return sortBy(steps, (step) => health.read(step.key).latencyMs);
    default:
      return [...steps];
  }
}

function sortBy(
  steps: readonly RouteStep[],
  measure: (step: RouteStep) => number | null,
): RouteStep[] {
  const valued = steps.map((step) => ({ step, value: measure(step) ?? Number.MAX_VALUE }));
  return valued.sort((a, b) => a.value - b.value).map(({ step }) => step);
}

function keyServesNothing(models: readonly CatalogModel[]): ApiError {
  const names = models.map((model) => model.id).join(', ');
  return new ApiError('unsupported_value', `No route of ${names} is served with this own key.`, {
    param: 'provider_key_id',
  });
}

function noDeployment(models: readonly CatalogModel[], wanted?: readonly string[]): ApiError {
  const names = models.map((model) => model.id).join(', ');
  const among = wanted ? ` among ${wanted.join(', ')}` : '';
  return new ApiError(
    'no_deployment',
    `No route for ${names} is configured${among}. ` +
      'The operator can configure an upstream; GET /v1/models lists what else there is.',
    { shouldRetry: false, param: 'model' },
  );
}

/** Why none of the steps fits: the size, else an ignored field, else a picture is missing. */
function cannotServe(
  models: readonly CatalogModel[],
  steps: readonly RouteStep[],
  { has, mustTake, size }: RouteWish,
): ApiError {
  const names = models.map((model) => model.id).join(', ');
  if (size && !steps.some(({ deployment }) => makesSize(deployment, size))) {
    return tooLarge(names, steps, size);
  }
  const ignored = mustTake.find((field) => !steps.some((step) => takes(step, field)));
  if (ignored) {
    const what = ignored === 'mask' ? 'takes a mask' : 'changes a given picture';
    return new ApiError('unsupported_value', `No route of ${names} ${what}. Use another model.`, {
      param: ignored,
    });
  }
  if (has.size > 0) {
    return new ApiError(
      'missing_image',
      `${names} needs a mask that says what is repainted (transparent): send it to ` +
        'POST /v1/images/edits.',
      { param: 'mask' },
    );
  }
  return new ApiError(
    'missing_image',
    `${names} needs a picture: send image or character_reference_images.`,
    { param: 'image' },
  );
}

/** Names what there is: the longest side, and listed sizes beyond it. */
function tooLarge(names: string, steps: readonly RouteStep[], size: NonNullable<Size>): ApiError {
  const longest = Math.max(...steps.map(({ deployment }) => longestSideOf(deployment)));
  const listed = steps.flatMap(({ deployment }) => deployment.limits?.sizes ?? []);
  const beyond = [...new Set(listed)].filter((one) => one.split('x').some((n) => +n > longest));
  const also = beyond.length > 0 ? `, or one of ${beyond.join(', ')}` : '';
  return new ApiError(
    'unsupported_size',
    `No route of ${names} makes ${size.width}x${size.height}: ` +
      `sides may be up to ${longest} pixels${also}.`,
    { param: 'size' },
  );
}
