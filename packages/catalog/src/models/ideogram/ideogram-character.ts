import { microUsd } from '@aigateway/contract';
import { defineModel } from '../../define-model.ts';
import { CHARACTER_COST } from './prices.data.ts';

/** Draws a given character anew, without a picture to remix. */
export const ideogramCharacter = defineModel({
  id: 'ideogram/ideogram-character',
  name: 'Ideogram V3 Character',
  maker: 'Ideogram',
  family: 'Ideogram 3.0',
  modality: 'image',
  tagline: 'One reference picture, and the same character in any scene you describe.',
  description:
    'Takes one picture of a character and draws it anew in the scene that the words describe; ' +
    'pose and view follow the words.',
  capabilities: ['character-reference', 'text-to-image', 'style-reference'],
  strengths: ['Keeps a character from picture to picture', 'Free pose and view'],
  useCases: ['Story boards', 'Mascots', 'Avatars'],
  collections: ['image', 'character', 'frontier'],
  listPriceMicroUsd: microUsd(50_000n),
  character: true,
  deployments: [
    { provider: 'ideogram', deployment: 'character', upstream: CHARACTER_COST },
    { provider: 'fal', deployment: 'character' },
    { provider: 'replicate', deployment: 'character' },
  ],
  builtInStandIn: 'sandbox',
  addedAt: 1_764_000_000,
});
