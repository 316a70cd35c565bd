import type { CatalogModel } from '@aigateway/catalog';
import { toJsonSchema } from '@aigateway/contract';
import type { FieldRule, OrderField, ProviderDeployment } from '@aigateway/providers';
import type { z } from 'zod';

type Json = Readonly<Record<string, unknown>>;

/** JSON Schema of a request body. */
export interface RequestJsonSchema {
  readonly $schema: string;
  readonly title: string;
  readonly type: 'object';
  readonly properties: Readonly<Record<string, Json>>;
  readonly required: readonly string[];
  /** One of these pictures must be there. */
  readonly anyOf?: readonly { readonly required: readonly string[] }[];
  readonly additionalProperties: false;
}

/** What a schema is made from, beside the model and its deployment. */
export interface RequestSchemaParts {
  /** The contract's schema of the body. */
  readonly body: z.ZodType;
  /** Fields that this gateway refuses for the model, whatever its route. */
  readonly refused: ReadonlySet<string>;
  /** What a field means that is not sent. */
  readonly neutral: Json;
  readonly artStyles: readonly string[];
}

/** A schema, and what is not in it. */
export interface BuiltRequestSchema {
  readonly schema: RequestJsonSchema;
  readonly notHonoured: { readonly field: string; readonly note: string }[];
  readonly defaults: Record<string, unknown>;
}

/** Fields that bring a picture to work on. */
const PICTURE_FIELDS = ['image', 'images', 'image_url', 'character_reference_images'];

/**
 * The contract's schema, narrowed to what one deployment honours: fields without effect are left
 * out unless the contract demands them, values and numbers are those of the deployment, and each
 * field says what becomes of it.
 */
export function buildRequestSchema(
  model: CatalogModel,
  deployment: ProviderDeployment,
  parts: RequestSchemaParts,
): BuiltRequestSchema {
  const whole = toJsonSchema(parts.body, 'input') as unknown as RequestJsonSchema;
  const names = Object.keys(whole.properties).filter((name) => !parts.refused.has(name));
  const hasEffect = (name: string) => ruleOf(deployment, name)?.support !== 'unsupported';
  const kept = names.filter((name) => hasEffect(name) || whole.required.includes(name));
  const properties = Object.fromEntries(
    kept.map((name) => [
      name,
      describeField(name, whole.properties[name] ?? {}, { model, deployment, parts }),
    ]),
  );
  return {
    schema: {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: `${model.name}: request`,
      type: 'object',
      properties,
      ...demand(whole.required, properties, deployment),
      additionalProperties: false,
    },
    notHonoured: names
      .filter((name) => !hasEffect(name))
      .map((field) => ({ field, note: ruleOf(deployment, field)?.note ?? '' })),
    defaults: Object.fromEntries(
      Object.entries(properties).flatMap(([name, { default: value }]) =>
        value === undefined ? [] : [[name, value]],
      ),
    ),
  };
}

function ruleOf({ fields }: ProviderDeployment, name: string): FieldRule | undefined {
  return fields[name as OrderField];
}

interface FieldContext {
  readonly model: CatalogModel;
  readonly deployment: ProviderDeployment;
  readonly parts: RequestSchemaParts;
}

function describeField(name: string, base: Json, context: FieldContext): Json {
  const { model, deployment, parts } = context;
  if (name === 'model') return { const: model.id, description: base.description };
  const rule = ruleOf(deployment, name);
  const fallback = base.default ?? parts.neutral[name];
  return {
    ...base,
    ...(fallback !== undefined && { default: fallback }),
    ...narrow(name, base, context),
    ...(rule && { 'x-aig-support': rule.support }),
    ...(rule && rule.note !== '' && { 'x-aig-note': `${name} ${rule.note}` }),
  };
}

/** The deployment's own bounds on a field. */
function narrow(name: string, base: Json, { deployment, parts }: FieldContext): Json {
  const { characters = 16, pictures = 16, sizes, ratios, values = {} } = deployment.limits ?? {};
  const allowed = values[name as OrderField];
  if (allowed) return { enum: [...allowed] };
  switch (name) {
    case 'art_style':
      return { enum: [...parts.artStyles] };
    case 'size':
      return sizes?.length ? { examples: ['auto', ...sizes] } : {};
    case 'aspect_ratio':
      return ratios?.length ? { examples: [...ratios] } : {};
    case 'character_reference_images':
      return capItems(base, Math.min(characters, pictures));
    case 'style_reference_images':
      return capItems(base, pictures);
    case 'image':
    case 'images':
      // The first is the source; the others are the character's.
      return capItems(base, Math.min(characters + 1, pictures));
    default:
      return {};
  }
}

/** A lower bound on the number of items, in a list or in the list among alternatives. */
function capItems(base: Json, most: number): Json {
  if (Array.isArray(base.anyOf)) {
    return { anyOf: (base.anyOf as Json[]).map((one) => ({ ...one, ...capItems(one, most) })) };
  }
  const { maxItems } = base;
  return typeof maxItems === 'number' ? { maxItems: Math.min(maxItems, most) } : {};
}

/** What must be there: the contract's fields, and the pictures a deployment cannot do without. */
function demand(
  required: readonly string[],
  properties: Readonly<Record<string, Json>>,
  { drawsFromWords, needs = [] }: ProviderDeployment,
): Pick<RequestJsonSchema, 'required' | 'anyOf'> {
  const masked = needs.includes('edit_mask') && 'mask' in properties;
  const asked = [...required, ...(masked ? ['mask'] : [])];
  const carriers = PICTURE_FIELDS.filter((name) => name in properties);
  if (drawsFromWords || carriers.some((name) => asked.includes(name))) return { required: asked };
  return { required: asked, anyOf: carriers.map((name) => ({ required: [name] })) };
}
