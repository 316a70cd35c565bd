import { microUsd } from '@aigateway/contract';
import { defineModel } from '../../define-model.ts';
import { flatPrice } from '../../flat-price.ts';

/** docs.bfl.ai, pricing: the first megapixel of a picture or an edit, whichever is dearer. */
export const flux2Pro = defineModel({
  id: 'black-forest-labs/flux-2-pro',
  name: 'FLUX.2 [pro]',
  maker: 'Black Forest Labs',
  family: 'FLUX.2',
  modality: 'image',
  tagline: 'Photographic pictures and edits from up to eight references.',
  description:
    'Draws from words and from reference pictures that keep a character, a product or a ' +
    'style, in sizes of up to four megapixels. The price is for about one megapixel.',
  capabilities: ['character-reference', 'image-to-image', 'text-to-image', 'style-reference'],
  strengths: ['Several references', 'Seeds'],
  useCases: ['Product pictures', 'Characters', 'Concept art'],
  collections: ['image', 'character'],
  listPriceMicroUsd: microUsd(45_000n),
  character: true,
  deployments: [
    { provider: 'black-forest-labs', deployment: 'flux-2-pro', upstream: flatPrice(45_000n) },
  ],
  builtInStandIn: 'sandbox',
  addedAt: 1_764_000_000,
});
