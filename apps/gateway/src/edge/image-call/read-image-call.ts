import { ApiError, type ImageRequest } from '@aigateway/contract';
import type { z } from 'zod';
import type { ImageCall, ImageOperation } from '../../image-call.ts';
import { admit } from '../admit.ts';
import type { EdgeContext, EdgeServices } from '../edge-env.ts';
import { checkValue, readJsonValue } from '../read-json.ts';
import { readOnce } from '../read-once.ts';
import { formToObject } from './form-to-object.ts';
import { isForm, readForm } from './read-form.ts';

/** One endpoint that makes pictures: its schemas, and how its bodies become the one request. */
export interface ImageSurface<Json extends z.ZodType, Form extends z.ZodType> {
  readonly operation: ImageOperation;
  readonly json: Json;
  readonly form: Form;
  readonly toRequest: (body: z.output<Json> | z.output<Form>) => ImageRequest;
}

/**
 * The call, read once, whatever endpoint and form it came in by. Throws 401, 403, 429, and the
 * errors of the body: 400, 413, 415.
 */
export async function readImageCall<Json extends z.ZodType, Form extends z.ZodType>(
  context: EdgeContext,
  services: EdgeServices,
  surface: ImageSurface<Json, Form>,
): Promise<ImageCall> {
  const principal = await admit(context, services, 'images');
  const once = readOnce(context, services);
  const request = surface.toRequest(await readBody(context, surface));
  refuseContradictions(request);
  return {
    requestId: context.get('requestId'),
    principal,
    operation: surface.operation,
    request: {
      ...request,
      dry_run: request.dry_run === true || context.req.query('dry_run') === 'true',
      response_format: request.response_format ?? defaultFormat(request, surface, services),
    },
    tag: readTag(context.req.header('x-aig-tag')) ?? principal.defaultTag,
    signal: services.ending,
    hangUp: context.req.raw.signal,
    ...(once && { once }),
  };
}

async function readBody<Json extends z.ZodType, Form extends z.ZodType>(
  context: EdgeContext,
  { json, form }: ImageSurface<Json, Form>,
): Promise<z.output<Json> | z.output<Form>> {
  if (isForm(context)) {
    return checkValue(formToObject(await readForm(context), form), form);
  }
  return checkValue(withoutNulls(await readJsonValue(context)), json);
}

/** OpenAI's clients write null for what they leave out. */
function withoutNulls(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
}

/** Base64 from edits and from models whose makers answer so; else an address. */
function defaultFormat(
  request: ImageRequest,
  { operation }: { readonly operation: ImageOperation },
  { models }: EdgeServices,
): 'url' | 'b64_json' {
  if (operation === 'edit') return 'b64_json';
  const first = typeof request.model === 'string' ? request.model : request.model[0];
  return models.get(first ?? '')?.responseFormat ?? 'url';
}

function refuseContradictions(request: ImageRequest): void {
  if ((request.partial_images ?? 0) > 0 && request.stream !== true) {
    throw new ApiError('invalid_value', 'partial_images: come only with stream: true.', {
      param: 'partial_images',
    });
  }
}

function readTag(header: string | undefined): string | null {
  if (header === undefined || header === '') return null;
  if (header.length <= 64) return header;
  throw new ApiError('invalid_value', 'x-aig-tag: must have at most 64 characters.', {
    param: 'x-aig-tag',
  });
}
