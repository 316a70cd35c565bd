import { z } from 'zod';
import { defineEndpoint } from '../endpoint.ts';
import { modelRequestSchema } from '../model-schema.ts';
import { modelListSchema, modelSchema } from '../models.ts';

const MODEL_ID = [
  { name: 'maker', schema: z.string(), description: 'First half of the model id.' },
  { name: 'model', schema: z.string(), description: 'Second half of the model id.' },
];

/** `GET /v1/models`. */
export const listModelsEndpoint = defineEndpoint({
  id: 'listModels',
  method: 'get',
  path: '/v1/models',
  tag: 'Models',
  summary: 'List the models',
  auth: 'none',
  answer: { status: 200, description: 'All models.', schemas: { ModelList: modelListSchema } },
  errors: ['internal_error'],
});

/** `GET /v1/models/{maker}/{model}`; the id may also be sent as one encoded segment. */
export const getModelEndpoint = defineEndpoint({
  id: 'getModel',
  method: 'get',
  path: '/v1/models/{maker}/{model}',
  tag: 'Models',
  summary: 'Read one model',
  auth: 'none',
  query: MODEL_ID,
  answer: { status: 200, description: 'The model.', schemas: { Model: modelSchema } },
  errors: ['model_not_found', 'internal_error'],
});

/** `GET /v1/models/{maker}/{model}/schema`; the id may also be sent as one encoded segment. */
export const modelSchemaEndpoint = defineEndpoint({
  id: 'getModelSchema',
  method: 'get',
  path: '/v1/models/{maker}/{model}/schema',
  tag: 'Models',
  summary: 'Read what a model honours',
  description:
    'The JSON Schema of the request that this model honours on its present route, with defaults, ' +
    'limits, sizes, art styles and examples. It follows the configuration: another route, ' +
    'another schema.',
  auth: 'none',
  query: MODEL_ID,
  answer: {
    status: 200,
    description: 'The schema of its requests.',
    schemas: { ModelSchema: modelRequestSchema },
  },
  errors: ['model_not_found', 'internal_error', 'no_deployment'],
});
