import { defineEndpoint } from '../endpoint.ts';
import { imageCutoutRequestSchema, imageCutoutSchema } from '../image-cutouts.ts';

/** `POST /v1/images/cutouts`. */
export const imagesCutoutsEndpoint = defineEndpoint({
  id: 'createImageCutout',
  method: 'post',
  access: 'images',
  path: '/v1/images/cutouts',
  tag: 'Images',
  summary: 'Cut a character out of a picture',
  description:
    'What the built-in engine would take for the character. Free. Repair its alpha and send it ' +
    'as character_reference_mask where the engine was wrong.',
  auth: 'key',
  body: { name: 'ImageCutoutRequest', schema: imageCutoutRequestSchema },
  answer: { status: 200, description: 'The cutout.', schemas: { ImageCutout: imageCutoutSchema } },
  errors: [
    'invalid_json',
    'invalid_value',
    'unknown_field',
    'invalid_image',
    'missing_api_key',
    'invalid_api_key',
    'expired_api_key',
    'scope_exceeded',
    'image_not_found',
    'payload_too_large',
    'image_too_large',
    'unsupported_image_format',
    'unsupported_media_type',
    'rate_limit_exceeded',
    'internal_error',
    'upstream_saturated',
    'shutting_down',
  ],
});
