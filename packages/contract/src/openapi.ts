import { z } from 'zod';
import { ACCESS } from './access.ts';
import type { Endpoint, EndpointParameter } from './endpoint.ts';
import { ADMIN_ENDPOINTS } from './endpoints/admin.ts';
import { balanceEndpoint } from './endpoints/balance.ts';
import {
  createBudgetEndpoint,
  deleteBudgetEndpoint,
  getBudgetEndpoint,
  listBudgetsEndpoint,
  updateBudgetEndpoint,
} from './endpoints/budgets.ts';
import { CREDIT_ENDPOINTS } from './endpoints/credit.ts';
import {
  createFileEndpoint,
  deleteFileEndpoint,
  fileContentEndpoint,
  getFileEndpoint,
  listFilesEndpoint,
} from './endpoints/files.ts';
import { imageFileEndpoint } from './endpoints/image-file.ts';
import { imageResultEndpoint } from './endpoints/image-results.ts';
import { imagesCutoutsEndpoint } from './endpoints/images-cutouts.ts';
import { imagesEditsEndpoint } from './endpoints/images-edits.ts';
import { imagesGenerationsEndpoint } from './endpoints/images-generations.ts';
import { imagesVariationsEndpoint } from './endpoints/images-variations.ts';
import { JOB_ENDPOINTS } from './endpoints/jobs.ts';
import {
  createKeyEndpoint,
  getKeyEndpoint,
  listKeysEndpoint,
  revokeKeyEndpoint,
  rotateKeyEndpoint,
  updateKeyEndpoint,
} from './endpoints/keys.ts';
import { mcpEndpoint } from './endpoints/mcp.ts';
import {
  capabilitiesEndpoint,
  getModelEndpoint,
  listModelsEndpoint,
  modelSchemaEndpoint,
} from './endpoints/models.ts';
import { PROVIDER_KEY_ENDPOINTS } from './endpoints/provider-keys.ts';
import {
  closeSubAccountEndpoint,
  createSubAccountEndpoint,
  getSubAccountEndpoint,
  listSubAccountsEndpoint,
  subAccountUsageEndpoint,
  updateSubAccountEndpoint,
} from './endpoints/sub-accounts.ts';
import { TEAM_ENDPOINTS } from './endpoints/team.ts';
import { upstreamWebhookEndpoint } from './endpoints/upstream-webhooks.ts';
import {
  recentUsageEndpoint,
  usageByModelEndpoint,
  usageBySubAccountEndpoint,
  usageByTagEndpoint,
  usageEndpoint,
  usageReportEndpoint,
} from './endpoints/usage.ts';
import { WEBHOOK_ENDPOINTS } from './endpoints/webhooks.ts';
import { ERRORS, type ErrorCode, errorEnvelopeSchema } from './errors.ts';

/** Every endpoint that is promised, in the order of the document. */
export const ENDPOINTS: readonly Endpoint[] = [
  imagesGenerationsEndpoint,
  imagesCutoutsEndpoint,
  imagesEditsEndpoint,
  imagesVariationsEndpoint,
  createFileEndpoint,
  listFilesEndpoint,
  getFileEndpoint,
  fileContentEndpoint,
  deleteFileEndpoint,
  ...JOB_ENDPOINTS,
  ...WEBHOOK_ENDPOINTS,
  listModelsEndpoint,
  getModelEndpoint,
  modelSchemaEndpoint,
  balanceEndpoint,
  createKeyEndpoint,
  listKeysEndpoint,
  getKeyEndpoint,
  updateKeyEndpoint,
  revokeKeyEndpoint,
  rotateKeyEndpoint,
  createSubAccountEndpoint,
  listSubAccountsEndpoint,
  getSubAccountEndpoint,
  updateSubAccountEndpoint,
  closeSubAccountEndpoint,
  subAccountUsageEndpoint,
  createBudgetEndpoint,
  listBudgetsEndpoint,
  getBudgetEndpoint,
  updateBudgetEndpoint,
  deleteBudgetEndpoint,
  usageEndpoint,
  usageByTagEndpoint,
  usageByModelEndpoint,
  usageBySubAccountEndpoint,
  recentUsageEndpoint,
  usageReportEndpoint,
  imageResultEndpoint,
  imageFileEndpoint,
  ...PROVIDER_KEY_ENDPOINTS,
  mcpEndpoint,
  capabilitiesEndpoint,
  ...CREDIT_ENDPOINTS,
  ...ADMIN_ENDPOINTS,
  ...TEAM_ENDPOINTS,
  upstreamWebhookEndpoint,
];

type Json = Record<string, unknown>;

/** Where the document is served and which version it describes. */
export interface OpenApiOptions {
  readonly serverUrl: string;
  readonly version: string;
}

/** The OpenAPI 3.1 document, from the very schemas that validate. */
export function createOpenApiDocument(options: OpenApiOptions): Json {
  const schemas: Json = { Error: toJsonSchema(errorEnvelopeSchema, 'output') };
  const paths: Record<string, Json> = {};
  for (const endpoint of ENDPOINTS) {
    for (const { name, schema } of bodiesOf(endpoint)) {
      schemas[name] = toJsonSchema(schema, 'input');
    }
    const { schemas: answers, events, accepted } = endpoint.answer;
    for (const [name, schema] of Object.entries({ ...answers, ...events, ...accepted?.schemas })) {
      schemas[name] = toJsonSchema(schema, 'output');
    }
    const path = paths[endpoint.path] ?? {};
    path[endpoint.method] = describeOperation(endpoint);
    paths[endpoint.path] = path;
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'AIgateway',
      version: options.version,
      description: 'One OpenAI-shaped API for image models of many makers.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: options.serverUrl }],
    paths,
    components: {
      schemas,
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'A key: sk-aig-…' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'aig_session',
          description: 'What signing in sets, for the pages of this installation itself.',
        },
      },
    },
  };
}

function describeOperation(endpoint: Endpoint): Json {
  const operation: Json = {
    operationId: endpoint.id,
    tags: [endpoint.tag],
    summary: endpoint.summary,
    security: describeAccess(endpoint),
    responses: { ...describeAnswer(endpoint), ...describeErrors(endpoint.errors) },
  };
  if (endpoint.description) operation.description = endpoint.description;
  const parameters = parametersOf(endpoint);
  if (parameters.length > 0) operation.parameters = parameters;
  if (endpoint.body) {
    const content = bodiesOf(endpoint).map(({ type, name }) => [type, { schema: reference(name) }]);
    operation.requestBody = { required: true, content: Object.fromEntries(content) };
  }
  return operation;
}

/** A key with the scope, or a signed-in member with at least the role. */
function describeAccess(endpoint: Endpoint): Json[] {
  if (endpoint.auth === 'none') return [];
  const { scope, role } = ACCESS[endpoint.access];
  const session = { session: [role] };
  return scope === null ? [session] : [{ key: scope === 'any' ? [] : [scope] }, session];
}

function parametersOf({ path, query = [], headers = [] }: Endpoint): Json[] {
  return [
    ...query.map((one) => parameter(one, path.includes(`{${one.name}}`) ? 'path' : 'query')),
    ...headers.map((one) => parameter(one, 'header')),
  ];
}

function parameter(
  { name, schema, description }: EndpointParameter,
  place: 'path' | 'query' | 'header',
): Json {
  return {
    name,
    in: place,
    required: place === 'path' || !schema.safeParse(undefined).success,
    description,
    schema: toJsonSchema(schema, 'input'),
  };
}

function describeAnswer(endpoint: Endpoint): Json {
  const { status, description, schemas, events, accepted } = endpoint.answer;
  const content =
    Object.keys(schemas).length === 0
      ? { 'image/*': { schema: { type: 'string', format: 'binary' } } }
      : {
          'application/json': { schema: oneOf(schemas) },
          ...(events && { 'text/event-stream': { schema: oneOf(events) } }),
        };
  return {
    [status]: { description, content },
    ...(accepted && {
      202: {
        description: accepted.description,
        content: { 'application/json': { schema: oneOf(accepted.schemas) } },
      },
    }),
  };
}

function oneOf(schemas: Readonly<Record<string, z.ZodType>>): Json {
  const names = Object.keys(schemas);
  return names.length === 1 ? reference(names[0] ?? '') : { oneOf: names.map(reference) };
}

interface NamedBody {
  readonly type: 'application/json' | 'multipart/form-data';
  readonly name: string;
  readonly schema: z.ZodType;
}

/** The forms that an endpoint's body may have. */
function bodiesOf({ body }: Endpoint): NamedBody[] {
  if (!body) return [];
  const { name, schema, form } = body;
  return [
    ...(schema ? [{ type: 'application/json', name, schema } as const] : []),
    ...(form ? [{ type: 'multipart/form-data', name: `${name}Form`, schema: form } as const] : []),
  ];
}

/** One response a status; the description lists the codes that share it. */
function describeErrors(codes: readonly ErrorCode[]): Json {
  const byStatus = new Map<number, string[]>();
  for (const code of codes) {
    const { status, when } = ERRORS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), `\`${code}\`: ${when}`]);
  }
  const responses: Json = {};
  for (const [status, lines] of byStatus) {
    responses[status] = {
      description: lines.join('\n'),
      content: { 'application/json': { schema: reference('Error') } },
    };
  }
  return responses;
}

function reference(name: string): Json {
  return { $ref: `#/components/schemas/${name}` };
}

/** JSON Schema (2020-12) of a schema, as it is sent (`input`) or answered (`output`). */
export function toJsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  // A file of a form has no JSON; its own metadata says what it is.
  const options = { io, target: 'draft-2020-12', unrepresentable: 'any' } as const;
  const { $schema: _, ...rest } = z.toJSONSchema(schema, options);
  return rest;
}
