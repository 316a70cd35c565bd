import { microUsd } from '@aigateway/contract';
import { defineModel } from '../../define-model.ts';
import { flatPrice } from '../../flat-price.ts';

/** recraft.ai/docs, getting started: one picture. */
export const recraftV41 = defineModel({
  id: 'recraft/recraft-v4.1',
  name: 'Recraft V4.1',
  maker: 'Recraft',
  family: 'Recraft V4',
  modality: 'image',
  tagline: 'Designed-looking pictures from words.',
  description:
    'Draws from words in fourteen ratios of about a megapixel, with a sense for layout, ' +
    'type and clean shapes.',
  capabilities: ['text-to-image'],
  strengths: ['Layout', 'Clean shapes'],
  useCases: ['Illustration', 'Icons', 'Posters'],
  collections: ['image'],
  listPriceMicroUsd: microUsd(35_000n),
  character: false,
  deployments: [{ provider: 'recraft', deployment: 'recraftv4_1', upstream: flatPrice(35_000n) }],
  builtInStandIn: 'sandbox',
  addedAt: 1_764_000_000,
});
