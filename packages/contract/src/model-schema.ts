import { z } from 'zod';
import { fieldReportSchema } from './images.ts';

const json = z.record(z.string(), z.unknown());

/** The deployment that a model's calls go to first, as things are configured now. */
export const modelRouteSchema = z.strictObject({
  provider: z.string(),
  deployment: z.string(),
  available: z.boolean().describe('False = not configured here; calls answer 503 no_deployment.'),
  stand_in: z.boolean().describe('True = another provider stands in for the maker.'),
});

/** Answer of `GET /v1/models/{id}/schema`: what this model honours on its present route. */
export const modelRequestSchema = z
  .strictObject({
    object: z.literal('model.schema'),
    model: z.string(),
    endpoint: z.string().describe('Path that takes the request.'),
    route: modelRouteSchema,
    fallbacks: z.array(modelRouteSchema).describe('Tried next, in order; they may honour less.'),
    request_schema: json.describe(
      'JSON Schema (2020-12) of the body: exactly the fields that have an effect. ' +
        '`x-aig-support` and `x-aig-note` say where one is converted or approximated.',
    ),
    not_honoured: z
      .array(fieldReportSchema.omit({ support: true }))
      .describe('Fields that are accepted, have no effect here and are named in x-aig-warning.'),
    defaults: json.describe('What a field means that is not sent.'),
    sizes: z.strictObject({
      min_side: z.int(),
      max_side: z.int(),
      exact: z
        .array(z.string())
        .nullable()
        .describe('Sizes met to the pixel; null = those that the note of `size` describes.'),
      aspect_ratios: z.array(z.string()).nullable().describe('Ratios met exactly; null = any.'),
    }),
    limits: z.strictObject({
      reference_images: z.int().nullable().describe('Pictures in all roles; null = no own bound.'),
      images_in_flight: z.int().describe('Pictures this route makes at once; others wait.'),
      deadline_seconds: z.int(),
      image_bytes: z.int(),
      image_pixels: z.int(),
      body_bytes: z.int(),
    }),
    art_styles: z.array(z.strictObject({ id: z.string(), title: z.string(), summary: z.string() })),
    examples: z.array(
      z.strictObject({
        request: json,
        curl: z.string(),
        python: z.string(),
        typescript: z.string(),
      }),
    ),
  })
  .describe('Model schema');

/** @see modelRequestSchema */
export type ModelRequestSchema = z.infer<typeof modelRequestSchema>;
