import { defineModel } from '../../define-model.ts';
import { V3_COST } from './prices.data.ts';

/** Words to a picture, with readable lettering. */
export const ideogramV3 = defineModel({
  id: 'ideogram/ideogram-v3',
  name: 'Ideogram V3',
  maker: 'Ideogram',
  family: 'Ideogram 3.0',
  modality: 'image',
  tagline: 'Pictures from words, with lettering that can be read.',
  description:
    'Draws pictures from words and is the pick where text must be legible in the picture: ' +
    'posters, packaging, signs.',
  capabilities: ['text-to-image'],
  strengths: ['Legible lettering', 'Style codes and palettes'],
  useCases: ['Posters', 'Logos', 'Packaging'],
  collections: ['image', 'frontier'],
  listPriceMicroUsd: V3_COST.default,
  listPrices: V3_COST,
  character: false,
  deployments: [
    { provider: 'ideogram', deployment: 'v3', upstream: V3_COST },
    { provider: 'fal', deployment: 'v3' },
  ],
  builtInStandIn: 'sandbox',
  addedAt: 1_764_000_000,
});
