import {
  defineProvider,
  type FieldTable,
  type ImageOrder,
  type ProviderAnswer,
  type ProviderContext,
  ProviderError,
} from './define-provider.ts';
import { askedRatio, nearestRatio, type Size, warnAboutSize } from './fields/choose-size.ts';
import { composePrompt, toRevisedPrompt } from './fields/compose-prompt.ts';
import { gatherAnswers } from './fields/gather-answers.ts';
import { approximated, ONLY_PROMPT, used } from './fields/unsupported-fields.ts';
import { checkKeyAt } from './http/check-key.ts';
import { defineEndpoint, type UpstreamEndpoint } from './http/upstream-endpoint.ts';
import { explainAnswer } from './openai-wire/explain-answer.ts';
import { postImages } from './openai-wire/post-images.ts';

const TITLE = 'Recraft';
const DEADLINE_MS = 180_000;
const MODEL = 'recraftv4_1';
/** 1 000 API units are a dollar. */
const MICRO_USD_A_UNIT = 1_000;

/** recraft.ai/docs, API reference, appendix: every size this model has. */
const SIZES: Readonly<Record<string, string>> = {
  '1:1': '1024x1024',
  '2:1': '1536x768',
  '1:2': '768x1536',
  '3:2': '1280x832',
  '2:3': '832x1280',
  '4:3': '1216x896',
  '3:4': '896x1216',
  '5:4': '1152x896',
  '4:5': '896x1152',
  '6:10': '832x1344',
  '14:10': '1280x896',
  '10:14': '896x1280',
  '16:9': '1344x768',
  '9:16': '768x1344',
};

const nearest = approximated('is made as the nearest of the sizes the maker has');
const fields: FieldTable = {
  ...ONLY_PROMPT,
  art_style: approximated('is asked for in words'),
  size: nearest,
  aspect_ratio: nearest,
};

/**
 * Recraft V4.1 from words (recraft.ai/docs/api-reference), in OpenAI's form. The maker's editing
 * operations are other endpoints with other models; they are not offered here.
 */
export const recraftProvider = defineProvider({
  id: 'recraft',
  title: TITLE,
  credentials: { keyVariable: 'RECRAFT_API_TOKEN', urlVariable: 'RECRAFT_BASE_URL' },
  deployments: [
    {
      id: MODEL,
      drawsFromWords: true,
      concurrency: 4,
      deadlineMs: DEADLINE_MS,
      onHangUp: 'finish',
      fields,
      limits: { sizes: Object.values(SIZES), ratios: [] },
      refine: ({ size }) =>
        size && Object.values(SIZES).includes(`${size.width}x${size.height}`) ? { size: used } : {},
    },
  ],
  generate: makePictures,
  checkKey: (context) =>
    checkKeyAt({
      endpoint: openEndpoint(context),
      context,
      title: TITLE,
      path: '/users/me',
      explain: (answer) =>
        explainAnswer(answer, { title: TITLE, billsNobody: true, nowMs: context.now() }),
    }),
});

function openEndpoint({ credential, baseUrl }: ProviderContext): UpstreamEndpoint {
  return defineEndpoint({
    makerUrl: 'https://external.api.recraft.ai/v1',
    configuredUrl: baseUrl,
    secret: credential ? { header: 'authorization', value: `Bearer ${credential}` } : null,
  });
}

async function makePictures(order: ImageOrder, context: ProviderContext): Promise<ProviderAnswer> {
  if (order.editMask) {
    throw new ProviderError('invalid_request', 'This route of Recraft takes no mask.', {
      billed: 'no',
    });
  }
  const prompt = composePrompt(order, []);
  const asked = chooseRecraftSize(order);
  const json = {
    model: MODEL,
    prompt,
    n: 1,
    response_format: 'b64_json',
    ...(asked && { size: `${asked.width}x${asked.height}` }),
  };
  const { signal, deployment } = context;
  const call = {
    endpoint: openEndpoint(context),
    path: '/images/generations',
    body: { json },
    count: 1,
    signal,
    timeoutMs: deployment.deadlineMs,
    frame: { title: TITLE, billsNobody: false, nowMs: context.now() },
    resultHosts: [],
    microUsdACredit: MICRO_USD_A_UNIT,
  };
  const answer = await gatherAnswers(
    Array.from({ length: order.count }, () => ({ count: 1, answer: postImages(call) })),
  );
  const revisedPrompt = toRevisedPrompt(order, prompt);
  return {
    ...answer,
    pictures: answer.pictures.map((one) => ({
      ...one,
      revisedPrompt: one.revisedPrompt ?? revisedPrompt,
    })),
    warnings: [...answer.warnings, ...warnAboutSize(asked, answer.pictures)],
  };
}

/** Null = the maker's default, a square. */
function chooseRecraftSize(order: ImageOrder): Size | null {
  const ratio = askedRatio(order);
  if (ratio === null) return null;
  const [width = 1024, height = 1024] = (SIZES[nearestRatio(ratio, Object.keys(SIZES))] ?? '')
    .split('x')
    .map(Number);
  return { width, height };
}
