import { z } from 'zod';

const speedPrices = z.strictObject({
  turbo: z.string(),
  default: z.string(),
  quality: z.string(),
});

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
    pricing: z.strictObject({
      image_usd: z.string().describe('Dollars for one picture.'),
      unit: z.literal('image'),
      by_speed: speedPrices.optional().describe('Where the speed, or quality, changes it.'),
      by_size: z
        .record(z.string(), speedPrices)
        .optional()
        .describe('Of the sizes `WxH` that change it; all others cost what `by_speed` says.'),
    }),
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

const word = z.string().min(1).max(100);

/** Query of `GET /v1/models`: every filter narrows the list. */
export const modelListQuerySchema = z.strictObject({
  modality: word.optional().describe('What it makes: `image`.'),
  provider: word.optional().describe('Its maker, or an upstream that can serve it.'),
  collection: word.optional().describe('A collection that it is in, such as `character`.'),
  capability: word.optional().describe('Something that it can do, such as `image-to-image`.'),
  search: word.optional().describe('Words of which all are in its id, name or description.'),
  max_price_cents: z.coerce
    .number()
    .min(0)
    .max(1_000_000)
    .optional()
    .describe('The most that one picture may cost, in US cents.'),
});

/** @see modelListQuerySchema */
export type ModelListQuery = z.infer<typeof modelListQuerySchema>;

/** Answer of `GET /v1/capabilities`: what can be asked for, and which models do it. */
export const capabilitiesSchema = z
  .strictObject({
    object: z.literal('capabilities'),
    modalities: z.array(z.string()),
    endpoints: z.array(z.string()),
    capabilities: z.record(z.string(), z.array(z.string())).describe('Model ids by capability.'),
    collections: z.record(z.string(), z.array(z.string())).describe('Model ids by collection.'),
    art_styles: z.array(z.string()).describe('Named styles of the built-in engine.'),
    output_formats: z.array(z.string()),
    max_images_per_request: z.int(),
    max_image_bytes: z.int(),
    max_image_pixels: z.int(),
  })
  .describe('Capabilities');

/** @see capabilitiesSchema */
export type Capabilities = z.infer<typeof capabilitiesSchema>;
