import {
  defineProvider,
  type ImageOrder,
  type ProviderAnswer,
  type ProviderContext,
  ProviderError,
} from './define-provider.ts';
import { warnAboutSize } from './fields/choose-size.ts';
import { gatherAnswers } from './fields/gather-answers.ts';
import { askedSize, refuseImpossible, splitCalls } from './fields/ideogram-order.ts';
import { checkKeyAt } from './http/check-key.ts';
import { defineEndpoint } from './http/upstream-endpoint.ts';
import { buildInput, pickReplicatePictures } from './replicate/build-input.ts';
import { explainProblem } from './replicate/explain-problem.ts';
import { createPictureHost } from './replicate/host-picture.ts';
import { REPLICATE_DEPLOYMENTS } from './replicate/operations.ts';
import {
  awaitPrediction,
  createPrediction,
  type ReplicateRun,
} from './replicate/run-prediction.ts';
import { verifyReplicateWebhook } from './replicate/verify-webhook.ts';

/**
 * Ideogram's character model at Replicate (replicate.com/docs, "predictions"): generate and
 * inpaint. It knows no remix and one picture a prediction. Results are gone after one hour.
 */
export const replicateProvider = defineProvider({
  id: 'replicate',
  title: 'Replicate',
  credentials: {
    keyVariable: 'REPLICATE_API_TOKEN',
    urlVariable: 'REPLICATE_BASE_URL',
    settings: { webhookSecret: 'REPLICATE_WEBHOOK_SECRET' },
  },
  deployments: REPLICATE_DEPLOYMENTS,
  generate: makePictures,
  collect: async (jobId, context) => {
    const answer = awaitPrediction(startRun(context), jobId, null);
    return gatherAnswers([{ count: 1, answer }]);
  },
  checkKey: async (context) =>
    checkKeyAt({
      endpoint: startRun(context).endpoint,
      context,
      title: 'Replicate',
      path: '/v1/account',
      explain: (answer) => explainProblem(answer, context.now()),
    }),
  verifyWebhook: verifyReplicateWebhook,
});

async function makePictures(order: ImageOrder, context: ProviderContext): Promise<ProviderAnswer> {
  const isEdit = context.deployment.id === 'character-edit';
  refuseImpossible(order, false);
  pickReplicatePictures(isEdit, order);
  const run = startRun(context);
  const input = await buildInput(isEdit, order, createPictureHost(run));
  const answer = await gatherAnswers(
    splitCalls(order, 1).map(({ seed }) => ({
      count: 1,
      answer: createPrediction(run, { ...input, ...(seed !== null && { seed }) }).then((id) =>
        awaitPrediction(run, id, seed),
      ),
    })),
  );
  return {
    ...answer,
    warnings: [...answer.warnings, ...warnAboutSize(askedSize(order), answer.pictures)],
    // Replicate tells no price, and its price page was not at hand.
    upstreamMicroUsd: null,
  };
}

function startRun(context: ProviderContext): ReplicateRun {
  const { credential, baseUrl, deployment } = context;
  if (credential === null) {
    throw new ProviderError('unauthorized', 'Replicate needs a key.', { billed: 'no' });
  }
  return {
    context,
    signal: AbortSignal.any([context.signal, AbortSignal.timeout(deployment.deadlineMs)]),
    endpoint: defineEndpoint({
      makerUrl: 'https://api.replicate.com',
      configuredUrl: baseUrl,
      secret: { header: 'authorization', value: `Bearer ${credential}` },
    }),
  };
}
