import { defineEndpoint } from '../endpoint.ts';
import { imageVariationFormSchema, imageVariationRequestSchema } from '../image-edits.ts';
import { imageEditEvents } from '../image-events.ts';
import { IMAGE_CALL_HEADERS } from './headers.ts';
import { IMAGE_CALL_ERRORS } from './image-call-errors.ts';
import { IMAGE_CALL_ANSWER, IMAGE_CALL_QUERY } from './images-generations.ts';

/** `POST /v1/images/variations`. */
export const imagesVariationsEndpoint = defineEndpoint({
  id: 'createImageVariation',
  method: 'post',
  access: 'images',
  path: '/v1/images/variations',
  tag: 'Images',
  summary: 'Vary a picture',
  description: 'Makes other pictures of what a given one shows, without words.',
  auth: 'key',
  query: IMAGE_CALL_QUERY,
  headers: IMAGE_CALL_HEADERS,
  body: {
    name: 'ImageVariationRequest',
    schema: imageVariationRequestSchema,
    form: imageVariationFormSchema,
  },
  answer: { ...IMAGE_CALL_ANSWER, events: imageEditEvents },
  errors: IMAGE_CALL_ERRORS,
});
