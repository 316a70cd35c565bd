import {
  ApiError,
  imageGenerationRequestSchema,
  imagesGenerationsEndpoint,
} from '@aigateway/contract';
import type { ImageCall } from '../../../image-call.ts';
import { admit } from '../../admit.ts';
import { defineRoute } from '../../define-route.ts';
import type { EdgeContext, EdgeServices } from '../../edge-env.ts';
import { readJson } from '../../read-json.ts';
import { sendPictures, sendQuote } from './send-pictures.ts';

/** `POST /v1/images/generations`. */
export const imagesGenerationsRoute = defineRoute({
  endpoint: imagesGenerationsEndpoint,
  async handle(context, services) {
    const call = await readCall(context, services);
    const outcome = await services.generateImage(call);
    return outcome.kind === 'quote'
      ? sendQuote(context, outcome, call.request)
      : sendPictures(context, outcome, {
          request: call.request,
          pictureUrl: services.pictureUrl,
        });
  },
});

async function readCall(context: EdgeContext, services: EdgeServices): Promise<ImageCall> {
  const principal = await admit(context, services, 'images');
  refuseUnsupportedHeaders(context);
  const body = await readJson(context, imageGenerationRequestSchema);
  const dryRun = body.dry_run === true || context.req.query('dry_run') === 'true';
  return {
    requestId: context.get('requestId'),
    principal,
    request: { ...body, dry_run: dryRun },
    tag: readTag(context.req.header('x-aig-tag')) ?? principal.defaultTag,
    signal: AbortSignal.any([context.req.raw.signal, services.ending]),
  };
}

/** What does not exist yet is refused: a client that relies on it must not believe it is there. */
function refuseUnsupportedHeaders(context: EdgeContext): void {
  if (context.req.header('idempotency-key') !== undefined) {
    throw new ApiError(
      'unsupported_value',
      'Idempotency-Key is not supported here. Send the call without it.',
      { param: 'Idempotency-Key' },
    );
  }
  if (/respond-async/i.test(context.req.header('prefer') ?? '')) {
    throw new ApiError(
      'unsupported_value',
      'Prefer: respond-async is not supported here. Send the call without it and wait.',
      { param: 'Prefer' },
    );
  }
}

function readTag(header: string | undefined): string | null {
  if (header === undefined || header === '') return null;
  if (header.length <= 64) return header;
  throw new ApiError('invalid_value', 'x-aig-tag: must have at most 64 characters.', {
    param: 'x-aig-tag',
  });
}
