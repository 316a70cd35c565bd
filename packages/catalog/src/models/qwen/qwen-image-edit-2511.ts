import { ZERO_USD } from '@aigateway/contract';
import { defineModel } from '../../define-model.ts';

/** Runs on a ComfyUI of your own; nobody else is paid. */
export const qwenImageEdit2511 = defineModel({
  id: 'qwen/qwen-image-edit-2511',
  name: 'Qwen-Image-Edit 2511',
  maker: 'Qwen',
  family: 'Qwen-Image',
  modality: 'image',
  tagline: 'Open edits that keep characters, several of them at once.',
  description:
    'Edits by instruction with up to three pictures that it reads, and more that it sees. ' +
    'Its weights are under Apache-2.0 and run on a ComfyUI of your own.',
  capabilities: ['character-reference', 'image-to-image', 'text-to-image', 'style-reference'],
  strengths: ['Several characters', 'Open weights'],
  useCases: ['Characters', 'Edits by instruction', 'Comics'],
  collections: ['image', 'character', 'free'],
  listPriceMicroUsd: ZERO_USD,
  character: true,
  deployments: [{ provider: 'comfyui', deployment: 'qwen-image-edit' }],
  builtInStandIn: 'sandbox',
  addedAt: 1_764_000_000,
});
