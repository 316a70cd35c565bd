import { ApiError, UploadedPicture } from '@aigateway/contract';
import { z } from 'zod';
import type { FormEntry } from './read-form.ts';

type FormValue = string | UploadedPicture | FormValue[] | FormObject;
interface FormObject {
  [name: string]: FormValue;
}

/** Deepest name, as in `color_palette[members][][color_hex]`. */
const MAX_DEPTH = 4;

/**
 * The parts of a form as the object that JSON would have held: `x[]` and repeated names are lists,
 * `x[y]` is an object, and texts become numbers, booleans, lists and objects where `schema` wants
 * them. What does not fit stays text, for the schema to refuse. Throws 400 `invalid_value` for
 * names that contradict each other.
 */
export function formToObject(entries: readonly FormEntry[], schema: z.ZodType): unknown {
  const root: FormObject = Object.create(null) as FormObject;
  for (const { name, value } of entries) place(root, parseName(name), value);
  return coerce(root, toJsonSchema(schema));
}

interface JsonSchema {
  readonly type?: string;
  readonly anyOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly prefixItems?: readonly JsonSchema[];
}

const known = new WeakMap<z.ZodType, JsonSchema>();

/** Of the same schema the same description, made once. */
function toJsonSchema(schema: z.ZodType): JsonSchema {
  const made =
    known.get(schema) ??
    (z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema);
  known.set(schema, made);
  return made;
}

/** `a[b][]` as `a`, `b` and an empty segment, which means "one more". */
function parseName(name: string): [string, ...string[]] {
  const bracket = name.indexOf('[');
  if (bracket <= 0 || !/^(\[[^[\]]*\])+$/.test(name.slice(bracket))) return [name];
  const inner = [...name.slice(bracket).matchAll(/\[([^[\]]*)\]/g)].map((one) => one[1] ?? '');
  if (inner.length < MAX_DEPTH) return [name.slice(0, bracket), ...inner];
  throw contradiction(name.slice(0, 100), 'has more brackets than any field');
}

function place(target: FormObject, path: readonly [string, ...string[]], value: FormValue): void {
  const [name, next, ...rest] = path;
  const before = Object.hasOwn(target, name) ? target[name] : undefined;
  if (next === undefined) {
    target[name] = before === undefined ? value : [...toList(before), value];
  } else if (next === '') {
    target[name] = addToList(before === undefined ? [] : toList(before), rest, value);
  } else {
    if (before !== undefined && !isObject(before))
      throw contradiction(name, 'is sent in two forms');
    const object = before ?? (Object.create(null) as FormObject);
    target[name] = object;
    place(object, [next, ...rest], value);
  }
}

/** `x[][y]` goes on with the last object of the list until it has a `y` already. */
function addToList(list: FormValue[], rest: readonly string[], value: FormValue): FormValue[] {
  const [name, ...more] = rest;
  if (name === undefined) return [...list, value];
  const last = list.at(-1);
  const open = last !== undefined && isObject(last) && !Object.hasOwn(last, name) ? last : null;
  const object = open ?? (Object.create(null) as FormObject);
  place(object, [name, ...more], value);
  return open ? list : [...list, object];
}

function toList(value: FormValue): FormValue[] {
  return Array.isArray(value) ? value : [value];
}

function isObject(value: FormValue): value is FormObject {
  return typeof value === 'object' && !Array.isArray(value) && !(value instanceof UploadedPicture);
}

function coerce(value: FormValue, schema: JsonSchema): unknown {
  if (value instanceof UploadedPicture) return value;
  if (typeof value === 'string') return coerceText(value, schema);
  const forms = formsOf(schema);
  if (Array.isArray(value)) {
    const list = forms.find((form) => form.type === 'array') ?? {};
    return value.map((item, i) => coerce(item, list.prefixItems?.[i] ?? list.items ?? {}));
  }
  const fields = Object.assign({}, ...forms.map((form) => form.properties ?? {}));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      coerce(item, Object.hasOwn(fields, name) ? (fields[name] as JsonSchema) : {}),
    ]),
  );
}

function formsOf(schema: JsonSchema): readonly JsonSchema[] {
  return schema.anyOf?.flatMap(formsOf) ?? [schema];
}

const NUMBER = /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;

/** One text as whatever its field wants; a lone item of a list field is a list of one. */
function coerceText(text: string, schema: JsonSchema): unknown {
  const forms = formsOf(schema);
  const wants = (type: string) => forms.some((form) => form.type === type);
  if ((wants('array') && text.startsWith('[')) || (wants('object') && text.startsWith('{'))) {
    return parseJson(text);
  }
  if (wants('string')) return text;
  if ((wants('number') || wants('integer')) && NUMBER.test(text)) return Number(text);
  if (wants('boolean') && /^(true|1)$/i.test(text)) return true;
  if (wants('boolean') && /^(false|0)$/i.test(text)) return false;
  const list = forms.find((form) => form.type === 'array');
  return list ? [coerceText(text, list.prefixItems?.[0] ?? list.items ?? {})] : text;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function contradiction(param: string, what: string): ApiError {
  return new ApiError('invalid_value', `${param}: the name of this part ${what}.`, { param });
}
