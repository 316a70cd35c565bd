import type { DeliveredPicture } from '../define-provider.ts';
import { ProviderError } from '../define-provider.ts';
import type { PartialAnswer } from '../fields/gather-answers.ts';
import { streamUpstream, type UpstreamAnswer } from '../http/call-upstream.ts';
import { explainCallError, explainResultError } from '../http/explain-failure.ts';
import { fetchResultBytes } from '../http/fetch-result-bytes.ts';
import { readPicture } from '../http/read-picture.ts';
import type { RequestBody } from '../http/request-body.ts';
import type { UpstreamEndpoint } from '../http/upstream-endpoint.ts';
import { type AnswerFrame, explainAnswer } from './explain-answer.ts';
import { readImages, type WireImage } from './read-images.ts';

/** One call of an images API in OpenAI's form. */
export interface ImagesCall {
  readonly endpoint: UpstreamEndpoint;
  readonly path: string;
  readonly body: RequestBody;
  readonly count: number;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  readonly frame: AnswerFrame;
  /** Host names that links to results may lead to. */
  readonly resultHosts: readonly string[];
  /** Where the answer tells `credits`: what one is worth in micro-dollars. */
  readonly microUsdACredit?: number;
}

/** Largest answer for one picture: 25 MB of pixels as base64, and some. */
const MAX_BYTES_A_PICTURE = 36 * 1024 * 1024;

/** Makes a call and reads its pictures. Throws `ProviderError`. */
export async function postImages(call: ImagesCall): Promise<PartialAnswer> {
  const answer = await callBinary(call).catch((error: unknown) => {
    throw explainCallError(error, { title: call.frame.title, free: call.frame.billsNobody });
  });
  const wire = answer.status >= 200 && answer.status < 300 ? readImages(answer.bytes) : null;
  if (wire === null) throw explainAnswer(withJson(answer), call.frame);
  const settled = await Promise.allSettled(
    wire.images.slice(0, call.count).map((image) => takePicture(image, call)),
  );
  const pictures = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const failures = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  while (pictures.length + failures.length < call.count) failures.push(missingPicture(call));
  return { pictures, failures, usage: wire.usage, microUsd: toMicroUsd(wire.credits, call) };
}

function toMicroUsd(credits: number | null, { microUsdACredit }: ImagesCall): bigint | null {
  if (credits === null || microUsdACredit === undefined) return null;
  return BigInt(Math.ceil(credits * microUsdACredit));
}

type BinaryAnswer = Omit<UpstreamAnswer, 'json'>;

/** The answer unparsed: a generic parse of megabytes of base64 is the dearest step there is. */
async function callBinary(call: ImagesCall): Promise<BinaryAnswer> {
  const { status, headers, body } = await streamUpstream(call.endpoint, {
    method: 'POST',
    path: call.path,
    body: call.body,
    signal: call.signal,
    timeoutMs: call.timeoutMs,
    maxBytes: MAX_BYTES_A_PICTURE * call.count,
  });
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return { status, headers, bytes: Buffer.concat(chunks) };
}

function withJson(answer: BinaryAnswer): UpstreamAnswer {
  try {
    return { ...answer, json: JSON.parse(Buffer.from(answer.bytes).toString('utf8')) };
  } catch {
    return { ...answer, json: undefined };
  }
}

async function takePicture(image: WireImage, call: ImagesCall): Promise<DeliveredPicture> {
  const { bytes, base64, revisedPrompt, seed } = image;
  if (bytes !== null) {
    if (readPicture(bytes) === null) throw missingPicture(call);
    return { bytes, ...(base64 && { base64 }), revisedPrompt, seed };
  }
  if (image.url === null) throw missingPicture(call);
  const inline = /^data:image\/[a-z]+;base64,/.exec(image.url);
  if (inline) {
    const inlined = Buffer.from(image.url.slice(inline[0].length), 'base64');
    return takePicture({ ...image, bytes: inlined }, call);
  }
  const { endpoint, resultHosts, signal, frame } = call;
  const found = await fetchResultBytes(image.url, { endpoint, resultHosts, signal }).catch(
    (error: unknown) => {
      throw forgiveBill(explainResultError(error, { title: frame.title }), frame);
    },
  );
  return { bytes: found.bytes, revisedPrompt, seed };
}

function missingPicture({ frame }: ImagesCall): ProviderError {
  return new ProviderError('failed', `${frame.title} sent no complete picture.`, {
    billed: frame.billsNobody ? 'no' : 'yes',
  });
}

/** A lost result was made, and billed, unless the operator's own engine made it. */
function forgiveBill(error: ProviderError, { billsNobody }: AnswerFrame): ProviderError {
  if (!billsNobody) return error;
  return new ProviderError(error.kind, error.message, { billed: 'no', cause: error.cause });
}
