import { z } from 'zod';
import {
  aspectRatioSchema,
  boxSchema,
  colorPaletteSchema,
  formPictureSchema,
  imageInputSchema,
  MAX_PICTURES,
  routingSchema,
  sizeSchema,
} from './image-fields.ts';

/** A model id: `<maker>/<model>`. */
export const modelIdSchema = z.string().min(1).max(128);

const openAiFields = {
  model: z
    .union([modelIdSchema, z.array(modelIdSchema).min(1).max(3)])
    .describe('Model id, or up to three tried in order.'),
  prompt: z.string().min(1).max(10_000).describe('What to show, 1 to 10 000 characters.'),
  n: z.int().min(1).max(10).default(1).describe('Number of pictures.'),
  size: sizeSchema.optional().describe('WIDTHxHEIGHT or auto.'),
  quality: z
    .enum(['low', 'medium', 'high', 'auto', 'standard', 'hd'])
    .optional()
    .describe('How much work is put into a picture, where the maker offers a choice.'),
  response_format: z.enum(['url', 'b64_json']).optional().describe('How pictures are returned.'),
  output_format: z
    .enum(['png', 'jpeg', 'webp'])
    .default('png')
    .describe('File format of the pictures.'),
  output_compression: z.int().min(0).max(100).optional().describe('Quality of jpeg and webp.'),
  background: z
    .enum(['transparent', 'opaque', 'auto'])
    .optional()
    .describe('Whether the picture may be see-through.'),
  moderation: z.enum(['low', 'auto']).optional().describe("How strict the maker's own filter is."),
  style: z.enum(['vivid', 'natural']).optional().describe("OpenAI's two looks; prefer art_style."),
  stream: z.boolean().optional().describe('Send pictures as they come, as server-sent events.'),
  partial_images: z
    .int()
    .min(0)
    .max(3)
    .optional()
    .describe('Intermediate pictures while streaming.'),
  user: z.string().max(256).optional().describe('Your own id of the end user.'),
  safety_identifier: z
    .string()
    .max(256)
    .optional()
    .describe('A stable, hashed id of the end user.'),
};

const characterFields = <Image extends z.ZodType>(image: Image) => ({
  image: z
    .union([image, z.array(image).min(1).max(MAX_PICTURES)])
    .optional()
    .describe('The source picture to remix. Alone, it is also the character reference.'),
  character_reference_images: z
    .array(image)
    .min(1)
    .max(4)
    .optional()
    .describe('Pictures of the character to keep. Alone, the first is also the source.'),
  character_reference_mask: image
    .optional()
    .describe('Grey or alpha, same size as the reference: white = the character.'),
  character_reference_box: boxSchema
    .optional()
    .describe('[x, y, width, height], 0..1: roughly where the character is.'),
  style_reference_images: z
    .array(image)
    .min(1)
    .max(10)
    .optional()
    .describe('Pictures whose look to take.'),
  character: z.string().startsWith('char_').max(64).optional().describe('A saved character.'),
});

const lookFields = {
  art_style: z.string().min(1).max(64).optional().describe('A named art style.'),
  style_type: z
    .enum(['auto', 'realistic', 'fiction'])
    .optional()
    .describe('Photographic or drawn.'),
  rendering_speed: z
    .enum(['turbo', 'default', 'quality'])
    .optional()
    .describe('Wins over quality.'),
  strength: z
    .number()
    .min(0.01)
    .max(1)
    .optional()
    .describe('Closeness to the source, higher = closer.'),
  negative_prompt: z.string().max(10_000).optional().describe('What to keep out.'),
  seed: z
    .int()
    .min(0)
    .max(2_147_483_647)
    .optional()
    .describe('The same seed and request ask for the same picture.'),
  aspect_ratio: aspectRatioSchema.optional().describe('Shape of the picture, in place of size.'),
  magic_prompt: z
    .enum(['auto', 'on', 'off'])
    .optional()
    .describe('Whether the prompt may be enriched.'),
  style_codes: z
    .array(z.string().regex(/^[0-9a-fA-F]{8}$/, 'must be 8 hexadecimal digits'))
    .max(8)
    .optional()
    .describe('Codes of looks at Ideogram.'),
  color_palette: colorPaletteSchema.optional().describe('A preset or weighted colours.'),
};

const deliveryFields = {
  async: z.boolean().optional().describe('Answer 202 with a job.'),
  webhook_url: z
    .url({ protocol: /^https$/ })
    .max(2048)
    .optional()
    .describe('Implies async.'),
  dry_run: z.boolean().optional().describe('Validate, resolve and price; make and charge nothing.'),
  provider_key_id: z.string().startsWith('pk_').max(64).optional().describe('A stored own key.'),
  routing: routingSchema.optional().describe('How to choose among deployments.'),
  explain: z.boolean().optional().describe('Add the report of what was done and why.'),
  metrics: z.boolean().optional().describe('Add appearance scores.'),
};

/** Every field of a call for pictures; `image` is the form that a picture has in the body. */
export function imageCallShape<Image extends z.ZodType>(image: Image) {
  return { ...openAiFields, ...characterFields(image), ...lookFields, ...deliveryFields };
}

const summary = 'Makes pictures from words and, for character models, from a reference.';

/** Body of `POST /v1/images/generations`. Unknown fields are refused. */
export const imageGenerationRequestSchema = z
  .strictObject(imageCallShape(imageInputSchema))
  .describe(summary);

/** The same as a multipart form. */
export const imageGenerationFormSchema = z
  .strictObject(imageCallShape(formPictureSchema))
  .describe(summary);

/** @see imageGenerationRequestSchema */
export type ImageGenerationRequest = z.infer<typeof imageGenerationRequestSchema>;

/** Appearance agreement of one picture with its reference, or why it was not measured. */
export const imageMetricsSchema = z.union([
  z.strictObject({ status: z.literal('not_measured'), reason: z.string() }),
  z.strictObject({
    status: z.literal('measured'),
    appearance: z.record(z.string(), z.number()),
  }),
]);

/** @see imageMetricsSchema */
export type ImageMetrics = z.infer<typeof imageMetricsSchema>;

/** One picture of an answer: `url` or `b64_json`. */
export const imageDataSchema = z.strictObject({
  url: z.url().optional(),
  b64_json: z.string().optional(),
  revised_prompt: z.string().optional(),
  seed: z.int().optional(),
  metrics: imageMetricsSchema.optional(),
});

/** What became of one field on a route. */
export const fieldReportSchema = z.strictObject({
  field: z.string(),
  support: z.enum(['used', 'converted', 'approximated', 'unsupported']),
  note: z.string().describe('Completes "`field` …"; empty for `used`.'),
});

/** What was tried and what became of every field, on request. */
export const explainSchema = z.strictObject({
  deployments: z.array(
    z.strictObject({
      provider: z.string(),
      deployment: z.string(),
      outcome: z.string(),
      reason: z.string(),
      latency_ms: z.int().optional(),
    }),
  ),
  fields: z.array(fieldReportSchema),
  plan: z.record(z.string(), z.unknown()).optional(),
});

/** Tokens that a maker counted; zeros where it counts none. */
export const imageUsageSchema = z.strictObject({
  total_tokens: z.int(),
  input_tokens: z.int(),
  output_tokens: z.int(),
  input_tokens_details: z.strictObject({ text_tokens: z.int(), image_tokens: z.int() }),
});

/** @see imageUsageSchema */
export type ImageUsage = z.infer<typeof imageUsageSchema>;

/** Answer of `POST /v1/images/generations`. */
export const imagesResponseSchema = z
  .strictObject({
    created: z.int().describe('Unix seconds.'),
    data: z.array(imageDataSchema).describe('One entry a picture.'),
    size: z.string().describe('The true size of the pictures.'),
    output_format: z.enum(['png', 'jpeg', 'webp']).describe('File format of the pictures.'),
    quality: z
      .enum(['low', 'medium', 'high', 'auto'])
      .describe('The quality they were made with; auto = not told.'),
    usage: imageUsageSchema.optional().describe('Tokens, where the maker counts them.'),
    explain: explainSchema.optional().describe('The report, when it was asked for.'),
  })
  .describe('Pictures');

/** @see imagesResponseSchema */
export type ImagesResponse = z.infer<typeof imagesResponseSchema>;

/** Answer of a dry run: nothing was made or charged. */
export const imageDryRunSchema = z
  .strictObject({
    object: z.literal('dry_run'),
    model: z.string(),
    n: z.int(),
    size: z.string(),
    price_cents: z.string().describe('What the call would cost, in cents.'),
    upstream_price_cents: z
      .string()
      .optional()
      .describe(
        'What the maker says it would take, where it quotes prices: for operators and own keys.',
      ),
    warnings: z.array(z.string()),
    explain: explainSchema,
  })
  .describe('Dry run');

/** @see imageDryRunSchema */
export type ImageDryRun = z.infer<typeof imageDryRunSchema>;
