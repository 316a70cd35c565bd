import type { z } from 'zod';
import type { EdgeContext, EdgeServices } from '../edge-env.ts';
import { sendAccepted, wantsJob } from './answer-later.ts';
import { type ImageSurface, readImageCall } from './read-image-call.ts';
import { sendPictures, sendQuote } from './send-pictures.ts';
import { streamPictures } from './stream-pictures.ts';

/** Reads a call for pictures, has it made and answers it: the whole of every such endpoint. */
export async function answerImageCall<Json extends z.ZodType, Form extends z.ZodType>(
  context: EdgeContext,
  services: EdgeServices,
  surface: ImageSurface<Json, Form>,
): Promise<Response> {
  const call = await readImageCall(context, services, surface);
  if (wantsJob(context, call, services)) return sendAccepted(context, call, services);
  if (call.request.stream && !call.request.dry_run) return streamPictures(context, services, call);
  const outcome = await services.generateImage(call);
  return outcome.kind === 'quote'
    ? sendQuote(context, outcome, call.request)
    : sendPictures(context, outcome, { request: call.request, pictureUrl: services.pictureUrl });
}
