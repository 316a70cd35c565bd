import { microUsd } from '@aigateway/contract';
import { defineModel } from '../../define-model.ts';
import { flatPrice } from '../../flat-price.ts';

/** ai.google.dev, pricing: one picture at 1K (3 Pro: at 1K or 2K). */
export const gemini25FlashImage = defineModel({
  id: 'google/gemini-2.5-flash-image',
  name: 'Gemini 2.5 Flash Image',
  maker: 'Google',
  family: 'Gemini Image',
  modality: 'image',
  tagline: 'Cheap edits that keep a character, from up to three references.',
  description:
    'Draws and edits by instruction; pictures that are sent along keep a character, an ' +
    "object or a look. Sizes are the maker's own: the nearest of its ratios is made.",
  capabilities: ['character-reference', 'image-to-image', 'text-to-image', 'style-reference'],
  strengths: ['Keeps characters over edits', 'Follows instructions'],
  useCases: ['Edits by instruction', 'Characters', 'Text in pictures'],
  collections: ['image', 'character', 'frontier'],
  listPriceMicroUsd: microUsd(39_000n),
  character: true,
  deployments: [
    { provider: 'google', deployment: 'gemini-2.5-flash-image', upstream: flatPrice(39_000n) },
  ],
  builtInStandIn: 'sandbox',
  addedAt: 1_764_000_000,
});
