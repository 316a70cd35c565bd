import { defineModel } from '../../define-model.ts';
import { MINI_COST } from './prices.data.ts';

/** Priced by quality: `rendering_speed` asks for low, medium or high. */
export const gptImage1Mini = defineModel({
  id: 'openai/gpt-image-1-mini',
  name: 'GPT Image 1 mini',
  maker: 'OpenAI',
  family: 'GPT Image',
  modality: 'image',
  tagline: 'The small model of the GPT Image family: cheap drafts and edits.',
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
  listPriceMicroUsd: MINI_COST.default,
  listPrices: MINI_COST,
  character: true,
  deployments: [{ provider: 'openai', deployment: 'gpt-image-1-mini', upstream: MINI_COST }],
  responseFormat: 'b64_json',
  builtInStandIn: 'sandbox',
  addedAt: 1_764_000_000,
});
