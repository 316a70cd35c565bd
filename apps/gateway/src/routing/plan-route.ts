import type { CatalogModel } from '@aigateway/catalog';
import { ApiError, type ImageGenerationRequest } from '@aigateway/contract';
import type { Provider, ProviderDeployment } from '@aigateway/providers';

/** Most deployments tried for one request. */
const MAX_HOPS = 3;

/** An upstream that this installation can reach. */
export interface ConfiguredProvider {
  readonly provider: Provider;
  readonly credential: string | null;
  readonly baseUrl: string | null;
}

/** One deployment of a route, ready to be tried. */
export interface RouteStep {
  readonly model: CatalogModel;
  readonly upstream: ConfiguredProvider;
  readonly deployment: ProviderDeployment;
  /** Why it is in the route, for `explain`. */
  readonly reason: string;
  /** True when the built-in engine stands in for a maker that is not configured. */
  readonly standIn: boolean;
}

/** What a request needs of a route. */
export interface RouteWish {
  readonly models: readonly CatalogModel[];
  readonly routing: ImageGenerationRequest['routing'];
  /** Whether a picture of the character came with the request. */
  readonly hasReference: boolean;
}

/** What routes are made from. */
export interface RoutingTable {
  /** By provider id. */
  readonly providers: ReadonlyMap<string, ConfiguredProvider>;
  /** Whether the built-in engine may stand in for makers that are not configured. */
  readonly standIn: boolean;
}

/** The provider and deployment that stand in where no maker is configured. */
const STAND_IN = { provider: 'atelier', deployment: 'remix' } as const;

/**
 * The deployments to try for a request, in order. Throws 503 `no_deployment` when none of the
 * models has a configured one, 400 `missing_image` when those there are need a picture.
 */
export function planRoute(wish: RouteWish, table: RoutingTable): [RouteStep, ...RouteStep[]] {
  const { models, routing, hasReference } = wish;
  const steps = models.flatMap((model) => stepsOf(model, table));
  const wanted = routing?.providers;
  const configured = wanted
    ? wanted.flatMap((id) => steps.filter((step) => step.upstream.provider.id === id))
    : steps;
  if (configured.length === 0) throw noDeployment(models, wanted);
  const fitting = configured.filter((step) => hasReference || step.deployment.drawsFromWords);
  const hops = routing?.allow_fallback === false || routing?.policy === 'pinned' ? 1 : MAX_HOPS;
  const [first, ...rest] = fitting.slice(0, hops);
  if (!first) throw missingImage(models);
  return [first, ...rest];
}

function stepsOf(model: CatalogModel, table: RoutingTable): RouteStep[] {
  const steps = model.deployments.flatMap(({ provider, deployment }): RouteStep[] => {
    const upstream = table.providers.get(provider);
    const found = upstream?.provider.deployments.find((one) => one.id === deployment);
    if (!upstream || !found) return [];
    return [
      { model, upstream, deployment: found, standIn: false, reason: 'listed and configured' },
    ];
  });
  const standIn = steps.length === 0 ? standInFor(model, table) : null;
  return standIn ? [standIn] : steps;
}

function standInFor(model: CatalogModel, table: RoutingTable): RouteStep | null {
  if (!table.standIn || model.builtInStandIn === 'never') return null;
  const upstream = table.providers.get(STAND_IN.provider);
  const deployment = upstream?.provider.deployments.find((one) => one.id === STAND_IN.deployment);
  if (!upstream || !deployment) return null;
  const reason = `no upstream of ${model.maker} is configured; the built-in engine stands in`;
  return { model, upstream, deployment, standIn: true, reason };
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

function missingImage(models: readonly CatalogModel[]): ApiError {
  const names = models.map((model) => model.id).join(', ');
  return new ApiError(
    'missing_image',
    `${names} needs a picture of the character: send image or character_reference_images.`,
    { param: 'image' },
  );
}
