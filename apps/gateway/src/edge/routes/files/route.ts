import {
  ApiError,
  createFileEndpoint,
  deleteFileEndpoint,
  fileContentEndpoint,
  fileCreateFormSchema,
  fileListQuerySchema,
  getFileEndpoint,
  listFilesEndpoint,
} from '@aigateway/contract';
import { admit } from '../../admit.ts';
import { admitFor, readQuery } from '../../control-call.ts';
import { defineRoute } from '../../define-route.ts';
import { formToObject } from '../../image-call/form-to-object.ts';
import { isForm, readForm } from '../../image-call/read-form.ts';
import { checkValue } from '../../read-json.ts';

/** `POST /v1/files`. */
export const createFileRoute = defineRoute({
  endpoint: createFileEndpoint,
  async handle(context, services) {
    const by = await admit(context, services, 'images');
    if (!isForm(context)) {
      throw new ApiError('unsupported_media_type', 'A file is sent as multipart/form-data.');
    }
    const body = formToObject(await readForm(context), fileCreateFormSchema);
    const file = checkValue(body, fileCreateFormSchema);
    return context.json(await services.files.create(by, file), 201);
  },
});

/** `GET /v1/files`. */
export const listFilesRoute = defineRoute({
  endpoint: listFilesEndpoint,
  async handle(context, services) {
    const { by } = await admitFor(context, services, 'read');
    return context.json(await services.files.list(by, readQuery(context, fileListQuerySchema)));
  },
});

/** `GET /v1/files/{id}`. */
export const getFileRoute = defineRoute({
  endpoint: getFileEndpoint,
  async handle(context, services) {
    const { by, id } = await admitFor(context, services, 'read');
    return context.json(await services.files.get(by, id));
  },
});

/** `GET /v1/files/{id}/content`. */
export const fileContentRoute = defineRoute({
  endpoint: fileContentEndpoint,
  async handle(context, services) {
    const { by, id } = await admitFor(context, services, 'read');
    const { file, bytes } = await services.files.content(by, id);
    return context.body(new Uint8Array(bytes), 200, {
      'Content-Type': `image/${file.format}`,
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': "default-src 'none'; sandbox",
    });
  },
});

/** `DELETE /v1/files/{id}`. */
export const deleteFileRoute = defineRoute({
  endpoint: deleteFileEndpoint,
  async handle(context, services) {
    const { by, id } = await admitFor(context, services, 'images');
    return context.json(await services.files.delete(by, id));
  },
});
