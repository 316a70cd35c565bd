import { ZERO_USD } from '@aigateway/contract';
import { defineModel } from '../../define-model.ts';

/** Whatever model the operator has loaded; nobody else is paid. */
export const localEngine = defineModel({
  id: 'local/engine',
  name: 'Your own engine',
  maker: 'Your own',
  family: 'Local',
  modality: 'image',
  tagline: 'The model that runs on your own machine, behind the same API.',
  description:
    'Asks the engine that you run: stable-diffusion.cpp, a ComfyUI graph of your own, or ' +
    'any server that speaks the images API of OpenAI. What it can do depends on the model ' +
    'that you load.',
  capabilities: ['character-reference', 'image-to-image', 'text-to-image', 'style-reference'],
  strengths: ['No bill', 'Private'],
  useCases: ['Own models', 'Private pictures', 'Load tests'],
  collections: ['image', 'free'],
  listPriceMicroUsd: ZERO_USD,
  character: true,
  deployments: [
    { provider: 'sd-server', deployment: 'native' },
    { provider: 'comfyui', deployment: 'operator-graph' },
    { provider: 'openai-compatible', deployment: 'plain' },
    { provider: 'openai-compatible', deployment: 'vllm-omni' },
    { provider: 'openai-compatible', deployment: 'sglang' },
    { provider: 'openai-compatible', deployment: 'lemonade' },
    { provider: 'openai-compatible', deployment: 'localai' },
    { provider: 'openai-compatible', deployment: 'mlx' },
  ],
  builtInStandIn: 'never',
  addedAt: 1_764_000_000,
});
