import { z } from 'zod';
import { explainSchema, imageMetricsSchema, imageUsageSchema } from './images.ts';

const looks = {
  b64_json: z.string().describe('The picture, as base64.'),
  created_at: z.int().describe('Unix seconds.'),
  size: z.string().describe('The true size of this picture.'),
  quality: z.enum(['low', 'medium', 'high', 'auto']),
  background: z.enum(['transparent', 'opaque', 'auto']),
  output_format: z.enum(['png', 'jpeg', 'webp']),
  image_index: z.int().describe('Which of the n pictures, from 0.'),
};

/** An intermediate picture of a stream. */
function partialEventSchema<Type extends string>(type: Type) {
  return z
    .strictObject({
      type: z.literal(type),
      ...looks,
      partial_image_index: z.int().describe('Counts up for one picture, from 0.'),
    })
    .describe('Intermediate picture');
}

/** A finished picture of a stream: it is paid when this is sent. */
function completedEventSchema<Type extends string>(type: Type) {
  return z
    .strictObject({
      type: z.literal(type),
      ...looks,
      usage: imageUsageSchema.describe("The call's tokens, on its first event."),
      url: z.url().optional().describe('Beside the base64, where `response_format` says `url`.'),
      seed: z.int().optional(),
      revised_prompt: z.string().optional(),
      metrics: imageMetricsSchema.optional(),
      provider: z.string().describe('Who made it.'),
      cost_cents: z.string().describe('What this picture cost.'),
      warnings: z.array(z.string()).describe('What was not done exactly as asked.'),
      explain: explainSchema.optional(),
    })
    .describe('Finished picture');
}

/** Events of `POST /v1/images/generations`. */
export const imageGenerationEvents = {
  ImageGenerationPartialImage: partialEventSchema('image_generation.partial_image'),
  ImageGenerationCompleted: completedEventSchema('image_generation.completed'),
};

/** Events of `POST /v1/images/edits` and `/v1/images/variations`. */
export const imageEditEvents = {
  ImageEditPartialImage: partialEventSchema('image_edit.partial_image'),
  ImageEditCompleted: completedEventSchema('image_edit.completed'),
};

/** An intermediate picture, of either kind of stream. */
export type ImagePartialEvent =
  | z.infer<typeof imageGenerationEvents.ImageGenerationPartialImage>
  | z.infer<typeof imageEditEvents.ImageEditPartialImage>;

/** A finished picture, of either kind of stream. */
export type ImageCompletedEvent =
  | z.infer<typeof imageGenerationEvents.ImageGenerationCompleted>
  | z.infer<typeof imageEditEvents.ImageEditCompleted>;
