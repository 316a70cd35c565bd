import { type CatalogModel, chooseSpeed, quotePrice, type Speed } from '@aigateway/catalog';
import { type JsonSchema, readRequestSchema } from '../model-copy/describe-fields.ts';
import type { FormField, PlaygroundModel } from './playground-props.ts';

/**
 * Fields that are not a plain input: they have a place of their own in the form, or they say how
 * the answer travels and not what is drawn.
 */
const NOT_IN_FORM = new Set([
  'model',
  'prompt',
  'n',
  'size',
  'seed',
  'art_style',
  'response_format',
  'stream',
  'partial_images',
  'user',
  'safety_identifier',
  'async',
  'webhook_url',
  'dry_run',
  'provider_key_id',
  'explain',
  'metrics',
  'character',
]);

const SPEEDS: readonly Speed[] = ['turbo', 'default', 'quality'];

/** A model with the form that its schema asks for. */
export function describeModelForm(model: CatalogModel): PlaygroundModel {
  const schema = readRequestSchema(model);
  const quality = schema.find(({ name }) => name === 'quality')?.shape;
  return {
    id: model.id,
    name: model.name,
    maker: model.maker,
    priceMicroUsd: Object.fromEntries(
      SPEEDS.map((speed) => [speed, Number(quotePrice(model, 1, speed).totalMicroUsd)]),
    ),
    speedOfQuality: Object.fromEntries(
      (quality?.enum ?? []).map((one) => [one, chooseSpeed({ quality: String(one) })]),
    ),
    takesPicture: model.capabilities.includes('image-to-image'),
    maxPictures: schema.find(({ name }) => name === 'n')?.shape.maximum ?? 1,
    fields: schema.flatMap(({ name, shape, description }) => {
      const input = NOT_IN_FORM.has(name) ? null : toInput(shape);
      return input === null ? [] : [{ name, description, ...input }];
    }),
  };
}

type Input = Omit<FormField, 'name' | 'description'>;

/** The input for a schema, or null when it takes more than one value. */
function toInput(shape: JsonSchema): Input | null {
  const fallback = shape.default === undefined ? null : String(shape.default);
  const base = { options: [], minimum: null, maximum: null, whole: false, fallback };
  if (shape.enum) return { ...base, kind: 'select', options: shape.enum.map(String) };
  switch (shape.type) {
    case 'integer':
    case 'number':
      return {
        ...base,
        kind: 'number',
        minimum: shape.minimum ?? null,
        maximum: shape.maximum ?? null,
        whole: shape.type === 'integer',
      };
    case 'boolean':
      return { ...base, kind: 'boolean' };
    case 'string':
      return { ...base, kind: 'text' };
    default:
      return null;
  }
}
