import { defineModel } from '../../define-model.ts';
import { TRANSPARENT_COST } from './prices.data.ts';

/** Words to a picture without a background. */
export const ideogramV3Transparent = defineModel({
  id: 'ideogram/ideogram-v3-transparent',
  name: 'Ideogram V3 Transparent',
  maker: 'Ideogram',
  family: 'Ideogram 3.0',
  modality: 'image',
  tagline: 'Pictures from words on a transparent background.',
  description:
    'Draws a subject from words without any background, ready to be laid over something else.',
  capabilities: ['text-to-image', 'transparent-background'],
  strengths: ['Real transparency'],
  useCases: ['Stickers', 'Icons', 'Overlays'],
  collections: ['image'],
  listPriceMicroUsd: TRANSPARENT_COST.default,
  listPrices: TRANSPARENT_COST,
  character: false,
  deployments: [
    { provider: 'ideogram', deployment: 'v3-transparent', upstream: TRANSPARENT_COST },
    { provider: 'fal', deployment: 'v3-transparent' },
  ],
  builtInStandIn: 'never',
  addedAt: 1_764_000_000,
});
