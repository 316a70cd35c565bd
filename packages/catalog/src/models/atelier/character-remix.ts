import { ZERO_USD } from '@aigateway/contract';
import { defineModel } from '../../define-model.ts';

/** The built-in engine under its own name: free, offline. */
export const atelierCharacterRemix = defineModel({
  id: 'atelier/character-remix',
  name: 'Atelier Character Remix',
  maker: 'Atelier',
  family: 'Atelier',
  modality: 'image',
  tagline: "The built-in engine: your character's own pixels in a drawn scene and a painted look.",
  description:
    'Cuts the character out of its picture, draws a scene from the words, places and lights the ' +
    'character in it and paints the whole in an art style. Needs no key and no network. Pose, ' +
    'view and clothes stay as they are in the reference.',
  capabilities: ['character-reference', 'image-to-image', 'text-to-image', 'style-reference'],
  strengths: ['Free and offline', 'Deterministic for a seed'],
  useCases: ['Drafts and layouts', 'Tests without cost', 'Avatars and stickers'],
  collections: ['image', 'character', 'free'],
  listPriceMicroUsd: ZERO_USD,
  character: true,
  deployments: [{ provider: 'atelier', deployment: 'remix' }],
  builtInStandIn: 'never',
  addedAt: 1_764_000_000,
});
