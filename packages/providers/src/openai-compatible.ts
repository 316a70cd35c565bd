import {
  defineProvider,
  type ImageOrder,
  type ProviderAnswer,
  type ProviderContext,
  type ProviderDeployment,
  ProviderError,
} from './define-provider.ts';
import { warnAboutSize } from './fields/choose-size.ts';
import { gatherAnswers } from './fields/gather-answers.ts';
import { defineEndpoint, type UpstreamEndpoint } from './http/upstream-endpoint.ts';
import { buildRequest } from './openai-compatible/build-request.ts';
import { FLAVOURS, type Flavour } from './openai-compatible/flavours.ts';
import { postImages } from './openai-wire/post-images.ts';

/** Open models on a small card take minutes a picture. */
const DEADLINE_MS = 900_000;
const SEED_MODULUS = 2 ** 31;

/**
 * Any server that speaks OpenAI's images API, one deployment a flavour. The base URL is the one
 * that an OpenAI client would be given; without a path, `/v1` is meant.
 */
export const openAiCompatibleProvider = defineProvider({
  id: 'openai-compatible',
  title: 'OpenAI-compatible server',
  credentials: {
    keyVariable: 'OPENAI_COMPATIBLE_API_KEY',
    keyOptional: true,
    urlVariable: 'OPENAI_COMPATIBLE_BASE_URL',
    settings: {
      flavour: 'OPENAI_COMPATIBLE_FLAVOUR',
      model: 'OPENAI_COMPATIBLE_MODEL',
      resultHosts: 'OPENAI_COMPATIBLE_RESULT_HOSTS',
    },
    defaults: { flavour: 'plain' },
  },
  deployments: FLAVOURS.map(toDeployment),
  generate: makePictures,
});

function toDeployment({ id, fields, pictures, billsNobody }: Flavour): ProviderDeployment {
  return {
    id,
    drawsFromWords: true,
    concurrency: 16,
    deadlineMs: DEADLINE_MS,
    onHangUp: billsNobody ? 'stop' : 'finish',
    fields,
    limits: { pictures: pictures.max },
    requires: { flavour: id },
  };
}

async function makePictures(order: ImageOrder, context: ProviderContext): Promise<ProviderAnswer> {
  const flavour = FLAVOURS.find((one) => one.id === context.deployment.id);
  if (flavour === undefined || context.baseUrl === null) {
    throw new ProviderError('failed', 'The compatible server is not configured.', {
      billed: 'no',
    });
  }
  const endpoint = toEndpoint(context.baseUrl, context.credential);
  const { warnings, asked, ...request } = buildRequest(order, flavour, context.settings ?? {});
  const calls = planCalls(order, flavour).map(({ count, seed }) => ({
    count,
    answer: postImages({
      endpoint,
      path: request.path,
      body: request.toBody(count, seed),
      count,
      signal: context.signal,
      timeoutMs: context.deployment.deadlineMs,
      frame: {
        title: flavour.title,
        billsNobody: flavour.billsNobody,
        nowMs: context.now(),
      },
      resultHosts: readHosts(context.settings?.resultHosts),
    }).then((part) => ({
      ...part,
      pictures: part.pictures.map((picture) => ({
        ...picture,
        seed: picture.seed ?? seed,
        revisedPrompt: picture.revisedPrompt ?? request.revisedPrompt,
      })),
      microUsd: flavour.billsNobody ? 0n : null,
    })),
  }));
  const answer = await gatherAnswers(calls);
  const sizes = warnAboutSize(asked, answer.pictures);
  return { ...answer, warnings: [...warnings, ...answer.warnings, ...sizes] };
}

/** One call for all pictures, unless each must have a seed of its own or none is made in bulk. */
function planCalls(
  order: ImageOrder,
  { generationKeys: keys }: Flavour,
): { count: number; seed: number | null }[] {
  const takesSeed = keys.includes('seed');
  const bulk = keys.includes('n') && !(takesSeed && order.given.has('seed'));
  if (bulk && order.count > 1) return [{ count: order.count, seed: null }];
  return Array.from({ length: order.count }, (_, at) => ({
    count: 1,
    seed: takesSeed ? (order.seed + at) % SEED_MODULUS : null,
  }));
}

function toEndpoint(baseUrl: string, credential: string | null): UpstreamEndpoint {
  const secret =
    credential === null ? null : { header: 'authorization', value: `Bearer ${credential}` };
  const endpoint = defineEndpoint({ makerUrl: null, configuredUrl: baseUrl, secret });
  const bare = endpoint.baseUrl === endpoint.origin;
  return bare ? { ...endpoint, baseUrl: `${endpoint.origin}/v1` } : endpoint;
}

function readHosts(text: string | undefined): string[] {
  return (text ?? '').split(/[\s,]+/).filter((host) => host !== '');
}
