import { defineModel } from '../../define-model.ts';
import { CHARACTER_COST } from './prices.data.ts';

/** Repaints a part of a picture with a given character. */
export const ideogramCharacterEdit = defineModel({
  id: 'ideogram/ideogram-character-edit',
  name: 'Ideogram V3 Character Edit',
  maker: 'Ideogram',
  family: 'Ideogram 3.0',
  modality: 'image',
  tagline: 'Puts your character into a part of an existing picture.',
  description:
    'Repaints the masked part of a picture with the character of a reference picture; ' +
    'everything outside of the mask stays.',
  capabilities: ['character-reference', 'inpainting'],
  strengths: ['Keeps the rest of the picture'],
  useCases: ['Scene edits', 'Cast changes'],
  collections: ['image', 'character'],
  listPriceMicroUsd: CHARACTER_COST.default,
  listPrices: CHARACTER_COST,
  character: true,
  deployments: [
    { provider: 'ideogram', deployment: 'character-edit', upstream: CHARACTER_COST },
    { provider: 'fal', deployment: 'character-edit' },
    { provider: 'replicate', deployment: 'character-edit' },
  ],
  builtInStandIn: 'never',
  endpoints: ['/v1/images/edits'],
  addedAt: 1_764_000_000,
});
