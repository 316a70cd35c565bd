import { deletedSchema } from '../deleted.ts';
import { defineEndpoint } from '../endpoint.ts';
import { fileCreateFormSchema, fileListQuerySchema, fileListSchema, fileSchema } from '../files.ts';
import { idParameter, queryParameters } from '../lists.ts';
import { READ_ERRORS } from './control-errors.ts';

const shared = { tag: 'Files', auth: 'key' } as const;
const id = idParameter('file');
const one = { File: fileSchema };

/** `POST /v1/files`. */
export const createFileEndpoint = defineEndpoint({
  ...shared,
  id: 'createFile',
  access: 'images',
  method: 'post',
  path: '/v1/files',
  summary: 'Keep a picture to start from',
  description:
    'Its id can stand wherever a picture is taken. What cameras note in pictures (place, time, ' +
    'device) is not kept; a picture that such a note turns is turned.',
  body: { name: 'FileCreate', form: fileCreateFormSchema },
  answer: { status: 201, description: 'The file.', schemas: one },
  errors: [
    'invalid_form',
    'invalid_image',
    ...READ_ERRORS,
    'payload_too_large',
    'image_too_large',
    'unsupported_image_format',
    'unsupported_media_type',
  ],
});

/** `GET /v1/files`. */
export const listFilesEndpoint = defineEndpoint({
  ...shared,
  id: 'listFiles',
  access: 'read',
  method: 'get',
  path: '/v1/files',
  summary: 'List the pictures kept here, newest first',
  query: queryParameters(fileListQuerySchema),
  answer: { status: 200, description: 'A page of files.', schemas: { FileList: fileListSchema } },
  errors: READ_ERRORS,
});

/** `GET /v1/files/{id}`. */
export const getFileEndpoint = defineEndpoint({
  ...shared,
  id: 'getFile',
  access: 'read',
  method: 'get',
  path: '/v1/files/{id}',
  summary: 'Read what a file is',
  query: [id],
  answer: { status: 200, description: 'The file.', schemas: one },
  errors: ['image_not_found', ...READ_ERRORS],
});

/** `GET /v1/files/{id}/content`. */
export const fileContentEndpoint = defineEndpoint({
  ...shared,
  id: 'getFileContent',
  access: 'read',
  method: 'get',
  path: '/v1/files/{id}/content',
  summary: 'Read the bytes of a file',
  query: [id],
  answer: { status: 200, description: 'The picture.', schemas: {} },
  errors: ['image_not_found', ...READ_ERRORS],
});

/** `DELETE /v1/files/{id}`. */
export const deleteFileEndpoint = defineEndpoint({
  ...shared,
  id: 'deleteFile',
  access: 'images',
  method: 'delete',
  path: '/v1/files/{id}',
  summary: 'Delete a picture',
  description: 'At once, with its bytes: its addresses and id answer 404 from then on.',
  query: [id],
  answer: { status: 200, description: 'It is gone.', schemas: { Deleted: deletedSchema } },
  errors: ['image_not_found', ...READ_ERRORS],
});
