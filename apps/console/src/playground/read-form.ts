import type { ModelRequestSchema } from '@aigateway/contract';
import type { JsonSchema } from '../model-copy/describe-fields.ts';

/** One input of the form, made from one field of the model's schema. */
export interface FormField {
  readonly name: string;
  readonly kind: 'select' | 'number' | 'text' | 'boolean';
  readonly description: string;
  /** For `select`. */
  readonly options: readonly string[];
  /** For `number`. */
  readonly minimum: number | null;
  readonly maximum: number | null;
  readonly whole: boolean;
  /** What the gateway takes when nothing is sent; null = it decides. */
  readonly fallback: string | null;
}

/** A look the model knows by name. */
export type ArtStyle = ModelRequestSchema['art_styles'][number];

/** The form that a model's schema asks for. */
export interface ModelForm {
  readonly modelId: string;
  readonly endpoint: string;
  /** Another provider draws in place of the maker. */
  readonly standIn: boolean;
  /** False = nothing is configured here that could make it. */
  readonly available: boolean;
  readonly takesPicture: boolean;
  readonly needsPicture: boolean;
  readonly takesMask: boolean;
  readonly takesSize: boolean;
  readonly takesSeed: boolean;
  /** Whether it can be followed while it runs, and its pictures measured. */
  readonly streams: boolean;
  readonly measures: boolean;
  /** Largest `n`. */
  readonly maxPictures: number;
  readonly sizes: readonly string[];
  readonly artStyles: readonly ArtStyle[];
  /** Inputs worth a place in sight, then the others. */
  readonly mainFields: readonly FormField[];
  readonly moreFields: readonly FormField[];
}

/** Fields with a place of their own, or that say how the answer travels and not what is drawn. */
const NOT_IN_FORM = new Set([
  'model',
  'prompt',
  'n',
  'size',
  'seed',
  'art_style',
  'image',
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
const MAIN = ['rendering_speed', 'strength', 'negative_prompt'];
const USUAL_SIZES = ['1024x1024', '1344x768', '768x1344', '512x512'];

/** Reads the form out of a model's schema. */
export function readForm(answer: ModelRequestSchema): ModelForm {
  const schema = answer.request_schema as JsonSchema & { anyOf?: readonly JsonSchema[] };
  const properties = schema.properties ?? {};
  const has = (name: string) => name in properties;
  const fields = Object.entries(properties).flatMap(([name, shape]) => {
    const input = NOT_IN_FORM.has(name) ? null : toInput(shape);
    return input ? [{ name, description: shape.description ?? '', ...input }] : [];
  });
  const isMain = ({ name }: FormField) => MAIN.includes(name);
  return {
    modelId: answer.model,
    endpoint: answer.endpoint,
    standIn: answer.route.stand_in,
    available: answer.route.available,
    takesPicture: has('image'),
    needsPicture: needsPicture(schema),
    takesMask: has('character_reference_mask'),
    takesSize: has('size'),
    takesSeed: has('seed'),
    streams: has('stream'),
    measures: has('metrics'),
    maxPictures: properties.n?.maximum ?? 1,
    sizes: listSizes(answer),
    artStyles: answer.art_styles,
    mainFields: fields.filter(isMain),
    moreFields: fields.filter((field) => !isMain(field)),
  };
}

function needsPicture({ required = [], anyOf = [] }: JsonSchema): boolean {
  return required.includes('image') || (anyOf.length > 0 && anyOf.every(({ required: r }) => r));
}

/** What the model meets to the pixel; the usual shapes where it meets any. */
function listSizes({ sizes }: ModelRequestSchema): readonly string[] {
  if (sizes.exact && sizes.exact.length > 0) return sizes.exact.slice(0, 24);
  return USUAL_SIZES.filter((size) =>
    size.split('x').every((side) => Number(side) >= sizes.min_side),
  );
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
