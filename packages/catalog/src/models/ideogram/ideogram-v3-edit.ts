import { defineModel } from '../../define-model.ts';
import { V3_COST } from './prices.data.ts';

/** Repaints a part of a picture. */
export const ideogramV3Edit = defineModel({
  id: 'ideogram/ideogram-v3-edit',
  name: 'Ideogram V3 Edit',
  maker: 'Ideogram',
  family: 'Ideogram 3.0',
  modality: 'image',
  tagline: 'Repaints the part of a picture that you mask.',
  description:
    'Repaints the masked part of a picture after the words; everything outside of the mask ' +
    'stays.',
  capabilities: ['inpainting'],
  strengths: ['Keeps the rest of the picture'],
  useCases: ['Retouching', 'Replacing objects'],
  collections: ['image'],
  listPriceMicroUsd: V3_COST.default,
  listPrices: V3_COST,
  character: true,
  deployments: [
    { provider: 'ideogram', deployment: 'v3-edit', upstream: V3_COST },
    { provider: 'fal', deployment: 'v3-edit' },
  ],
  builtInStandIn: 'never',
  endpoints: ['/v1/images/edits'],
  addedAt: 1_764_000_000,
});
