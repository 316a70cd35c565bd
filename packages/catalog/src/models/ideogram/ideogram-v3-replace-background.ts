import { defineModel } from '../../define-model.ts';
import { V3_COST } from './prices.data.ts';

/** The same subject in front of something else. */
export const ideogramV3ReplaceBackground = defineModel({
  id: 'ideogram/ideogram-v3-replace-background',
  name: 'Ideogram V3 Replace Background',
  maker: 'Ideogram',
  family: 'Ideogram 3.0',
  modality: 'image',
  tagline: 'The same subject in front of another background.',
  description: 'Keeps what stands in front and paints a new background after the words.',
  capabilities: ['image-to-image'],
  strengths: ['The subject stays as it is'],
  useCases: ['Product pictures', 'Portraits'],
  collections: ['image'],
  listPriceMicroUsd: V3_COST.default,
  listPrices: V3_COST,
  character: true,
  deployments: [
    { provider: 'ideogram', deployment: 'v3-replace-background', upstream: V3_COST },
    { provider: 'fal', deployment: 'v3-replace-background' },
  ],
  builtInStandIn: 'never',
  addedAt: 1_764_000_000,
});
