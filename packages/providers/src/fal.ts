import {
  defineProvider,
  type ImageOrder,
  type ProviderAnswer,
  type ProviderContext,
  ProviderError,
} from './define-provider.ts';
import { buildInput, pickFalPictures } from './fal/build-input.ts';
import { checkFalKey, createPictureHost } from './fal/host-picture.ts';
import { FAL_OPERATIONS, type FalOperation, toDeployment } from './fal/operations.ts';
import { awaitRequest, type FalRun, submitRequest } from './fal/run-request.ts';
import { warnAboutSize } from './fields/choose-size.ts';
import { gatherAnswers } from './fields/gather-answers.ts';
import {
  askedSize,
  chooseSpeed,
  pickPictures,
  refuseImpossible,
  splitCalls,
} from './fields/ideogram-order.ts';
import { defineEndpoint, type UpstreamEndpoint } from './http/upstream-endpoint.ts';
import { defineWebhookVerifier } from './http/verify-signed-webhook.ts';

const MOST_PER_CALL = 8;

/**
 * Ideogram's models at fal.ai, through its queue (docs.fal.ai, "queue"): submit, look, fetch;
 * what still waits in the queue is cancelled when nobody waits for it any more.
 */
export const falProvider = defineProvider({
  id: 'fal',
  title: 'fal',
  credentials: { keyVariable: 'FAL_KEY', urlVariable: 'FAL_BASE_URL' },
  deployments: FAL_OPERATIONS.map(toDeployment),
  generate: makePictures,
  collect: async (jobId, context) => {
    const answer = awaitRequest(startRun(context), jobId);
    return gatherAnswers([{ count: 1, answer }]);
  },
  checkKey: async (context) => {
    const endpoint = openEndpoint(context, 'https://rest.fal.ai');
    await checkFalKey({ endpoint, context, signal: context.signal });
    return 'accepted';
  },
  verifyWebhook: defineWebhookVerifier({
    keysUrl: 'https://rest.fal.ai/.well-known/jwks.json',
    headers: {
      id: 'x-fal-webhook-request-id',
      user: 'x-fal-webhook-user-id',
      timestamp: 'x-fal-webhook-timestamp',
      signature: 'x-fal-webhook-signature',
    },
  }),
});

async function makePictures(order: ImageOrder, context: ProviderContext): Promise<ProviderAnswer> {
  const operation = chooseOperation(order, context);
  refuseImpossible(order, operation.accepts.has('style_codes'));
  pickFalPictures(operation, order);
  const run = startRun(context);
  const endpoint = openEndpoint(context, 'https://rest.fal.ai');
  const host = createPictureHost({ endpoint, context, signal: run.signal });
  const inputOf = await buildInput(operation, order, host);
  const answer = await gatherAnswers(
    splitCalls(order, MOST_PER_CALL).map((call) => ({
      count: call.count,
      answer: submitRequest(run, operation.endpointId, inputOf(call)).then((id) =>
        awaitRequest(run, id),
      ),
    })),
  );
  const each = operation.microUsd?.[chooseSpeed(order)] ?? null;
  return {
    ...answer,
    failures: [...answer.failures, ...missing(order, answer)],
    warnings: [...answer.warnings, ...warnAboutSize(askedSize(order), answer.pictures)],
    upstreamMicroUsd: each === null ? null : each * BigInt(countBilled(answer)),
  };
}

function chooseOperation(order: ImageOrder, context: ProviderContext) {
  const operation = findOperation(context.deployment.id);
  if (operation.fromWords === null || pickPictures(order).source !== null) {
    return operation;
  }
  return findOperation(operation.fromWords);
}

function findOperation(id: string): FalOperation {
  const found = FAL_OPERATIONS.find((one) => one.id === id);
  if (found === undefined) throw new TypeError(`fal has no deployment "${id}"`);
  return found;
}

function startRun(context: ProviderContext): FalRun {
  const deadline = AbortSignal.timeout(context.deployment.deadlineMs);
  return {
    context,
    signal: AbortSignal.any([context.signal, deadline]),
    queue: openEndpoint(context, 'https://queue.fal.run'),
  };
}

/** One of fal's hosts; a configured base URL stands for all of them. */
function openEndpoint(
  { credential, baseUrl }: ProviderContext,
  makerUrl: string,
): UpstreamEndpoint {
  if (credential === null) {
    throw new ProviderError('unauthorized', 'fal needs a key.', { billed: 'no' });
  }
  return defineEndpoint({
    makerUrl,
    configuredUrl: baseUrl,
    secret: { header: 'authorization', value: `Key ${credential}` },
  });
}

function missing(order: ImageOrder, answer: ProviderAnswer): ProviderError[] {
  const count = order.count - answer.pictures.length - answer.failures.length;
  return Array.from(
    { length: Math.max(0, count) },
    () => new ProviderError('failed', 'fal made fewer pictures than asked.', { billed: 'no' }),
  );
}

function countBilled(answer: ProviderAnswer): number {
  const billed = answer.failures.filter((failure) => failure.billed === 'yes').length;
  return answer.pictures.length + billed;
}
