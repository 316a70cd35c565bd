import { microUsd } from '@aigateway/contract';
import { defineModel } from '../../define-model.ts';
import { flatPrice } from '../../flat-price.ts';

/** docs.bfl.ai, pricing: the first megapixel of a picture or an edit, whichever is dearer. */
export const flux2Klein4b = defineModel({
  id: 'black-forest-labs/flux-2-klein-4b',
  name: 'FLUX.2 [klein] 4B',
  maker: 'Black Forest Labs',
  family: 'FLUX.2',
  modality: 'image',
  tagline: 'Small, fast and open: four steps a picture, up to four references.',
  description:
    'Draws from words and from reference pictures that keep a character, a product or a ' +
    'style, in sizes of up to four megapixels. The price is for about one megapixel. Its ' +
    'weights are under Apache-2.0, so that a ComfyUI of your own can serve it too.',
  capabilities: ['character-reference', 'image-to-image', 'text-to-image', 'style-reference'],
  strengths: ['Several references', 'Seeds'],
  useCases: ['Product pictures', 'Characters', 'Concept art'],
  collections: ['image', 'character'],
  listPriceMicroUsd: microUsd(14_000n),
  character: true,
  deployments: [
    { provider: 'black-forest-labs', deployment: 'flux-2-klein-4b', upstream: flatPrice(14_000n) },
    { provider: 'comfyui', deployment: 'flux2-klein' },
  ],
  builtInStandIn: 'sandbox',
  addedAt: 1_764_000_000,
});
