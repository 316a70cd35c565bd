import { z } from 'zod';
import { defineEndpoint } from '../endpoint.ts';

/** `GET /img/{file}`: the media host. */
export const imageFileEndpoint = defineEndpoint({
  id: 'getImageFile',
  method: 'get',
  path: '/img/{file}',
  tag: 'Media',
  summary: 'Read the bytes of a picture',
  description: 'The signed URLs that answers carry. Ranges are honoured.',
  auth: 'none',
  query: [
    { name: 'file', schema: z.string(), description: '`img_….png`, `.jpeg` or `.webp`.' },
    { name: 'exp', schema: z.string(), description: 'Unix seconds until which the URL is good.' },
    { name: 'sig', schema: z.string(), description: 'Signature of id and date.' },
  ],
  answer: { status: 200, description: 'The picture.', schemas: {} },
  errors: ['image_not_found', 'internal_error'],
});
