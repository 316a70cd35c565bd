import { z } from 'zod';
import {
  addressSchema,
  formPictureSchema,
  imageInputSchema,
  imageReferenceSchema,
  MAX_PICTURES,
} from './image-fields.ts';
import { imageCallShape } from './images.ts';

const inputFidelitySchema = z
  .enum(['high', 'low'])
  .optional()
  .describe('How closely the given pictures are kept, where the maker offers a choice.');
const MASK = 'What to repaint: transparent = repaint. A PNG of the size of the first picture.';
const summary = 'Changes a given picture by words; with a mask only where the mask is transparent.';

/** JSON body of `POST /v1/images/edits`: the pictures by `images`, `image` or `image_url`. */
export const imageEditRequestSchema = z
  .strictObject({
    ...imageCallShape(imageInputSchema),
    images: z
      .array(imageReferenceSchema)
      .min(1)
      .max(MAX_PICTURES)
      .optional()
      .describe('The pictures: the first is the source, for character models the second is kept.'),
    image_url: addressSchema().optional().describe('The one picture, by its address.'),
    mask: imageReferenceSchema.optional().describe(MASK),
    input_fidelity: inputFidelitySchema,
  })
  .describe(summary);

/** @see imageEditRequestSchema */
export type ImageEditRequest = z.infer<typeof imageEditRequestSchema>;

/** Multipart form of `POST /v1/images/edits`. */
export const imageEditFormSchema = z
  .strictObject({
    ...imageCallShape(formPictureSchema),
    mask: formPictureSchema.optional().describe(MASK),
    input_fidelity: inputFidelitySchema,
  })
  .describe(summary);

/** A call for pictures, whatever surface and form it came in by: `prompt` may be empty. */
export type ImageRequest = z.infer<typeof imageEditFormSchema>;

/** A variation is made without words: whatever else a call may say, it may say here. */
function variationShape<Image extends z.ZodType>(image: Image) {
  const { prompt: _, image: __, character_reference_images: ___, ...rest } = imageCallShape(image);
  return { image: image.describe('The picture to vary.'), ...rest };
}
const variation = 'Makes other pictures of what a given one shows, without words.';

/** JSON body of `POST /v1/images/variations`. */
export const imageVariationRequestSchema = z
  .strictObject(variationShape(imageInputSchema))
  .describe(variation);

/** Multipart form of `POST /v1/images/variations`. */
export const imageVariationFormSchema = z
  .strictObject(variationShape(formPictureSchema))
  .describe(variation);
