import { defineModel } from '../../define-model.ts';
import { V3_COST } from './prices.data.ts';

/** A picture continued beyond its edges. */
export const ideogramV3Reframe = defineModel({
  id: 'ideogram/ideogram-v3-reframe',
  name: 'Ideogram V3 Reframe',
  maker: 'Ideogram',
  family: 'Ideogram 3.0',
  modality: 'image',
  tagline: 'A picture continued beyond its edges, into another shape.',
  description:
    'Extends a picture to another size by painting what lies beyond its edges. It needs a ' +
    'size and reads no words.',
  capabilities: ['outpainting'],
  strengths: ['Any of 69 shapes'],
  useCases: ['Banners from squares', 'Social formats'],
  collections: ['image'],
  listPriceMicroUsd: V3_COST.default,
  listPrices: V3_COST,
  character: true,
  deployments: [
    { provider: 'ideogram', deployment: 'v3-reframe', upstream: V3_COST },
    { provider: 'fal', deployment: 'v3-reframe' },
  ],
  builtInStandIn: 'never',
  addedAt: 1_764_000_000,
});
