import { z } from 'zod';
import { boxSchema, imageInputSchema } from './image-fields.ts';

/** Body of `POST /v1/images/cutouts`. Unknown fields are refused. */
export const imageCutoutRequestSchema = z
  .strictObject({
    image: imageInputSchema,
    mask: imageInputSchema
      .optional()
      .describe('Grey or alpha, same size as the picture: white = the character.'),
    box: boxSchema
      .optional()
      .describe('[x, y, width, height], 0..1: roughly where the character is.'),
  })
  .describe('Cuts a character out of a picture, as the built-in engine would.');

/** Answer of `POST /v1/images/cutouts`: the character on nothing. */
export const imageCutoutSchema = z
  .strictObject({
    object: z.literal('image.cutout'),
    b64_json: z.string().describe('PNG with alpha, at most 1280 pixels a side.'),
    width: z.int(),
    height: z.int(),
    method: z
      .enum(['mask', 'alpha', 'plain-border', 'matting', 'photo', 'whole-picture'])
      .describe('How it was found; whole-picture = it could not be told from its background.'),
    confidence: z.number().min(0).max(1),
    box: z
      .strictObject({ x: z.int(), y: z.int(), width: z.int(), height: z.int() })
      .describe('The silhouette, in pixels of the cutout.'),
  })
  .describe('Cutout');

/** @see imageCutoutSchema */
export type ImageCutout = z.infer<typeof imageCutoutSchema>;
