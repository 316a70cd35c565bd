import type { CatalogModel } from '@aigateway/catalog';
import { createOpenApiDocument } from '@aigateway/contract';

/** One field of a request body or an answer, for the schema tables. */
export interface FieldRow {
  readonly name: string;
  readonly required: boolean;
  /** Such as `integer 1–10` or `low · high`. */
  readonly type: string;
  readonly fallback: string | null;
  readonly description: string;
}

/** The part of JSON Schema that the contract uses. */
export interface JsonSchema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema | false;
  readonly prefixItems?: readonly JsonSchema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
}

/** What a model must be able to do for a field to mean anything to it. */
const NEEDED_CAPABILITY: Readonly<Record<string, string>> = {
  image: 'image-to-image',
  strength: 'image-to-image',
  character_reference_images: 'character-reference',
  character_reference_mask: 'character-reference',
  character_reference_box: 'character-reference',
  character: 'character-reference',
  style_reference_images: 'style-reference',
};

/** One field with its schema. */
export interface SchemaField {
  readonly name: string;
  readonly required: boolean;
  readonly description: string;
  readonly shape: JsonSchema;
}

/** Every field that `POST /v1/images/generations` honours for this model. */
export function readRequestSchema(model: CatalogModel): SchemaField[] {
  return readObject('ImageGenerationRequest').filter(({ name }) => {
    const needed = NEEDED_CAPABILITY[name];
    return needed === undefined || model.capabilities.includes(needed);
  });
}

/** The same, worded for a table. */
export function describeRequestFields(model: CatalogModel): FieldRow[] {
  return readRequestSchema(model).map(toRow);
}

/** Every field of the answer. */
export function describeAnswerFields(): FieldRow[] {
  return readObject('Images').map(toRow);
}

/** The fields of a schema of the contract, worded for a table; none when it is no plain object. */
export function describeSchema(name: string): FieldRow[] {
  return readSchema(name)?.properties === undefined ? [] : readObject(name).map(toRow);
}

let schemas: Readonly<Record<string, JsonSchema>> | null = null;

/** The contract does not change while the process lives, and writing it out takes a while. */
function readSchema(name: string): JsonSchema | undefined {
  schemas ??= (
    createOpenApiDocument({ serverUrl: '/', version: '0' }).components as {
      schemas: Record<string, JsonSchema>;
    }
  ).schemas;
  return schemas[name];
}

function readObject(name: string): SchemaField[] {
  const schema = readSchema(name);
  if (schema?.properties === undefined) throw new Error(`the contract has no schema "${name}"`);
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties).map(([field, shape]) => ({
    name: field,
    required: required.has(field),
    description: shape.description ?? '',
    shape,
  }));
}

function toRow({ name, required, description, shape }: SchemaField): FieldRow {
  const fallback = shape.default === undefined ? null : String(shape.default);
  return { name, required, description, fallback, type: describeType(shape) };
}

function describeType(schema: JsonSchema): string {
  if (isPicture(schema)) return 'image';
  if (schema.anyOf) return [...new Set(schema.anyOf.map(describeType))].join(' or ');
  if (schema.enum) return schema.enum.map(String).join(' · ');
  if (schema.const !== undefined) return String(schema.const);
  if (schema.type === 'array') return describeArray(schema);
  if (schema.type === 'integer' || schema.type === 'number') return describeNumber(schema);
  if (schema.type === 'string') return describeText(schema);
  return schema.type ?? 'any';
}

function isPicture(schema: JsonSchema): boolean {
  return schema.anyOf?.some((one) => one.properties?.file_id !== undefined) ?? false;
}

function describeArray(schema: JsonSchema): string {
  if (schema.prefixItems) return `[${schema.prefixItems.map((one) => one.type).join(', ')}]`;
  const item = schema.items ? describeType(schema.items) : 'any';
  const most = schema.maxItems === undefined ? '' : `, at most ${schema.maxItems}`;
  return `array of ${item}${most}`;
}

function describeNumber(schema: JsonSchema): string {
  const { type, minimum, maximum } = schema;
  if (minimum === undefined || maximum === undefined) return type ?? 'number';
  return Math.abs(minimum) > 1e15 || Math.abs(maximum) > 1e15
    ? (type ?? 'number')
    : `${type} ${minimum}–${maximum}`;
}

function describeText(schema: JsonSchema): string {
  return schema.maxLength === undefined ? 'string' : `string, at most ${schema.maxLength}`;
}
