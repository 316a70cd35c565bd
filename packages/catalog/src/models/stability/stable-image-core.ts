import { microUsd } from '@aigateway/contract';
import { defineModel } from '../../define-model.ts';
import { flatPrice } from '../../flat-price.ts';

/** The maker's credits at a cent each, as price guides of 2026 quote them. */
export const stableImageCore = defineModel({
  id: 'stability/stable-image-core',
  name: 'Stable Image Core',
  maker: 'Stability AI',
  family: 'Stable Image',
  modality: 'image',
  tagline: 'Quick and cheap pictures from words.',
  description:
    'Draws from words, with negative prompts and seeds, in nine ratios of about a ' + 'megapixel.',
  capabilities: ['text-to-image'],
  strengths: ['Seeds', 'Negative prompts'],
  useCases: ['Illustration', 'Backgrounds', 'Drafts'],
  collections: ['image'],
  listPriceMicroUsd: microUsd(30_000n),
  character: false,
  deployments: [{ provider: 'stability', deployment: 'core', upstream: flatPrice(30_000n) }],
  builtInStandIn: 'sandbox',
  addedAt: 1_764_000_000,
});
