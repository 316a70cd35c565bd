import { defineEndpoint } from '../endpoint.ts';
import { imageEditFormSchema, imageEditRequestSchema } from '../image-edits.ts';
import { imageEditEvents } from '../image-events.ts';
import { IMAGE_CALL_HEADERS } from './headers.ts';
import { IMAGE_CALL_ERRORS } from './image-call-errors.ts';
import { IMAGE_CALL_ANSWER, IMAGE_CALL_QUERY } from './images-generations.ts';

/** `POST /v1/images/edits`. */
export const imagesEditsEndpoint = defineEndpoint({
  id: 'createImageEdit',
  method: 'post',
  access: 'images',
  path: '/v1/images/edits',
  tag: 'Images',
  summary: 'Change a picture',
  description:
    'Changes a given picture by words, with a mask only where the mask is transparent. For ' +
    'character models picture 1 is the source and picture 2 the character. Answers base64 unless ' +
    '`response_format` says `url`.',
  auth: 'key',
  query: IMAGE_CALL_QUERY,
  headers: IMAGE_CALL_HEADERS,
  body: { name: 'ImageEditRequest', schema: imageEditRequestSchema, form: imageEditFormSchema },
  answer: { ...IMAGE_CALL_ANSWER, events: imageEditEvents },
  errors: IMAGE_CALL_ERRORS,
});
