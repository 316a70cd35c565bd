import { type PartialPicture, ProviderError } from '../define-provider.ts';
import type { PartialAnswer } from '../fields/gather-answers.ts';
import { streamUpstream } from '../http/call-upstream.ts';
import { explainCallError } from '../http/explain-failure.ts';
import { readPicture } from '../http/read-picture.ts';
import { explainAnswer } from '../openai-wire/explain-answer.ts';
import type { ImagesCall } from '../openai-wire/post-images.ts';
import { decodeBase64, isRecord, readUsage } from '../openai-wire/read-images.ts';

/** Largest stream: three partial pictures and the finished one, as base64. */
const MAX_STREAM_BYTES = 128 * 1024 * 1024;
const SEPARATOR = Buffer.from('\n\n');

/**
 * Makes one picture with `stream: true` (Images API, streaming events), handing out partial
 * pictures as they come. Throws `ProviderError`.
 */
export async function streamImages(
  call: ImagesCall,
  onPartial: (partial: PartialPicture) => void,
): Promise<PartialAnswer> {
  const { frame } = call;
  try {
    const { status, headers, body } = await streamUpstream(call.endpoint, {
      method: 'POST',
      path: call.path,
      headers: { accept: 'text/event-stream' },
      body: call.body,
      signal: call.signal,
      timeoutMs: call.timeoutMs,
      maxBytes: MAX_STREAM_BYTES,
    });
    if (status !== 200 || !headers['content-type']?.startsWith('text/event-stream')) {
      const bytes = await join(body);
      throw explainAnswer({ status, headers, bytes, json: parse(bytes.toString()) }, frame);
    }
    for await (const event of readEvents(body)) {
      const done = takeEvent(event, { call, onPartial });
      if (done) return done;
    }
  } catch (error) {
    throw explainCallError(error, { title: frame.title });
  }
  throw new ProviderError('failed', `${frame.title} ended its stream without a picture.`, {
    billed: 'maybe',
  });
}

function takeEvent(
  event: unknown,
  { call, onPartial }: { call: ImagesCall; onPartial: (partial: PartialPicture) => void },
): PartialAnswer | null {
  if (!isRecord(event)) return null;
  if (isRecord(event.error)) {
    const bytes = Buffer.from(JSON.stringify(event));
    throw explainAnswer({ status: 200, headers: {}, bytes, json: event }, call.frame);
  }
  const { type, b64_json: text, partial_image_index: index } = event;
  if (typeof text !== 'string' || typeof type !== 'string') return null;
  const bytes = decodeBase64(text);
  if (type.endsWith('.partial_image')) {
    onPartial({ bytes, picture: 0, index: typeof index === 'number' ? index : 0 });
    return null;
  }
  if (!type.endsWith('.completed')) return null;
  if (readPicture(bytes) === null) {
    throw new ProviderError('failed', `${call.frame.title} sent no complete picture.`, {
      billed: 'yes',
    });
  }
  const picture = { bytes, seed: null, revisedPrompt: null };
  return { pictures: [picture], usage: readUsage(event.usage) };
}

/** The `data` of server-sent events as JSON. One event is megabytes, so chunks are joined late. */
async function* readEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<unknown> {
  let waiting: Uint8Array[] = [];
  let last = 0;
  for await (const chunk of body) {
    waiting.push(chunk);
    const mayEnd = Buffer.from(chunk).includes(SEPARATOR) || (last === 0x0a && chunk[0] === 0x0a);
    last = chunk.at(-1) ?? 0;
    if (!mayEnd) continue;
    const text = Buffer.concat(waiting);
    const end = text.lastIndexOf(SEPARATOR);
    waiting = [text.subarray(end + SEPARATOR.length)];
    yield* parseEvents(text.toString('utf8', 0, end));
  }
  yield* parseEvents(Buffer.concat(waiting).toString('utf8'));
}

function* parseEvents(text: string): Generator<unknown> {
  for (const block of text.split('\n\n')) {
    const lines = block.split('\n').filter((line) => line.startsWith('data:'));
    const data = lines.map((line) => line.slice(5).trimStart()).join('\n');
    if (data !== '' && data !== '[DONE]') yield parse(data);
  }
}

async function join(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
