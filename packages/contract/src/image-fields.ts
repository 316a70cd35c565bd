import { z } from 'zod';

/** Largest picture accepted: bytes, and pixels once decoded. */
export const MAX_IMAGE_BYTES = 25 * 1024 * 1024;
export const MAX_IMAGE_PIXELS = 50_000_000;
/** Largest JSON body: two pictures at the limit in base64, and some. */
export const MAX_JSON_BYTES = 80 * 1024 * 1024;
/** Largest multipart body: five pictures at the limit, and some. */
export const MAX_FORM_BYTES = 128 * 1024 * 1024;

/** A picture in a request: https URL, data URL, or the id of a picture kept here. */
export const imageInputSchema = z
  .union([
    z
      .string()
      .min(1)
      .refine(
        (text) => /^(https:\/\/|data:image\/|img_)/.test(text),
        'must be an https URL, a data:image/… URL or an img_… id',
      ),
    z.strictObject({ file_id: z.string().startsWith('img_', 'must be an img_… id') }),
  ])
  .describe('A picture: an https URL, a data: URL, or the id of a picture kept here.');

/** @see imageInputSchema */
export type ImageInput = z.infer<typeof imageInputSchema>;

/** A picture that came as a part of a multipart form. */
export class UploadedPicture {
  constructor(
    readonly bytes: Uint8Array,
    /** As the caller names it, without its folders. */
    readonly fileName: string | null = null,
  ) {}
}

/** A picture in a multipart form: a file, or text as in JSON. */
export const formPictureSchema = z.union([
  z.instanceof(UploadedPicture, { error: 'must be a file' }).meta({
    type: 'string',
    format: 'binary',
    description: 'A PNG, JPEG or WebP file.',
  }),
  imageInputSchema,
]);

/** A picture of a call, whatever form the call had. */
export type RequestPicture = z.infer<typeof formPictureSchema>;

/** Most pictures in one field. */
export const MAX_PICTURES = 16;

/** A picture as OpenAI's edits write it in JSON; plain strings are taken as well. */
export const imageReferenceSchema = z.union([
  imageInputSchema,
  z.strictObject({ image_url: addressSchema() }),
]);

/** @see imageReferenceSchema */
export type ImageReference = z.infer<typeof imageReferenceSchema>;

/** An https or data URL. */
export function addressSchema() {
  return z
    .string()
    .regex(/^(https:\/\/|data:image\/)/, 'must be an https URL or a data:image/… URL');
}

/** `WIDTHxHEIGHT` in pixels, or `auto`. */
export const sizeSchema = z
  .string()
  .regex(/^(auto|[1-9]\d{1,4}x[1-9]\d{1,4})$/, 'must be WIDTHxHEIGHT such as 1024x1024, or auto');

/** A ratio such as `16:9` or `16x9`. */
export const aspectRatioSchema = z
  .string()
  .regex(/^[1-9]\d?[:x][1-9]\d?$/, 'must be a ratio such as 16:9 or 16x9');

const share = z.number().min(0).max(1);

/** `[x, y, width, height]` as shares of the picture. */
export const boxSchema = z
  .tuple([share, share, share.gt(0), share.gt(0)])
  .refine(([x, y, w, h]) => x + w <= 1.0001 && y + h <= 1.0001, 'must lie inside the picture');

/** Ideogram's colour palette: a preset's name, or weighted colours. */
export const colorPaletteSchema = z.union([
  z.strictObject({ name: z.string().min(1).max(40) }),
  z.strictObject({
    members: z
      .array(
        z.strictObject({
          color_hex: z.string().regex(/^#[0-9a-fA-F]{6}$/, 'must be #RRGGBB'),
          color_weight: z.number().min(0.05).max(1).optional(),
        }),
      )
      .min(1)
      .max(8),
  }),
]);

/** How to choose among the deployments of a model. */
export const routingSchema = z.strictObject({
  policy: z.enum(['cost', 'latency', 'pinned']).optional(),
  providers: z.array(z.string().min(1).max(40)).min(1).max(10).optional(),
  allow_fallback: z.boolean().optional(),
});
