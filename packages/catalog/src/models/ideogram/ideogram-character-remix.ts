import { microUsd } from '@aigateway/contract';
import { defineModel } from '../../define-model.ts';
import { CHARACTER_COST } from './prices.data.ts';

/** The flagship: keeps a character and shows it somewhere else, in another look. */
export const ideogramCharacterRemix = defineModel({
  id: 'ideogram/ideogram-character-remix',
  name: 'Ideogram V3 Character Remix',
  maker: 'Ideogram',
  family: 'Ideogram 3.0',
  modality: 'image',
  tagline: 'Your character in another art style, setting or scenario, recognisably itself.',
  description:
    'Takes one picture of a character and places it in a new setting, drawn in a new art ' +
    'style, while its appearance stays.',
  capabilities: ['character-reference', 'image-to-image', 'text-to-image', 'style-reference'],
  strengths: ['Keeps a character from picture to picture', 'Creative control'],
  useCases: ['Marketing assets', 'Product mockups', 'Concept art'],
  collections: ['image', 'character', 'frontier'],
  listPriceMicroUsd: microUsd(50_000n),
  character: true,
  deployments: [
    { provider: 'ideogram', deployment: 'character-remix', upstream: CHARACTER_COST },
    { provider: 'fal', deployment: 'character-remix', upstream: CHARACTER_COST },
  ],
  builtInStandIn: 'sandbox',
  addedAt: 1_764_000_000,
});
