import { defineModel } from '../../define-model.ts';
import { V1_5_COST } from './prices.data.ts';

/** Priced by quality: `rendering_speed` asks for low, medium or high. */
export const gptImage15 = defineModel({
  id: 'openai/gpt-image-1.5',
  name: 'GPT Image 1.5',
  maker: 'OpenAI',
  family: 'GPT Image',
  modality: 'image',
  tagline: 'Follows long instructions and edits with up to sixteen pictures.',
  description:
    'Draws from words and edits pictures by instruction, in three sizes. Without a word ' +
    'about quality pictures are made at medium, which is what the price is for. What looks ' +
    'unsafe to the maker is refused.',
  capabilities: [
    'character-reference',
    'image-to-image',
    'text-to-image',
    'style-reference',
    'inpainting',
  ],
  strengths: ['Follows instructions', 'Transparent backgrounds'],
  useCases: ['Product pictures', 'Edits by instruction', 'Text in pictures'],
  collections: ['image', 'frontier'],
  listPriceMicroUsd: V1_5_COST.default,
  listPrices: V1_5_COST,
  character: true,
  deployments: [{ provider: 'openai', deployment: 'gpt-image-1.5', upstream: V1_5_COST }],
  responseFormat: 'b64_json',
  builtInStandIn: 'sandbox',
  addedAt: 1_764_000_000,
});
