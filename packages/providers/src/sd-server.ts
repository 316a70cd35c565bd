import {
  defineProvider,
  type FieldTable,
  type ImageOrder,
  type ProviderAnswer,
  type ProviderContext,
  ProviderError,
} from './define-provider.ts';
import { warnAboutSize } from './fields/choose-size.ts';
import { REFERENCE_RULES, toRevisedPrompt } from './fields/compose-prompt.ts';
import { gatherAnswers, type PartialAnswer } from './fields/gather-answers.ts';
import { converted, ONLY_PROMPT, used } from './fields/unsupported-fields.ts';
import { defineEndpoint } from './http/upstream-endpoint.ts';
import { buildRequest } from './sd-server/build-body.ts';
import { capabilitiesSchema, checkCapabilities } from './sd-server/capabilities.ts';
import { awaitSdJob, callSdServer, failed, runJob, type SdServerRun } from './sd-server/run-job.ts';

/** On a processor alone a picture takes minutes, and one waits for another. */
const DEADLINE_MS = 1_800_000;
const SEED_MODULUS = 2 ** 31;

const fields: FieldTable = {
  ...ONLY_PROMPT,
  ...REFERENCE_RULES,
  mask: converted('is sent with white where it is repainted'),
  size: used,
  aspect_ratio: converted('is made of a size of about one megapixel in that ratio'),
  seed: used,
  negative_prompt: used,
  strength: converted('is sent as its complement, and the source is then painted over'),
};

/**
 * stable-diffusion.cpp's own server, by its native API (examples/server/api.md): capabilities are
 * read first, jobs are queued and polled. It has one model, chosen by whoever starts it.
 */
export const sdServerProvider = defineProvider({
  id: 'sd-server',
  title: 'stable-diffusion.cpp',
  credentials: {
    // The server knows no keys; a proxy in front of it may.
    keyVariable: 'SD_SERVER_API_KEY',
    keyOptional: true,
    urlVariable: 'SD_SERVER_URL',
  },
  deployments: [
    {
      id: 'native',
      drawsFromWords: true,
      concurrency: 8,
      deadlineMs: DEADLINE_MS,
      onHangUp: 'stop',
      fields,
    },
  ],
  generate: makePictures,
  collect: (jobId, context) =>
    gatherAnswers([{ count: 1, answer: awaitSdJob(startRun(context), jobId) }]),
});

async function makePictures(order: ImageOrder, context: ProviderContext): Promise<ProviderAnswer> {
  const run = startRun(context);
  const request = buildRequest(order);
  const answer = await callSdServer(run, { method: 'GET', path: '/sdcpp/v1/capabilities' });
  const capabilities = capabilitiesSchema.safeParse(answer.json).data;
  if (capabilities === undefined) throw failed('answers in a form this gateway does not know.', 0);
  checkCapabilities(order, request.use, { size: request.size, capabilities });
  const jobs = splitJobs(order, capabilities.limits.max_batch_count);
  let done = 0;
  const revisedPrompt = toRevisedPrompt(order, request.prompt);
  const gathered = await gatherAnswers(
    jobs.map(({ count, seed }) => ({
      count,
      answer: runJob(run, request.toBody(count, seed)).then((part): PartialAnswer => {
        done += count;
        context.onProgress(done / order.count);
        // The engine counts the seed up within a batch.
        const pictures = part.pictures.map((one, at) => ({
          ...one,
          seed: seed + at,
          revisedPrompt,
        }));
        return { ...part, ...completeBatch(pictures, count) };
      }),
    })),
  );
  return {
    ...gathered,
    warnings: [...gathered.warnings, ...warnAboutSize(order.size, gathered.pictures)],
  };
}

/** Batches as the server allows them; none runs over the largest seed. */
function splitJobs({ count, seed }: ImageOrder, most: number): { count: number; seed: number }[] {
  const jobs: { count: number; seed: number }[] = [];
  for (let made = 0; made < count; ) {
    const from = (seed + made) % SEED_MODULUS;
    const size = Math.min(most, count - made, SEED_MODULUS - from);
    jobs.push({ count: size, seed: from });
    made += size;
  }
  return jobs;
}

function completeBatch(
  pictures: PartialAnswer['pictures'],
  count: number,
): Pick<PartialAnswer, 'pictures' | 'failures'> {
  const missing = Math.max(0, count - pictures.length);
  const failure = failed('sent no complete picture.', null);
  return { pictures: pictures.slice(0, count), failures: Array(missing).fill(failure) };
}

function startRun(context: ProviderContext): SdServerRun {
  const { baseUrl, credential, deployment } = context;
  if (baseUrl === null) {
    throw new ProviderError('failed', 'sd-server is not configured.', { billed: 'no' });
  }
  const secret = credential ? { header: 'authorization', value: `Bearer ${credential}` } : null;
  return {
    endpoint: defineEndpoint({ makerUrl: null, configuredUrl: baseUrl, secret }),
    context,
    signal: AbortSignal.any([context.signal, AbortSignal.timeout(deployment.deadlineMs)]),
  };
}
