import { randomUUID } from 'node:crypto';
import { type ComfyRun, uploadPicture } from './comfyui/call-comfyui.ts';
import {
  type BuiltGraph,
  buildKleinGraph,
  buildQwenGraph,
  type GraphOrder,
} from './comfyui/graph.ts';
import { readOperatorGraph } from './comfyui/operator-graph.ts';
import { preflight } from './comfyui/preflight.ts';
import { awaitPrompt, runPrompt } from './comfyui/run-prompt.ts';
import { watchProgress } from './comfyui/watch-progress.ts';
import {
  defineProvider,
  type FieldTable,
  type ImageOrder,
  type ProviderAnswer,
  type ProviderContext,
  type ProviderDeployment,
  ProviderError,
} from './define-provider.ts';
import { readRatio, type Size, toStep, warnAboutSize } from './fields/choose-size.ts';
import {
  composePrompt,
  listPictures,
  REFERENCE_RULES,
  toRevisedPrompt,
} from './fields/compose-prompt.ts';
import { gatherAnswers } from './fields/gather-answers.ts';
import {
  approximated,
  converted,
  ONLY_PROMPT,
  unsupported,
  used,
} from './fields/unsupported-fields.ts';
import { defineEndpoint } from './http/upstream-endpoint.ts';
import { convertEditMask } from './pictures/edit-mask.ts';

const DEADLINE_MS = 1_800_000;
const SEED_MODULUS = 2 ** 31;
const AREA_PIXELS = 1024 * 1024;
const STEP = 16;

const kleinFields: FieldTable = {
  ...ONLY_PROMPT,
  ...REFERENCE_RULES,
  size: approximated('is rounded to sides of 16 pixels'),
  aspect_ratio: converted('is made of a size of about one megapixel in that ratio'),
  seed: used,
  negative_prompt: unsupported('has no effect: the distilled model works without guidance'),
};
const qwenFields: FieldTable = { ...kleinFields, negative_prompt: used };
const operatorFields: FieldTable = {
  ...kleinFields,
  mask: converted('is sent with white where it is repainted; the graph must bind it'),
  negative_prompt: approximated('is set where the operator bound it to the graph'),
};

/**
 * ComfyUI core (docs.comfy.org, server routes): graphs are built here, checked against the nodes
 * and files of the server, queued under our own id and polled.
 */
export const comfyUiProvider = defineProvider({
  id: 'comfyui',
  title: 'ComfyUI',
  credentials: {
    // The server knows no keys; a proxy in front of it may.
    keyVariable: 'COMFYUI_API_KEY',
    keyOptional: true,
    urlVariable: 'COMFYUI_URL',
    settings: { graph: 'COMFYUI_GRAPH', bindings: 'COMFYUI_BINDINGS' },
  },
  deployments: [
    toDeployment('flux2-klein', kleinFields),
    toDeployment('qwen-image-edit', qwenFields),
    {
      ...toDeployment('operator-graph', operatorFields),
      needsSettings: ['graph', 'bindings'],
    },
  ],
  generate: makePictures,
  collect: (jobId, context) => {
    const pictures = awaitPrompt(startRun(context), jobId, null);
    return gatherAnswers([{ count: 1, answer: pictures.then((all) => ({ pictures: all })) }]);
  },
});

function toDeployment(id: string, fields: FieldTable): ProviderDeployment {
  return {
    id,
    drawsFromWords: true,
    concurrency: 8,
    deadlineMs: DEADLINE_MS,
    onHangUp: 'stop',
    fields,
    refine: ({ size }) =>
      size && size.width % STEP === 0 && size.height % STEP === 0 ? { size: used } : {},
  };
}

async function makePictures(order: ImageOrder, context: ProviderContext): Promise<ProviderAnswer> {
  refuseEngineWords(order);
  const run = startRun(context);
  const roles = listPictures(order);
  const build = await chooseGraph(order, context, roles.length);
  const prompt = composePrompt(order, roles);
  const draft: GraphOrder = {
    prompt,
    negativePrompt: order.options.negative_prompt ?? '',
    seed: order.seed,
    ...chooseSize(order),
    references: roles.map(() => ''),
    mask: order.editMask ? '' : null,
  };
  await preflight(run, build(draft).graph);
  const references = await Promise.all(roles.map((one) => uploadPicture(run, one.picture.bytes)));
  const mask = order.editMask
    ? await uploadPicture(run, convertEditMask(order.editMask, 'white_repaints'))
    : null;
  const answer = await runAll(run, order, (seed) => build({ ...draft, seed, references, mask }));
  const revisedPrompt = toRevisedPrompt(order, prompt);
  return {
    ...answer,
    pictures: answer.pictures.map((picture) => ({ ...picture, revisedPrompt })),
    warnings: [...answer.warnings, ...warnAboutSize(order.size, answer.pictures)],
  };
}

/** One job a picture, each with its own seed; the server's cache shares what they have alike. */
async function runAll(
  run: ComfyRun,
  { count, seed: first }: ImageOrder,
  build: (seed: number) => BuiltGraph,
): Promise<ProviderAnswer> {
  const clientId = randomUUID();
  const shares = new Map<string, number>();
  const watch = watchProgress(run, clientId, (promptId, share) => {
    if (!shares.has(promptId)) return;
    shares.set(promptId, Math.max(share, shares.get(promptId) ?? 0));
    const sum = [...shares.values()].reduce((all, one) => all + one, 0);
    run.context.onProgress(sum / count);
  });
  const onStart = (promptId: string) => void shares.set(promptId, 0);
  const runOne = async (seed: number) => {
    const [picture] = await runPrompt(run, build(seed), { clientId, onStart });
    return { pictures: picture ? [{ ...picture, seed }] : [], microUsd: 0n };
  };
  try {
    return await gatherAnswers(
      Array.from({ length: count }, (_, at) => ({
        count: 1,
        answer: runOne((first + at) % SEED_MODULUS),
      })),
    );
  } finally {
    watch?.close();
  }
}

/** Builds the deployment's graph for any filled-in order. Refuses what it has no place for. */
async function chooseGraph(
  order: ImageOrder,
  { deployment, settings }: ProviderContext,
  pictures: number,
): Promise<(order: GraphOrder) => BuiltGraph> {
  if (deployment.id === 'operator-graph') {
    const own = await readOperatorGraph(settings ?? {});
    if (pictures > own.maxReferences || pictures < own.minReferences) {
      const range = `${own.minReferences} to ${own.maxReferences}`;
      throw refuse(`The operator's graph takes ${range} pictures.`);
    }
    if (order.editMask && !own.takesMask) throw refuse("The operator's graph takes no mask.");
    return own.fill;
  }
  if (order.editMask) throw refuse('This route of ComfyUI takes no mask.');
  return deployment.id === 'qwen-image-edit' ? buildQwenGraph : buildKleinGraph;
}

/** ComfyUI's text encoders load files of the server that a prompt names so. */
function refuseEngineWords({ prompt, options }: ImageOrder): void {
  const texts = [prompt, options.negative_prompt ?? '', options.art_style ?? ''];
  if (texts.some((text) => /\bembedding\s*:/i.test(text))) {
    throw refuse('The prompt names an embedding of the engine. Leave "embedding:" out.');
  }
}

function refuse(message: string): ProviderError {
  return new ProviderError('invalid_request', message, { billed: 'no' });
}

/** The caller's size or ratio, else the source's ratio, in steps of 16 pixels. */
function chooseSize({ size, options, source }: ImageOrder): Size {
  const ratio = readRatio(options.aspect_ratio) ?? (source ? source.width / source.height : 1);
  const width = size?.width ?? Math.sqrt(AREA_PIXELS * ratio);
  const height = size?.height ?? Math.sqrt(AREA_PIXELS / ratio);
  return { width: toStep(width, STEP), height: toStep(height, STEP) };
}

function startRun(context: ProviderContext): ComfyRun {
  const { baseUrl, credential, deployment } = context;
  if (baseUrl === null) {
    throw new ProviderError('failed', 'ComfyUI is not configured.', { billed: 'no' });
  }
  const secret = credential ? { header: 'authorization', value: `Bearer ${credential}` } : null;
  return {
    endpoint: defineEndpoint({ makerUrl: null, configuredUrl: baseUrl, secret }),
    context,
    signal: AbortSignal.any([context.signal, AbortSignal.timeout(deployment.deadlineMs)]),
  };
}
