import { z } from 'zod';
import {
  defineProvider,
  type ImageOrder,
  type ProviderAnswer,
  type ProviderContext,
  ProviderError,
} from './define-provider.ts';
import { warnAboutSize } from './fields/choose-size.ts';
import { toRevisedPrompt } from './fields/compose-prompt.ts';
import { gatherAnswers, type PartialAnswer } from './fields/gather-answers.ts';
import { callUpstream, type UpstreamAnswer } from './http/call-upstream.ts';
import { checkKeyAt } from './http/check-key.ts';
import { asCause, explainCallError } from './http/explain-failure.ts';
import { readPicture } from './http/read-picture.ts';
import type { MultipartPart } from './http/request-body.ts';
import { defineEndpoint, type UpstreamEndpoint } from './http/upstream-endpoint.ts';
import { explainAnswer } from './openai-wire/explain-answer.ts';
import { decodeBase64, isRecord } from './openai-wire/read-images.ts';
import {
  buildStabilityRequest,
  refineStability,
  STABILITY_OPERATIONS,
  STABILITY_RATIOS,
  toFieldTable,
} from './stability/operations.ts';

const TITLE = 'Stability';
const DEADLINE_MS = 180_000;
const MAX_BYTES = 48 * 1024 * 1024;
const SEED_MODULUS = 2 ** 31;

/**
 * Stable Image on its maker's API, v2beta (platform.stability.ai/docs/api-reference): multipart
 * in, base64 in JSON out, one picture a call.
 */
export const stabilityProvider = defineProvider({
  id: 'stability',
  title: TITLE,
  credentials: { keyVariable: 'STABILITY_API_KEY', urlVariable: 'STABILITY_BASE_URL' },
  deployments: STABILITY_OPERATIONS.map((operation) => ({
    id: operation.id,
    drawsFromWords: true,
    concurrency: 10,
    deadlineMs: DEADLINE_MS,
    onHangUp: 'finish',
    fields: toFieldTable(operation),
    limits: { sizes: [], ratios: STABILITY_RATIOS },
    refine: refineStability,
  })),
  generate: makePictures,
  checkKey: (context) =>
    checkKeyAt({
      endpoint: openEndpoint(context),
      context,
      title: TITLE,
      path: '/v1/user/balance',
      explain: (answer) => explainStabilityError(answer, context.now()),
    }),
});

function openEndpoint({ credential, baseUrl }: ProviderContext): UpstreamEndpoint {
  return defineEndpoint({
    makerUrl: 'https://api.stability.ai',
    configuredUrl: baseUrl,
    secret: credential ? { header: 'authorization', value: `Bearer ${credential}` } : null,
  });
}

async function makePictures(order: ImageOrder, context: ProviderContext): Promise<ProviderAnswer> {
  const operation = STABILITY_OPERATIONS.find((one) => one.id === context.deployment.id);
  if (operation === undefined) {
    throw new ProviderError('failed', `${TITLE} has no such deployment.`, { billed: 'no' });
  }
  const request = buildStabilityRequest(order, operation);
  const endpoint = openEndpoint(context);
  const revisedPrompt = toRevisedPrompt(order, request.prompt);
  const makeOne = async (seed: number): Promise<PartialAnswer> => {
    const parts = request.toParts(seed);
    const made = await callOnce(endpoint, context, { path: operation.path, parts });
    return { pictures: [{ bytes: made.bytes, seed: made.seed ?? seed, revisedPrompt }] };
  };
  const answer = await gatherAnswers(
    Array.from({ length: order.count }, (_, at) => ({
      count: 1,
      answer: makeOne((order.seed + at) % SEED_MODULUS),
    })),
  );
  return {
    ...answer,
    warnings: [...answer.warnings, ...warnAboutSize(order.size, answer.pictures)],
  };
}

const madeSchema = z.object({
  image: z.string(),
  finish_reason: z.string().optional(),
  seed: z.int().optional(),
});

async function callOnce(
  endpoint: UpstreamEndpoint,
  context: ProviderContext,
  { path, parts }: { path: string; parts: readonly MultipartPart[] },
): Promise<{ bytes: Uint8Array; seed: number | null }> {
  const answer = await callUpstream(endpoint, {
    method: 'POST',
    path,
    body: { parts },
    signal: context.signal,
    timeoutMs: context.deployment.deadlineMs,
    maxBytes: MAX_BYTES,
  }).catch((error: unknown) => {
    throw explainCallError(error, { title: TITLE });
  });
  const made = answer.status === 200 ? madeSchema.safeParse(answer.json).data : undefined;
  if (made === undefined) throw explainStabilityError(answer, context.now());
  if (made.finish_reason === 'CONTENT_FILTERED') {
    throw new ProviderError('refused', `${TITLE} made a picture and withheld it.`, {
      billed: 'maybe',
    });
  }
  const bytes = decodeBase64(made.image);
  if (readPicture(bytes) === null) {
    throw new ProviderError('failed', `${TITLE} sent no complete picture.`, { billed: 'yes' });
  }
  return { bytes, seed: made.seed ?? null };
}

/** A refusal comes as 403 with a name of its own; any other 403 is about the key. */
function explainStabilityError(answer: UpstreamAnswer, nowMs: number): ProviderError {
  const name = isRecord(answer.json) ? answer.json.name : null;
  if (answer.status === 403 && name === 'content_moderation') {
    return new ProviderError('refused', `${TITLE} refused the words or a picture.`, {
      billed: 'no',
      cause: asCause(answer),
    });
  }
  return explainAnswer(answer, { title: TITLE, billsNobody: false, nowMs });
}
