import { defineModel } from '../../define-model.ts';
import { V4_COST } from './prices.data.ts';

/** The newer generation, up to 2K. */
export const ideogramV4 = defineModel({
  id: 'ideogram/ideogram-v4',
  name: 'Ideogram V4',
  maker: 'Ideogram',
  family: 'Ideogram 4.0',
  modality: 'image',
  tagline: 'The newer generation of Ideogram, in one and two thousand pixels.',
  description: 'Draws pictures from words in 36 sizes up to about four megapixels.',
  capabilities: ['text-to-image'],
  strengths: ['Up to 2K', 'Legible lettering'],
  useCases: ['Print', 'Posters', 'Key visuals'],
  collections: ['image', 'frontier'],
  listPriceMicroUsd: V4_COST.default,
  listPrices: V4_COST,
  character: false,
  deployments: [{ provider: 'ideogram', deployment: 'v4', upstream: V4_COST }],
  builtInStandIn: 'sandbox',
  addedAt: 1_764_000_000,
});
