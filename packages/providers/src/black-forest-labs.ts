import {
  buildFluxRequest,
  FLUX_FIELDS,
  FLUX_MODELS,
  isFluxSize,
} from './black-forest-labs/build-body.ts';
import { awaitTask, type FluxRun, submitTask, taskPath } from './black-forest-labs/run-task.ts';
import {
  defineProvider,
  type ImageOrder,
  type ProviderAnswer,
  type ProviderContext,
  ProviderError,
} from './define-provider.ts';
import { warnAboutSize } from './fields/choose-size.ts';
import { toRevisedPrompt } from './fields/compose-prompt.ts';
import { gatherAnswers } from './fields/gather-answers.ts';
import { used } from './fields/unsupported-fields.ts';
import { checkKeyAt } from './http/check-key.ts';
import { defineEndpoint, type UpstreamEndpoint } from './http/upstream-endpoint.ts';
import { explainAnswer } from './openai-wire/explain-answer.ts';

const TITLE = 'Black Forest Labs';
const DEADLINE_MS = 300_000;
const SEED_MODULUS = 2 ** 31;

/**
 * FLUX.2 on its maker's own API (docs.bfl.ai): one task a picture, looked up by its id until it
 * is ready. There is no way to stop a task.
 */
export const blackForestLabsProvider = defineProvider({
  id: 'black-forest-labs',
  title: TITLE,
  credentials: { keyVariable: 'BFL_API_KEY', urlVariable: 'BFL_BASE_URL' },
  deployments: FLUX_MODELS.map(({ id, maxPictures }) => ({
    id,
    drawsFromWords: true,
    // docs.bfl.ai, rate limits: 24 active tasks.
    concurrency: 24,
    deadlineMs: DEADLINE_MS,
    onHangUp: 'finish',
    fields: FLUX_FIELDS,
    limits: { pictures: maxPictures },
    refine: ({ size }) => (size && isFluxSize(size) ? { size: used } : {}),
  })),
  generate: makePictures,
  checkKey: (context) =>
    checkKeyAt({
      endpoint: openEndpoint(context),
      context,
      title: TITLE,
      path: '/v1/credits',
      explain: (answer) =>
        explainAnswer(answer, { title: TITLE, billsNobody: true, nowMs: context.now() }),
    }),
  collect: (jobId, context) => {
    const run = startRun(context);
    const { endpoint } = run;
    const task = { id: jobId, endpoint, path: taskPath(jobId), microUsd: null };
    return gatherAnswers([{ count: 1, answer: awaitTask(run, task) }]);
  },
});

async function makePictures(order: ImageOrder, context: ProviderContext): Promise<ProviderAnswer> {
  const model = FLUX_MODELS.find((one) => one.id === context.deployment.id);
  if (model === undefined) {
    throw new ProviderError('failed', 'Black Forest Labs has no such deployment.', {
      billed: 'no',
    });
  }
  const run = startRun(context);
  const request = buildFluxRequest(order, model);
  const makeOne = async (seed: number) => {
    const task = await submitTask(run, `/v1/${model.id}`, request.toBody(seed));
    const part = await awaitTask(run, task);
    return { ...part, pictures: part.pictures.map((one) => ({ ...one, seed: one.seed ?? seed })) };
  };
  const answer = await gatherAnswers(
    Array.from({ length: order.count }, (_, at) => ({
      count: 1,
      answer: makeOne((order.seed + at) % SEED_MODULUS),
    })),
  );
  const revisedPrompt = toRevisedPrompt(order, request.prompt);
  return {
    ...answer,
    pictures: answer.pictures.map((picture) => ({ ...picture, revisedPrompt })),
    warnings: [...answer.warnings, ...warnAboutSize(order.size, answer.pictures)],
  };
}

function startRun(context: ProviderContext): FluxRun {
  const deadline = AbortSignal.timeout(context.deployment.deadlineMs);
  return {
    endpoint: openEndpoint(context),
    context,
    signal: AbortSignal.any([context.signal, deadline]),
  };
}

function openEndpoint({ credential, baseUrl }: ProviderContext): UpstreamEndpoint {
  return defineEndpoint({
    makerUrl: 'https://api.bfl.ai',
    configuredUrl: baseUrl,
    secret: credential ? { header: 'x-key', value: credential } : null,
  });
}
