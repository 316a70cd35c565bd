import { z } from 'zod';

/** One entry of `GET /v1/models`: OpenAI's list shape and what we add. */
export const modelSchema = z
  .strictObject({
    id: z.string(),
    object: z.literal('model'),
    created: z.int(),
    owned_by: z.string(),
    name: z.string(),
    modality: z.literal('image'),
    description: z.string(),
    pricing: z.strictObject({ image_usd: z.string(), unit: z.literal('image') }),
    capabilities: z.array(z.string()),
    endpoints: z.array(z.string()),
  })
  .describe('Model');

/** @see modelSchema */
export type Model = z.infer<typeof modelSchema>;

/** Answer of `GET /v1/models`. */
export const modelListSchema = z
  .strictObject({ object: z.literal('list'), data: z.array(modelSchema) })
  .describe('Models');
