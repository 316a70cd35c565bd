import { styleCatalog } from '@aigateway/atelier';
import {
  type CatalogModel,
  fullRequest,
  minimalRequest,
  type RequestBody,
  writeCallSnippets,
} from '@aigateway/catalog';
import {
  ENDPOINTS,
  imageGenerationRequestSchema,
  imagesGenerationsEndpoint,
  MAX_IMAGE_BYTES,
  MAX_IMAGE_PIXELS,
  MAX_JSON_BYTES,
  type ModelRequestSchema,
} from '@aigateway/contract';
import type { ProviderDeployment } from '@aigateway/providers';
import { longestSideOf, MIN_SIDE } from '../routing/choose-size.ts';
import { planRoute, type RouteStep, type RoutingTable } from '../routing/plan-route.ts';
import { buildRequestSchema, type RequestJsonSchema } from './build-request-schema.ts';
import { NEUTRAL } from './read-order.ts';
import { listRefusedFields } from './refuse-unfit.ts';

/** What a description is made from. */
export interface DescribeParts {
  readonly routing: RoutingTable;
  readonly publicUrl: string;
}

/** What a model honours on its present route, derived from that route's own tables. */
export function describeModel(
  model: CatalogModel,
  { routing, publicUrl }: DescribeParts,
): ModelRequestSchema {
  const [first, ...rest] = findRoutes(model, routing);
  const { deployment } = first;
  const endpoint = findEndpoint(model);
  const { schema, notHonoured, defaults } = buildRequestSchema(model, deployment, {
    body: endpoint.body,
    refused: listRefusedFields(model),
    neutral: NEUTRAL,
    artStyles: styleCatalog.map(({ id }) => id),
  });
  const examples = [minimalRequest(model), fullRequest(model)].filter((one) => fits(one, schema));
  return {
    object: 'model.schema',
    model: model.id,
    endpoint: endpoint.path,
    route: toWire(first),
    fallbacks: rest.map(toWire),
    request_schema: { ...schema },
    not_honoured: notHonoured,
    defaults,
    sizes: {
      min_side: MIN_SIDE,
      max_side: longestSideOf(deployment),
      exact: listExact(deployment, 'size'),
      aspect_ratios: listExact(deployment, 'aspect_ratio'),
    },
    limits: {
      reference_images: deployment.limits?.pictures ?? null,
      images_in_flight: deployment.concurrency,
      deadline_seconds: deployment.deadlineMs / 1000,
      image_bytes: MAX_IMAGE_BYTES,
      image_pixels: MAX_IMAGE_PIXELS,
      body_bytes: MAX_JSON_BYTES,
    },
    art_styles:
      'art_style' in schema.properties
        ? styleCatalog.map(({ id, title, summary }) => ({ id, title, summary }))
        : [],
    examples: examples.map((request) => ({
      request: { ...request },
      ...writeCallSnippets(publicUrl, request),
    })),
  };
}

/** True for a request that has what the schema demands and nothing that it does not know. */
function fits(request: RequestBody, { properties, required, anyOf }: RequestJsonSchema): boolean {
  const hasAll = (names: readonly string[]) => names.every((name) => name in request);
  const known = Object.keys(request).every((name) => name in properties);
  return known && hasAll(required) && (anyOf?.some((one) => hasAll(one.required)) ?? true);
}

interface FoundRoute {
  readonly provider: string;
  readonly deployment: ProviderDeployment;
  readonly available: boolean;
  readonly standIn: boolean;
}

/** The route as planned; where nothing is configured, what the catalogue lists. */
function findRoutes(model: CatalogModel, routing: RoutingTable): [FoundRoute, ...FoundRoute[]] {
  const everything = new Set(['source', 'character', 'edit_mask'] as const);
  const wish = {
    models: [model],
    routing: undefined,
    has: model.character ? everything : new Set<never>(),
    speed: 'default',
    ownKeys: [],
    ownKeyOnly: false,
    mustTake: [],
    size: null,
  } as const;
  try {
    const [first, ...rest] = planRoute(wish, routing);
    return [toFound(first), ...rest.map(toFound)];
  } catch (error) {
    const [first, ...rest] = model.deployments.flatMap(({ provider, deployment: id }) => {
      const known = routing.providers.get(provider)?.provider.deployments ?? [];
      const deployment = known.find((one) => one.id === id);
      return deployment ? [{ provider, deployment, available: false, standIn: false }] : [];
    });
    if (!first) throw error;
    return [first, ...rest];
  }
}

function toFound({ upstream, deployment, standIn }: RouteStep): FoundRoute {
  return { provider: upstream.provider.id, deployment, available: true, standIn };
}

function toWire({ provider, deployment, available, standIn }: FoundRoute) {
  return { provider, deployment: deployment.id, available, stand_in: standIn };
}

/** Where the model is called; what is not served yet is described as a generation. */
function findEndpoint({ endpoints = [] }: CatalogModel) {
  const found = ENDPOINTS.find(({ path, body }) => endpoints.includes(path) && body !== undefined);
  return {
    path: found?.path ?? endpoints[0] ?? imagesGenerationsEndpoint.path,
    body: found?.body?.schema ?? imageGenerationRequestSchema,
  };
}

function listExact(deployment: ProviderDeployment, field: 'size' | 'aspect_ratio') {
  const { fields, limits } = deployment;
  if (fields[field].support === 'unsupported') return [];
  const listed = field === 'size' ? limits?.sizes : limits?.ratios;
  return listed ? [...listed] : null;
}
