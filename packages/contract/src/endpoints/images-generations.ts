import { z } from 'zod';
import { defineEndpoint } from '../endpoint.ts';
import {
  imageDryRunSchema,
  imageGenerationRequestSchema,
  imagesResponseSchema,
} from '../images.ts';

/** `POST /v1/images/generations`. */
export const imagesGenerationsEndpoint = defineEndpoint({
  id: 'createImage',
  method: 'post',
  path: '/v1/images/generations',
  tag: 'Images',
  summary: 'Make pictures',
  description:
    'Makes `n` pictures from a prompt and, for character models, from a reference picture. ' +
    'What a route cannot do exactly is named in the `x-aig-warning` header.',
  auth: 'key',
  query: [
    {
      name: 'dry_run',
      schema: z.enum(['true', 'false']).optional(),
      description: 'Validate, resolve and price; make and charge nothing.',
    },
  ],
  body: { name: 'ImageGenerationRequest', schema: imageGenerationRequestSchema },
  answer: {
    status: 200,
    description: 'The pictures, or the price of a dry run.',
    schemas: { Images: imagesResponseSchema, ImageDryRun: imageDryRunSchema },
  },
  errors: [
    'invalid_json',
    'invalid_value',
    'unknown_field',
    'unsupported_value',
    'missing_image',
    'invalid_image',
    'unsupported_size',
    'too_many_images',
    'moderation_blocked',
    'missing_api_key',
    'invalid_api_key',
    'expired_api_key',
    'invalid_provider_key',
    'wallet_empty',
    'budget_exceeded',
    'provider_account_empty',
    'model_not_allowed',
    'scope_exceeded',
    'model_not_found',
    'image_not_found',
    'provider_key_not_found',
    'payload_too_large',
    'image_too_large',
    'unsupported_image_format',
    'unsupported_media_type',
    'rate_limit_exceeded',
    'concurrency_limit_exceeded',
    'upstream_failed',
    'internal_error',
    'upstream_saturated',
    'no_healthy_deployment',
    'no_deployment',
    'shutting_down',
    'upstream_timeout',
  ],
});
