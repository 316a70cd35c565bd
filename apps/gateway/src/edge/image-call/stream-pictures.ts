import {
  ApiError,
  formatCents,
  type ImageCompletedEvent,
  type ImagePartialEvent,
  type MicroUsd,
  microUsd,
} from '@aigateway/contract';
import type { ImageCall, ImageOutcome, PartialImage } from '../../image-call.ts';
import type { EdgeContext, EdgeServices } from '../edge-env.ts';
import { base64Placeholder, type EncodablePicture, encodeAnswer } from '../json-with-base64.ts';
import { toApiError } from '../send-error.ts';
import { describePicture, qualityOf, toExplain, toUsage } from './describe-pictures.ts';
import { createInbox, type Inbox, type Message } from './inbox.ts';

type News = Message<PartialImage, ImageOutcome>;

const KEEP_AWAKE = Buffer.from(': keep-alive\n\n');
const HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-cache, no-transform',
  // What nginx and its kin read as "do not buffer".
  'X-Accel-Buffering': 'no',
};

/**
 * Answers a call as server-sent events: contract section 5. The answer begins with the first news
 * (a picture, the end, 15 seconds), so that what fails before is an ordinary error with its
 * status. Who hangs up ends the work
 * that can be ended for nothing.
 */
export async function streamPictures(
  context: EdgeContext,
  services: EdgeServices,
  call: ImageCall,
): Promise<Response> {
  const hungUp = new AbortController();
  const inbox = createInbox<PartialImage, ImageOutcome>();
  const stopBeat = services.beat(() => inbox.put({ kind: 'beat' }));
  const hangUp = AbortSignal.any([hungUp.signal, ...(call.hangUp ? [call.hangUp] : [])]);
  run({ ...call, hangUp }, services, inbox).finally(stopBeat);
  const first = await inbox.take();
  if (first.kind === 'failed') throw first.error;
  const events = writeEvents(first, { call: { ...call, hangUp }, inbox, services });
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { value, done } = await events.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        hungUp.abort(new ApiError('internal_error', 'The caller hung up.'));
      },
    },
    { highWaterMark: 0 },
  );
  return context.body(body, 200, HEADERS);
}

/** Runs the call; whatever comes of it ends up in the inbox. Never rejects. */
async function run(
  call: ImageCall,
  services: EdgeServices,
  inbox: Inbox<PartialImage, ImageOutcome>,
): Promise<void> {
  const watch = {
    partialImages: call.request.partial_images ?? 0,
    onPartial: (partial: PartialImage) => inbox.put({ kind: 'partial', partial }),
    onProgress: () => {},
  };
  try {
    const outcome = await services.generateImage({ ...call, watch });
    if (outcome.kind === 'quote') throw new Error('a dry run is not streamed');
    inbox.put({ kind: 'done', outcome });
  } catch (error) {
    inbox.put({ kind: 'failed', error });
  }
}

interface Stream {
  readonly call: ImageCall;
  readonly inbox: Inbox<PartialImage, ImageOutcome>;
  readonly services: EdgeServices;
}

/** The bytes of the events, made one at a time and only when there is room for them. */
async function* writeEvents(first: News, stream: Stream): AsyncGenerator<Uint8Array, void> {
  let news = first;
  while (true) {
    switch (news.kind) {
      case 'beat':
        yield KEEP_AWAKE;
        break;
      case 'partial':
        yield encodeEvent(toPartialEvent(news.partial, stream), news.partial);
        break;
      case 'failed':
        yield encodeFailure(news.error, stream);
        return;
      case 'done':
        yield* writeCompleted(news.outcome, stream);
        return;
    }
    news = await stream.inbox.take();
  }
}

function* writeCompleted(outcome: ImageOutcome, stream: Stream): Generator<Uint8Array, void> {
  for (const [index, picture] of outcome.pictures.entries()) {
    yield encodeEvent(toCompletedEvent(outcome, index, stream), picture);
  }
}

/** OpenAI's two families of events; a variation is an edit without words. */
function familyOf({ operation }: ImageCall): 'image_generation' | 'image_edit' {
  return operation === 'generation' ? 'image_generation' : 'image_edit';
}

function toPartialEvent(partial: PartialImage, { call, services }: Stream): ImagePartialEvent {
  return {
    type: `${familyOf(call)}.partial_image`,
    b64_json: base64Placeholder(0),
    created_at: services.nowSeconds(),
    size: `${partial.width}x${partial.height}`,
    quality: qualityOf(call.request),
    background: call.request.background ?? 'auto',
    output_format: partial.format,
    image_index: partial.picture,
    partial_image_index: partial.index,
  };
}

function toCompletedEvent(
  outcome: ImageOutcome,
  index: number,
  { call, services }: Stream,
): ImageCompletedEvent {
  const { request } = call;
  const picture = outcome.pictures[index] ?? outcome.pictures[0];
  const isFirst = index === 0;
  return {
    type: `${familyOf(call)}.completed`,
    b64_json: base64Placeholder(0),
    created_at: Math.floor(outcome.createdAtMs / 1000),
    size: `${picture.width}x${picture.height}`,
    quality: qualityOf(request),
    background: request.background ?? 'auto',
    output_format: picture.format,
    image_index: index,
    usage: toUsage(isFirst ? outcome.usage : null),
    ...(request.response_format === 'url' && { url: services.pictureUrl(picture) }),
    ...describePicture(picture, request),
    provider: outcome.provider,
    cost_cents: formatCents(shareOf(outcome.costMicroUsd, outcome.pictures.length)),
    warnings: [...outcome.warnings],
    ...(isFirst && request.explain && { explain: toExplain(outcome.report) }),
  };
}

/** Pictures of one call cost the same. */
function shareOf(cost: MicroUsd, pictures: number): MicroUsd {
  return microUsd(cost / BigInt(pictures));
}

function encodeEvent(
  event: ImagePartialEvent | ImageCompletedEvent,
  picture: EncodablePicture,
): Uint8Array {
  const data = encodeAnswer(event, [picture]);
  return Buffer.concat([Buffer.from(`event: ${event.type}\ndata: `), ...data, Buffer.from('\n\n')]);
}

/** A failure after the first byte: the envelope as an event. */
function encodeFailure(thrown: unknown, { call, services }: Stream): Uint8Array {
  const error = toApiError(thrown);
  if (error.status >= 500 && !call.hangUp?.aborted) services.reportFault(call.requestId, thrown);
  return Buffer.from(`event: error\ndata: ${JSON.stringify(error.toEnvelope())}\n\n`);
}
