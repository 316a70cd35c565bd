import {
  AtelierError,
  type PartialStage,
  type RemixHooks,
  type RemixRequest,
  type RemixResult,
} from '@aigateway/atelier';
import {
  type DeliveredPicture,
  defineProvider,
  type FieldRule,
  type FieldTable,
  type ImageOrder,
  type ProviderContext,
  ProviderError,
} from './define-provider.ts';

const used: FieldRule = { support: 'used', note: '' };
const DEFAULT_SIDE = 1024;
const SEED_MODULUS = 2 ** 31;

const fields: FieldTable = {
  prompt: used,
  n: used,
  size: used,
  image: {
    support: 'approximated',
    note: 'gives the character; its pose and view stay, its background is replaced',
  },
  mask: {
    support: 'approximated',
    note:
      'says what is kept: it is cut out and a new scene is drawn around it, ' +
      'so that its place and size may change',
  },
  input_fidelity: unsupported("has no effect: the kept part's own pixels always stay"),
  character_reference_images: used,
  character_reference_mask: used,
  character_reference_box: used,
  style_reference_images: {
    support: 'used',
    note: "gives palette, strokes and line weight; the character's colours follow",
  },
  art_style: used,
  style_type: used,
  negative_prompt: used,
  seed: used,
  magic_prompt: used,
  aspect_ratio: used,
  output_format: used,
  output_compression: used,
  strength: unsupported("has no effect: the character's own pixels are always kept"),
  quality: unsupported('has no effect: the built-in engine has one quality'),
  rendering_speed: unsupported('has no effect: the built-in engine has one speed'),
  background: unsupported('has no effect: the built-in engine always draws a background'),
  moderation: unsupported('has no effect: the built-in engine does not moderate'),
  style: unsupported('has no effect here; name an art_style instead'),
  style_codes: unsupported('has no effect: style codes belong to Ideogram'),
  color_palette: unsupported('has no effect on the built-in engine'),
  user: { support: 'used', note: '' },
  safety_identifier: { support: 'used', note: '' },
};

/** The built-in engine: works offline, without a key, and costs no upstream anything. */
export const atelierProvider = defineProvider({
  id: 'atelier',
  title: 'Atelier (built in)',
  credentials: null,
  deployments: [
    {
      id: 'remix',
      drawsFromWords: true,
      concurrency: 64,
      deadlineMs: 120_000,
      onHangUp: 'stop',
      fields,
    },
  ],
  generate: makePictures,
  plan: (order, { atelier }) => {
    const { plan, revisedPrompt, warnings } = atelier.plan(toRemixRequest(order, order.seed));
    return { plan: { ...plan }, revisedPrompt, warnings };
  },
});

function unsupported(note: string): FieldRule {
  return { support: 'unsupported', note };
}

async function makePictures(order: ImageOrder, context: ProviderContext) {
  const seeds = Array.from({ length: order.count }, (_, i) => (order.seed + i) % SEED_MODULUS);
  const progress = seeds.map(() => 0);
  const settled = await Promise.allSettled(
    seeds.map((seed, i) =>
      context.atelier.remix(toRemixRequest(order, seed), {
        ...passPartials(context, i),
        signal: context.signal,
        onProgress: (share) => {
          progress[i] = share;
          context.onProgress(progress.reduce((sum, value) => sum + value, 0) / seeds.length);
        },
      }),
    ),
  );
  const results = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const failures = settled.flatMap((one) =>
    one.status === 'rejected' ? [toProviderError(one.reason, context.signal)] : [],
  );
  const first = failures[0];
  if (results.length === 0 && first) throw first;
  return {
    pictures: results.map(toPicture),
    failures,
    warnings: [...new Set(results.flatMap((result) => result.warnings))],
    upstreamMicroUsd: 0n,
  };
}

/** Which stages are shown to a caller who wants so many pictures in between. */
const STAGES: readonly (readonly PartialStage[])[] = [
  [],
  ['composed'],
  ['cut-out', 'composed'],
  ['cut-out', 'composed', 'painted'],
];

function passPartials(context: ProviderContext, picture: number): RemixHooks {
  const { onPartial, partialImages = 0 } = context;
  const partialStages = STAGES[partialImages] ?? [];
  if (!onPartial || partialStages.length === 0) return {};
  let index = 0;
  return { partialStages, onPartial: (bytes) => onPartial({ bytes, picture, index: index++ }) };
}

function toPicture(result: RemixResult): DeliveredPicture {
  const { bytes, seed, revisedPrompt, metrics } = result;
  const measured = metrics?.status === 'measured' ? metrics.appearance : null;
  return { bytes, seed, revisedPrompt, ...(measured && { appearance: numbersOf(measured) }) };
}

/** The measures that have a value. */
function numbersOf(measures: object): Record<string, number> {
  const known = Object.entries(measures).filter(([, value]) => typeof value === 'number');
  return Object.fromEntries(known);
}

/** The engine's request for one picture of an order. */
function toRemixRequest(order: ImageOrder, seed: number): RemixRequest {
  const { options } = order;
  const reference = order.editMask ? order.source : (order.characters[0] ?? order.source);
  // Both masks say the same thing of their picture: white is what stays.
  const mask = order.editMask ?? order.characterMask;
  return {
    prompt: order.prompt,
    width: order.size?.width ?? DEFAULT_SIDE,
    height: order.size?.height ?? DEFAULT_SIDE,
    seed,
    output: { format: options.output_format, quality: options.output_compression ?? 90 },
    ...(reference && { reference: reference.bytes }),
    ...(mask && { mask: mask.bytes }),
    ...(options.character_reference_box && { box: options.character_reference_box }),
    ...(order.styleReferences.length > 0 && {
      styleReferences: order.styleReferences.map((picture) => picture.bytes),
    }),
    ...(options.art_style && { artStyle: options.art_style }),
    ...(options.style_type && { styleType: options.style_type }),
    ...(options.negative_prompt && { negativePrompt: options.negative_prompt }),
    ...(options.strength && { strength: options.strength }),
    ...(options.magic_prompt && { magicPrompt: options.magic_prompt }),
    ...(order.measure && { metrics: true }),
  };
}

function toProviderError(reason: unknown, signal: AbortSignal): ProviderError {
  if (reason instanceof AtelierError) {
    const kind = reason.code === 'saturated' ? 'saturated' : 'invalid_image';
    return new ProviderError(kind, reason.message, { billed: 'no', retryAfterSeconds: 5 });
  }
  if (signal.aborted) {
    return new ProviderError('cancelled', 'The call was ended before the picture was finished.', {
      billed: 'no',
      cause: reason,
    });
  }
  return new ProviderError('failed', 'The built-in engine could not make this picture.', {
    billed: 'no',
    cause: reason,
  });
}
