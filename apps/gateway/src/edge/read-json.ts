import { ApiError, MAX_JSON_BYTES } from '@aigateway/contract';
import type { z } from 'zod';
import type { EdgeContext } from './edge-env.ts';

/**
 * The JSON body, bounded before it is buffered and checked against `schema`.
 * Throws 413 `payload_too_large`, 415 `unsupported_media_type`, 400 `invalid_json`,
 * `invalid_value` or `unknown_field` with `param`.
 */
export async function readJson<Schema extends z.ZodType>(
  context: EdgeContext,
  schema: Schema,
): Promise<z.output<Schema>> {
  return checkValue(await readJsonValue(context), schema);
}

/** The JSON body, bounded and parsed but not yet checked. Throws 413, 415, 400 `invalid_json`. */
export async function readJsonValue(context: EdgeContext): Promise<unknown> {
  const type = context.req.header('content-type') ?? '';
  if (!/^application\/([a-z0-9.-]+\+)?json\s*(;|$)/i.test(type)) {
    throw new ApiError(
      'unsupported_media_type',
      `This endpoint takes application/json, not ${JSON.stringify(type.slice(0, 100))}.`,
    );
  }
  return parse(await readText(context, MAX_JSON_BYTES));
}

/** Checks a value against a schema; the first fault becomes the error. */
export function checkValue<Schema extends z.ZodType>(
  value: unknown,
  schema: Schema,
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw toApiError(result.error.issues[0]);
}

/** The body as text, at most this many bytes. Throws 413 `payload_too_large`. */
export async function readText(context: EdgeContext, maxBytes: number): Promise<string> {
  const length = context.req.header('content-length');
  if (length !== undefined) {
    if (Number(length) > maxBytes) throw tooLarge(maxBytes);
    return context.req.text();
  }
  const chunks: Uint8Array[] = [];
  let total = 0;
  for await (const chunk of context.req.raw.body ?? []) {
    total += chunk.byteLength;
    if (total > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, total).toString('utf8');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError('invalid_json', 'The body is not JSON. Send one JSON object.');
  }
}

function tooLarge(maxBytes: number): ApiError {
  return new ApiError(
    'payload_too_large',
    `The body is over ${maxBytes / 1024 / 1024} MB. Send smaller pictures, or their URLs.`,
  );
}

function toApiError(issue: z.core.$ZodIssue | undefined): ApiError {
  if (!issue) return new ApiError('invalid_value', 'The body is not valid.');
  if (issue.code === 'unrecognized_keys') {
    const param = [...issue.path.map(String), issue.keys[0]].join('.');
    return new ApiError(
      'unknown_field',
      `There is no field ${JSON.stringify(param)}. See /openapi.json for the fields there are.`,
      { param },
    );
  }
  const param = issue.path.map(String).join('.');
  const where = param === '' ? 'The body' : param;
  return new ApiError('invalid_value', `${where}: ${describe(issue)}.`, param ? { param } : {});
}

/** Of a union, the fault of the alternative that came nearest. */
function describe(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'invalid_union') return issue.message;
  const faults = issue.errors.flat().filter((fault) => fault.code !== 'invalid_type');
  return faults[0]?.message ?? issue.message;
}
