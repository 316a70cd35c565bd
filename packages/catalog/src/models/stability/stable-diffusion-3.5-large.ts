import { microUsd } from '@aigateway/contract';
import { defineModel } from '../../define-model.ts';
import { flatPrice } from '../../flat-price.ts';

/** The maker's credits at a cent each, as price guides of 2026 quote them. */
export const stableDiffusion35Large = defineModel({
  id: 'stability/stable-diffusion-3.5-large',
  name: 'Stable Diffusion 3.5 Large',
  maker: 'Stability AI',
  family: 'Stable Image',
  modality: 'image',
  tagline: "The open SD 3.5 model on its maker's own service.",
  description:
    'Draws from words, with negative prompts and seeds, in nine ratios of about a ' +
    'megapixel. A source picture is painted over, as near to it as you say.',
  capabilities: ['image-to-image', 'text-to-image'],
  strengths: ['Seeds', 'Negative prompts'],
  useCases: ['Illustration', 'Backgrounds', 'Drafts'],
  collections: ['image'],
  listPriceMicroUsd: microUsd(65_000n),
  character: false,
  deployments: [{ provider: 'stability', deployment: 'sd3.5-large', upstream: flatPrice(65_000n) }],
  builtInStandIn: 'sandbox',
  addedAt: 1_764_000_000,
});
