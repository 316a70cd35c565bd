import { z } from 'zod';
import { defineEndpoint, type EndpointParameter } from '../endpoint.ts';
import { imageGenerationEvents } from '../image-events.ts';
import {
  imageDryRunSchema,
  imageGenerationFormSchema,
  imageGenerationRequestSchema,
  imagesResponseSchema,
} from '../images.ts';
import { jobSchema } from '../jobs.ts';
import { IMAGE_CALL_HEADERS } from './headers.ts';
import { IMAGE_CALL_ERRORS } from './image-call-errors.ts';

/** Query of every call for pictures. */
export const IMAGE_CALL_QUERY: readonly EndpointParameter[] = [
  {
    name: 'dry_run',
    schema: z.enum(['true', 'false']).optional(),
    description: 'Validate, resolve and price; make and charge nothing.',
  },
];

/** Answer of every call for pictures. */
export const IMAGE_CALL_ANSWER = {
  status: 200,
  description: 'The pictures, the price of a dry run, or events where `stream` is true.',
  schemas: { Images: imagesResponseSchema, ImageDryRun: imageDryRunSchema },
  accepted: {
    description:
      'A job, where `async`, `webhook_url` or `Prefer: respond-async` asks for one. `Location` ' +
      'is its address, `Retry-After` says when to look.',
    schemas: { Job: jobSchema },
  },
} as const;

/** `POST /v1/images/generations`. */
export const imagesGenerationsEndpoint = defineEndpoint({
  id: 'createImage',
  method: 'post',
  access: 'images',
  path: '/v1/images/generations',
  tag: 'Images',
  summary: 'Make pictures',
  description:
    'Makes `n` pictures from a prompt and, for character models, from a reference picture. ' +
    'What a route cannot do exactly is named in the `x-aig-warning` header.',
  auth: 'key',
  query: IMAGE_CALL_QUERY,
  headers: IMAGE_CALL_HEADERS,
  body: {
    name: 'ImageGenerationRequest',
    schema: imageGenerationRequestSchema,
    form: imageGenerationFormSchema,
  },
  answer: { ...IMAGE_CALL_ANSWER, events: imageGenerationEvents },
  errors: IMAGE_CALL_ERRORS,
});
