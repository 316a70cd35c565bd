import { microUsd } from '@aigateway/contract';
import { defineModel } from '../../define-model.ts';
import { flatPrice } from '../../flat-price.ts';

/** The maker's credits at a cent each, as price guides of 2026 quote them. */
export const stableImageUltra = defineModel({
  id: 'stability/stable-image-ultra',
  name: 'Stable Image Ultra',
  maker: 'Stability AI',
  family: 'Stable Image',
  modality: 'image',
  tagline: 'The best pictures of the Stable Image services.',
  description:
    'Draws from words, with negative prompts and seeds, in nine ratios of about a ' +
    'megapixel. A source picture is painted over, as near to it as you say.',
  capabilities: ['image-to-image', 'text-to-image'],
  strengths: ['Seeds', 'Negative prompts'],
  useCases: ['Illustration', 'Backgrounds', 'Drafts'],
  collections: ['image'],
  listPriceMicroUsd: microUsd(80_000n),
  character: false,
  deployments: [{ provider: 'stability', deployment: 'ultra', upstream: flatPrice(80_000n) }],
  builtInStandIn: 'sandbox',
  addedAt: 1_764_000_000,
});
