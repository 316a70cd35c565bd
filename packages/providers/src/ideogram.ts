import { z } from 'zod';
import {
  defineProvider,
  type ImageOrder,
  type ProviderAnswer,
  type ProviderContext,
  ProviderError,
  type UpstreamQuote,
} from './define-provider.ts';
import { warnAboutSize } from './fields/choose-size.ts';
import { gatherAnswers } from './fields/gather-answers.ts';
import {
  askedSize,
  chooseSpeed,
  pickPictures,
  refuseImpossible,
  splitCalls,
} from './fields/ideogram-order.ts';
import { callUpstream } from './http/call-upstream.ts';
import { explainCallError } from './http/explain-failure.ts';
import type { RequestBody } from './http/request-body.ts';
import { defineEndpoint } from './http/upstream-endpoint.ts';
import { defineWebhookVerifier } from './http/verify-signed-webhook.ts';
import { buildRequest } from './ideogram/build-request.ts';
import { explainAnswer } from './ideogram/explain-answer.ts';
import { IDEOGRAM_OPERATIONS, type IdeogramOperation } from './ideogram/operations.ts';
import { awaitGeneration, type IdeogramRun, submitGeneration } from './ideogram/run-generation.ts';
import { toDeployment } from './ideogram/to-deployment.ts';

const MOST_PER_CALL = 8;
const QUOTE_TIMEOUT_MS = 30_000;

/**
 * Ideogram's own API, version 2 (developer.ideogram.ai/v2): pictures are uploaded as bytes, jobs
 * run asynchronously and are looked up by id, results lie on ideogram.ai for 24 hours.
 */
export const ideogramProvider = defineProvider({
  id: 'ideogram',
  title: 'Ideogram',
  credentials: { keyVariable: 'IDEOGRAM_API_KEY', urlVariable: 'IDEOGRAM_BASE_URL' },
  deployments: IDEOGRAM_OPERATIONS.map(toDeployment),
  generate: makePictures,
  collect: async (jobId, context) => {
    const answer = awaitGeneration(startRun(context), jobId);
    return gatherAnswers([{ count: 1, answer }]);
  },
  quote: quoteOrder,
  checkKey: async (context) => {
    const operation = findOperation('v3');
    await askPrice(startRun(context), operation.path, { json: { prompt: 'a cat' } });
    return 'accepted';
  },
  verifyWebhook: defineWebhookVerifier({
    keysUrl: 'https://api.ideogram.ai/v1/.well-known/jwks.json',
    headers: {
      id: 'x-ideogram-webhook-generation-id',
      user: 'x-ideogram-webhook-user-id',
      timestamp: 'x-ideogram-webhook-timestamp',
      signature: 'x-ideogram-webhook-signature',
    },
  }),
});

async function makePictures(order: ImageOrder, context: ProviderContext): Promise<ProviderAnswer> {
  const operation = chooseOperation(order, context);
  refuseImpossible(order, operation.accepts.has('style_codes'));
  const run = startRun(context);
  const calls = splitCalls(order, MOST_PER_CALL).map((call) => ({
    count: call.count,
    body: buildRequest(operation, order, { ...call, webhookUrl: context.webhookUrl }),
  }));
  const answer = await gatherAnswers(
    calls.map(({ count, body }) => ({
      count,
      answer: submitGeneration(run, operation.path, body).then((id) => awaitGeneration(run, id)),
    })),
    operation.microUsd[chooseSpeed(order)],
  );
  return {
    ...answer,
    failures: [...answer.failures, ...missing(order, answer)],
    warnings: [...answer.warnings, ...warnAboutSize(askedSize(order), answer.pictures)],
    upstreamMicroUsd: answer.upstreamMicroUsd ?? estimateCost(operation, order, answer),
  };
}

/** The deployment's operation, or the one from words where no picture came along. */
function chooseOperation(order: ImageOrder, context: ProviderContext) {
  const operation = findOperation(context.deployment.id);
  if (operation.fromWords === null || pickPictures(order).source !== null) {
    return operation;
  }
  return findOperation(operation.fromWords);
}

function findOperation(id: string): IdeogramOperation {
  const found = IDEOGRAM_OPERATIONS.find((one) => one.id === id);
  if (found === undefined) throw new TypeError(`ideogram has no deployment "${id}"`);
  return found;
}

function startRun(context: ProviderContext): IdeogramRun {
  const { credential, baseUrl, deployment } = context;
  if (credential === null) {
    throw new ProviderError('unauthorized', 'Ideogram needs a key.', { billed: 'no' });
  }
  const deadline = AbortSignal.timeout(deployment.deadlineMs);
  return {
    context,
    signal: AbortSignal.any([context.signal, deadline]),
    endpoint: defineEndpoint({
      makerUrl: 'https://api.ideogram.ai',
      configuredUrl: baseUrl,
      secret: { header: 'api-key', value: credential },
    }),
  };
}

/** A failure for every picture that Ideogram neither sent nor explained. */
function missing(order: ImageOrder, answer: ProviderAnswer): ProviderError[] {
  const count = order.count - answer.pictures.length - answer.failures.length;
  return Array.from(
    { length: Math.max(0, count) },
    () => new ProviderError('failed', 'Ideogram made fewer pictures than asked.', { billed: 'no' }),
  );
}

/** Delivered and withheld pictures at the list price: Ideogram bills both. */
function estimateCost(
  operation: IdeogramOperation,
  order: ImageOrder,
  answer: ProviderAnswer,
): bigint {
  const billed = answer.failures.filter((failure) => failure.billed === 'yes').length;
  return operation.microUsd[chooseSpeed(order)] * BigInt(answer.pictures.length + billed);
}

const quoteSchema = z.object({
  object: z.literal('price_quote'),
  usd_micros: z.int().nonnegative(),
  upper_bound_usd_micros: z.int().nonnegative().optional(),
  qualifier: z.enum(['exact', 'estimate']),
});

/** Asks for the price of an order with `dry_run`: nothing is made, stored or billed. */
async function quoteOrder(order: ImageOrder, context: ProviderContext): Promise<UpstreamQuote> {
  const operation = chooseOperation(order, context);
  refuseImpossible(order, operation.accepts.has('style_codes'));
  const run = startRun(context);
  const quotes = await Promise.all(
    splitCalls(order, MOST_PER_CALL).map((call) =>
      askPrice(run, operation.path, buildRequest(operation, order, call)),
    ),
  );
  return {
    microUsd: quotes.reduce(
      (sum, one) => sum + BigInt(one.upper_bound_usd_micros ?? one.usd_micros),
      0n,
    ),
    exact: quotes.every((one) => one.qualifier === 'exact'),
  };
}

async function askPrice(run: IdeogramRun, path: string, body: RequestBody) {
  const answer = await callUpstream(run.endpoint, {
    method: 'POST',
    path: `${path}?dry_run=true`,
    body,
    signal: run.signal,
    timeoutMs: QUOTE_TIMEOUT_MS,
  }).catch((error: unknown) => {
    throw explainCallError(error, { title: 'Ideogram', free: true });
  });
  const failure = explainAnswer(answer, run.context.now());
  if (failure !== null) throw failure;
  const quote = quoteSchema.safeParse(answer.json);
  if (quote.success) return quote.data;
  throw new ProviderError('failed', 'Ideogram did not quote a price.', { billed: 'no' });
}
