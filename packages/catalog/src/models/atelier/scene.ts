import { ZERO_USD } from '@aigateway/contract';
import { defineModel } from '../../define-model.ts';

/** The built-in engine for words alone: free, offline. */
export const atelierScene = defineModel({
  id: 'atelier/scene',
  name: 'Atelier Scene',
  maker: 'Atelier',
  family: 'Atelier',
  modality: 'image',
  tagline: 'The built-in engine: a subject and a scene drawn from words.',
  description:
    'Draws a subject from an open vocabulary of shapes into a scene and paints it in an art ' +
    'style. Needs no key and no network.',
  capabilities: ['text-to-image'],
  strengths: ['Free and offline', 'Deterministic for a seed'],
  useCases: ['Drafts and layouts', 'Tests without cost', 'Placeholders'],
  collections: ['image', 'free'],
  listPriceMicroUsd: ZERO_USD,
  character: false,
  deployments: [{ provider: 'atelier', deployment: 'remix' }],
  builtInStandIn: 'never',
  addedAt: 1_764_000_000,
});
