import { defineModel } from '../../define-model.ts';
import { V3_COST } from './prices.data.ts';

/** A picture in another version of itself. */
export const ideogramV3Remix = defineModel({
  id: 'ideogram/ideogram-v3-remix',
  name: 'Ideogram V3 Remix',
  maker: 'Ideogram',
  family: 'Ideogram 3.0',
  modality: 'image',
  tagline: 'A picture drawn again in other words, as close or as free as you say.',
  description:
    'Draws a new picture from a source picture and words; strength says how closely the ' +
    'source is followed.',
  capabilities: ['image-to-image', 'style-reference'],
  strengths: ['Closeness under control'],
  useCases: ['Variations', 'Restyling'],
  collections: ['image'],
  listPriceMicroUsd: V3_COST.default,
  listPrices: V3_COST,
  character: true,
  deployments: [
    { provider: 'ideogram', deployment: 'v3-remix', upstream: V3_COST },
    { provider: 'fal', deployment: 'v3-remix', upstream: V3_COST },
  ],
  builtInStandIn: 'never',
  addedAt: 1_764_000_000,
});
