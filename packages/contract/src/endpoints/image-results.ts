import { z } from 'zod';
import { defineEndpoint } from '../endpoint.ts';
import { imagesResponseSchema } from '../images.ts';
import { READ_ERRORS } from './control-errors.ts';

/** `GET /v1/images/results/{request_id}`. */
export const imageResultEndpoint = defineEndpoint({
  id: 'readImageResult',
  method: 'get',
  access: 'read',
  path: '/v1/images/results/{request_id}',
  tag: 'Images',
  summary: 'Fetch the pictures of a call again',
  description:
    'For 24 hours the pictures of a call can be fetched under its request id, also those of a ' +
    'call whose caller hung up: where stopping saves nothing they are made, kept and charged. ' +
    'While they are being made the answer is 503 with `Retry-After`; 404 means there are none, ' +
    'and none were charged.',
  auth: 'key',
  query: [{ name: 'request_id', schema: z.string(), description: 'As `x-request-id` said it.' }],
  answer: { status: 200, description: 'The pictures.', schemas: { Images: imagesResponseSchema } },
  errors: [...READ_ERRORS, 'request_not_found', 'result_not_ready'],
});
