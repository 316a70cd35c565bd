import {
  defineProvider,
  type ImageOrder,
  type ProviderAnswer,
  type ProviderContext,
  type ProviderDeployment,
  ProviderError,
} from './define-provider.ts';
import { warnAboutSize } from './fields/choose-size.ts';
import { gatherAnswers, type PartialAnswer } from './fields/gather-answers.ts';
import type { UpstreamAnswer } from './http/call-upstream.ts';
import { checkKeyAt } from './http/check-key.ts';
import { defineEndpoint, type UpstreamEndpoint } from './http/upstream-endpoint.ts';
import { buildRequest, MAX_PICTURES, type Streaming } from './openai/build-request.ts';
import {
  LONGEST,
  OPENAI_MODELS,
  type OpenAiModel,
  priceUsage,
  refineFields,
  THREE_SIZE_NAMES,
  toFieldTable,
} from './openai/models.ts';
import { streamImages } from './openai/stream-images.ts';
import { explainAnswer } from './openai-wire/explain-answer.ts';
import { type ImagesCall, postImages } from './openai-wire/post-images.ts';
import { isRecord } from './openai-wire/read-images.ts';

/** OpenAI's own clients wait this long. */
const DEADLINE_MS = 600_000;
const TITLE = 'OpenAI';

/**
 * The gpt-image family on OpenAI's Images API (platform.openai.com/docs/api-reference/images):
 * generations as JSON, edits as multipart, always base64.
 */
export const openAiProvider = defineProvider({
  id: 'openai',
  title: 'OpenAI',
  credentials: { keyVariable: 'OPENAI_API_KEY', urlVariable: 'OPENAI_BASE_URL' },
  deployments: OPENAI_MODELS.map(toDeployment),
  generate: makePictures,
  checkKey: (context) =>
    checkKeyAt({
      endpoint: openEndpoint(context),
      context,
      title: TITLE,
      path: '/models',
      explain: (answer) =>
        explainAnswer(answer, { title: TITLE, billsNobody: true, nowMs: context.now() }),
      isRestricted,
    }),
});

/** A key of chosen scopes, without the one that lists models, is told 403, or 401 and the scope. */
function isRestricted({ status, json }: UpstreamAnswer): boolean {
  if (status === 403) return true;
  const error = isRecord(json) && isRecord(json.error) ? json.error : {};
  return status === 401 && /missing scopes/i.test(String(error.message));
}

function toDeployment(model: OpenAiModel): ProviderDeployment {
  return {
    id: model.id,
    drawsFromWords: true,
    concurrency: 20,
    deadlineMs: DEADLINE_MS,
    onHangUp: 'finish',
    fields: toFieldTable(model),
    limits: {
      pictures: MAX_PICTURES,
      ...(model.sizes === 'three'
        ? { sizes: THREE_SIZE_NAMES, ratios: [] }
        : { longestSide: LONGEST }),
    },
    refine: (order) => refineFields(order, model),
  };
}

async function makePictures(order: ImageOrder, context: ProviderContext): Promise<ProviderAnswer> {
  const model = OPENAI_MODELS.find((one) => one.id === context.deployment.id);
  if (model === undefined) {
    throw new ProviderError('failed', 'OpenAI has no such deployment.', { billed: 'no' });
  }
  const streaming = chooseStreaming(order, context);
  const request = buildRequest(order, model, streaming);
  const call = toCall(context, { path: request.path, body: request.body, count: order.count });
  const answer = streaming
    ? streamImages(call, (partial) => context.onPartial?.(partial))
    : postImages(call);
  const gathered = await gatherAnswers([{ count: order.count, answer: toPriced(answer, model) }]);
  return {
    ...gathered,
    pictures: gathered.pictures.map((picture) => ({
      ...picture,
      revisedPrompt: picture.revisedPrompt ?? request.revisedPrompt,
    })),
    warnings: [...gathered.warnings, ...warnAboutSize(request.asked, gathered.pictures)],
  };
}

async function toPriced(answer: Promise<PartialAnswer>, model: OpenAiModel) {
  const part = await answer;
  return { ...part, microUsd: priceUsage(part.usage ?? null, model) };
}

/** Events name no picture, so only an order for one is streamed. */
function chooseStreaming(order: ImageOrder, context: ProviderContext): Streaming {
  const { partialImages = 0, onPartial } = context;
  return onPartial && partialImages > 0 && order.count === 1 ? { partialImages } : null;
}

function toCall(
  context: ProviderContext,
  request: Pick<ImagesCall, 'path' | 'body' | 'count'>,
): ImagesCall {
  const { signal, deployment } = context;
  return {
    ...request,
    endpoint: openEndpoint(context),
    signal,
    timeoutMs: deployment.deadlineMs,
    frame: { title: TITLE, billsNobody: false, nowMs: context.now() },
    // The family answers base64 only: no link is ever followed but the own origin's.
    resultHosts: [],
  };
}

function openEndpoint({ credential, baseUrl }: ProviderContext): UpstreamEndpoint {
  return defineEndpoint({
    makerUrl: 'https://api.openai.com/v1',
    configuredUrl: baseUrl,
    secret: credential ? { header: 'authorization', value: `Bearer ${credential}` } : null,
  });
}
