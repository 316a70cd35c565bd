import type { FieldTable } from '../define-provider.ts';
import { REFERENCE_RULES } from '../fields/compose-prompt.ts';
import {
  approximated,
  converted,
  ONLY_PROMPT,
  unsupported,
  used,
} from '../fields/unsupported-fields.ts';
import type { MaskPolarity } from '../pictures/edit-mask.ts';

/** A key that may be sent. What is not in a flavour's list never leaves this gateway. */
export type WireKey =
  | 'model'
  | 'prompt'
  | 'n'
  | 'size'
  | 'response_format'
  | 'negative_prompt'
  | 'seed'
  | 'quality'
  | 'style'
  | 'user';

/** What is peculiar about one server that speaks OpenAI's images API. */
export interface Flavour {
  /** Also the deployment's id. */
  readonly id: string;
  readonly title: string;
  readonly generationKeys: readonly WireKey[];
  readonly editKeys: readonly WireKey[];
  /** How pictures travel: multipart to `/images/edits`, or base64 in a generation's JSON. */
  readonly pictures:
    | { readonly route: 'edits'; readonly part: 'image' | 'image[]'; readonly max: number }
    | { readonly route: 'generations'; readonly key: 'ref_images'; readonly max: number };
  /** Null where masks are not taken, are ignored, or have an unknown polarity. */
  readonly mask: { readonly part: 'mask' | 'mask_image'; readonly polarity: MaskPolarity } | null;
  /** The prompt is cut at a bar, and what follows it is the negative prompt. */
  readonly splitsPromptAtBar: boolean;
  /** An engine that the operator runs. */
  readonly billsNobody: boolean;
  readonly fields: FieldTable;
}

/** Most pictures one edit takes in OpenAI's own API. */
const OPENAI_MAX = 16;

const common: FieldTable = {
  ...ONLY_PROMPT,
  ...REFERENCE_RULES,
  size: used,
  aspect_ratio: converted('is made of a size of about one megapixel in that ratio'),
};

const whiteRepaints = converted('is sent with white where it is repainted');
const seeded: FieldTable = { ...common, negative_prompt: used, seed: used };
const engineKeys = ['model', 'prompt', 'n', 'size', 'response_format'] as const;
const seededKeys = [...engineKeys, 'negative_prompt', 'seed'] as const;
const repeatedImage = { route: 'edits', part: 'image', max: OPENAI_MAX } as const;

/**
 * The servers we know, from their own documents and code; none of them was run.
 * Steps, guidance and LoRA stay with whoever starts the server.
 */
export const FLAVOURS: readonly Flavour[] = [
  {
    // vLLM-Omni, serving/image_edit_api: base64 only, white repaints.
    id: 'vllm-omni',
    title: 'vLLM-Omni',
    generationKeys: seededKeys,
    editKeys: seededKeys,
    pictures: repeatedImage,
    mask: { part: 'mask_image', polarity: 'white_repaints' },
    splitsPromptAtBar: false,
    billsNobody: true,
    fields: { ...seeded, mask: whiteRepaints },
  },
  {
    // SGLang diffusion/api/openai_api: takes a mask and does not use it, answers server paths.
    id: 'sglang',
    title: 'SGLang',
    generationKeys: seededKeys,
    editKeys: seededKeys,
    pictures: repeatedImage,
    mask: null,
    splitsPromptAtBar: false,
    billsNobody: true,
    fields: seeded,
  },
  {
    id: 'lemonade',
    title: 'Lemonade',
    generationKeys: [...engineKeys, 'seed'],
    editKeys: [...engineKeys, 'seed'],
    pictures: { route: 'edits', part: 'image[]', max: OPENAI_MAX },
    mask: { part: 'mask', polarity: 'white_repaints' },
    splitsPromptAtBar: false,
    billsNobody: true,
    fields: { ...common, mask: whiteRepaints, seed: used },
  },
  {
    // LocalAI has no edit route; its generations take references.
    id: 'localai',
    title: 'LocalAI',
    generationKeys: engineKeys,
    editKeys: engineKeys,
    pictures: { route: 'generations', key: 'ref_images', max: OPENAI_MAX },
    mask: null,
    splitsPromptAtBar: true,
    billsNobody: true,
    fields: {
      ...common,
      negative_prompt: converted('is sent behind a bar in the prompt'),
    },
  },
  {
    // mlx-openai-server: one picture an edit; how many it makes and in what form it decides.
    id: 'mlx',
    title: 'mlx-openai-server',
    generationKeys: ['model', 'prompt', 'size', 'seed'],
    editKeys: ['model', 'prompt', 'size', 'seed'],
    pictures: { route: 'edits', part: 'image', max: 1 },
    mask: null,
    splitsPromptAtBar: false,
    billsNobody: true,
    fields: { ...common, n: converted('is made with one call a picture'), seed: used },
  },
  {
    // Whatever else says it is compatible: OpenAI's own keys, OpenAI's own mask.
    id: 'plain',
    title: 'The compatible server',
    generationKeys: [...engineKeys, 'quality', 'style', 'user'],
    editKeys: [...engineKeys, 'quality', 'user'],
    pictures: { route: 'edits', part: 'image[]', max: OPENAI_MAX },
    mask: { part: 'mask', polarity: 'transparent_repaints' },
    splitsPromptAtBar: false,
    billsNobody: false,
    fields: {
      ...common,
      mask: used,
      quality: used,
      style: approximated('is sent where no picture is, and left out of edits'),
      user: used,
      seed: unsupported("has no effect: OpenAI's images API has no seed"),
    },
  },
];
