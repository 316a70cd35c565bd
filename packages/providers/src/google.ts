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
import {
  buildGoogleRequest,
  GOOGLE_FIELDS,
  GOOGLE_MODELS,
  GOOGLE_RATIOS,
  refineGoogle,
} from './google/models.ts';
import { explainGoogleError, readGoogleAnswer } from './google/read-answer.ts';
import { callUpstream } from './http/call-upstream.ts';
import { checkKeyAt } from './http/check-key.ts';
import { explainCallError } from './http/explain-failure.ts';
import { defineEndpoint, type UpstreamEndpoint } from './http/upstream-endpoint.ts';

const DEADLINE_MS = 300_000;
const MAX_BYTES = 96 * 1024 * 1024;

/**
 * The image models of the Gemini API (ai.google.dev/gemini-api/docs/image-generation): pictures
 * go in and come out as base64 of one `generateContent` call. One call a picture.
 */
export const googleProvider = defineProvider({
  id: 'google',
  title: 'Google',
  credentials: { keyVariable: 'GEMINI_API_KEY', urlVariable: 'GEMINI_BASE_URL' },
  deployments: GOOGLE_MODELS.map(({ id, maxPictures }) => ({
    id,
    drawsFromWords: true,
    concurrency: 10,
    deadlineMs: DEADLINE_MS,
    onHangUp: 'finish',
    fields: GOOGLE_FIELDS,
    limits: { pictures: maxPictures, sizes: [], ratios: GOOGLE_RATIOS },
    refine: refineGoogle,
  })),
  generate: makePictures,
  checkKey: (context) =>
    checkKeyAt({
      endpoint: openEndpoint(context),
      context,
      title: 'Google',
      path: '/v1beta/models?pageSize=1',
      explain: (answer) => explainGoogleError(answer, context.now()),
    }),
});

function openEndpoint({ credential, baseUrl }: ProviderContext): UpstreamEndpoint {
  return defineEndpoint({
    makerUrl: 'https://generativelanguage.googleapis.com',
    configuredUrl: baseUrl,
    secret: credential ? { header: 'x-goog-api-key', value: credential } : null,
  });
}

async function makePictures(order: ImageOrder, context: ProviderContext): Promise<ProviderAnswer> {
  const model = GOOGLE_MODELS.find((one) => one.id === context.deployment.id);
  if (model === undefined) {
    throw new ProviderError('failed', 'Google has no such deployment.', { billed: 'no' });
  }
  const request = buildGoogleRequest(order, model);
  const endpoint = openEndpoint(context);
  const path = `/v1beta/models/${model.id}:generateContent`;
  const answer = await gatherAnswers(
    Array.from({ length: order.count }, () => ({
      count: 1,
      answer: makeOne(endpoint, context, { path, json: request.json }),
    })),
  );
  const revisedPrompt = toRevisedPrompt(order, request.prompt);
  return {
    ...answer,
    pictures: answer.pictures.map((picture) => ({ ...picture, revisedPrompt })),
    warnings: [...answer.warnings, ...warnAboutSize(order.size, answer.pictures)],
  };
}

async function makeOne(
  endpoint: UpstreamEndpoint,
  context: ProviderContext,
  { path, json }: { path: string; json: unknown },
): Promise<PartialAnswer> {
  const answer = await callUpstream(endpoint, {
    method: 'POST',
    path,
    body: { json },
    signal: context.signal,
    timeoutMs: context.deployment.deadlineMs,
    maxBytes: MAX_BYTES,
  }).catch((error: unknown) => {
    throw explainCallError(error, { title: 'Google' });
  });
  return readGoogleAnswer(answer, context.now());
}
