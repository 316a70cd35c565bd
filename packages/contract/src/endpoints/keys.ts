import { deletedSchema } from '../deleted.ts';
import { defineEndpoint } from '../endpoint.ts';
import {
  keyCreateSchema,
  keyListSchema,
  keyRotateQuerySchema,
  keySchema,
  keyUpdateSchema,
  keyWithSecretSchema,
} from '../keys.ts';
import { idParameter, pageQuerySchema, queryParameters } from '../lists.ts';
import { READ_ERRORS, WRITE_ERRORS } from './control-errors.ts';

const shared = { tag: 'Keys', auth: 'key' } as const;
const id = idParameter('key');

/** `POST /v1/keys`. */
export const createKeyEndpoint = defineEndpoint({
  ...shared,
  id: 'createKey',
  method: 'post',
  access: 'own_keys',
  path: '/v1/keys',
  summary: 'Make a key',
  description:
    'Needs the scope `admin`. Absent caps are those of the key that makes it; nobody gives more ' +
    'than they have. The secret is in this answer only.',
  body: { name: 'KeyCreate', schema: keyCreateSchema },
  answer: {
    status: 201,
    description: 'The key with its secret.',
    schemas: { KeyWithSecret: keyWithSecretSchema },
  },
  errors: [...WRITE_ERRORS, 'sub_account_not_found'],
});

/** `GET /v1/keys`. */
export const listKeysEndpoint = defineEndpoint({
  ...shared,
  id: 'listKeys',
  method: 'get',
  access: 'read',
  path: '/v1/keys',
  summary: 'List the keys, newest first',
  description: 'Without those that the playground hands to browsers for an hour.',
  query: queryParameters(pageQuerySchema),
  answer: { status: 200, description: 'A page of keys.', schemas: { KeyList: keyListSchema } },
  errors: READ_ERRORS,
});

/** `GET /v1/keys/{id}`. */
export const getKeyEndpoint = defineEndpoint({
  ...shared,
  id: 'getKey',
  method: 'get',
  access: 'read',
  path: '/v1/keys/{id}',
  summary: 'Read one key',
  query: [id],
  answer: { status: 200, description: 'The key.', schemas: { Key: keySchema } },
  errors: [...READ_ERRORS, 'key_not_found'],
});

/** `PATCH /v1/keys/{id}`. */
export const updateKeyEndpoint = defineEndpoint({
  ...shared,
  id: 'updateKey',
  method: 'patch',
  access: 'own_keys',
  path: '/v1/keys/{id}',
  summary: 'Change a key',
  description: 'Needs the scope `admin`. Nobody raises their own limits or gives more than theirs.',
  query: [id],
  body: { name: 'KeyUpdate', schema: keyUpdateSchema },
  answer: { status: 200, description: 'The key as it is now.', schemas: { Key: keySchema } },
  errors: [...WRITE_ERRORS, 'key_not_found'],
});

/** `DELETE /v1/keys/{id}`. */
export const revokeKeyEndpoint = defineEndpoint({
  ...shared,
  id: 'revokeKey',
  method: 'delete',
  access: 'own_keys',
  path: '/v1/keys/{id}',
  summary: 'Revoke a key',
  description: 'Needs the scope `admin`. Works at once here and within two seconds elsewhere.',
  query: [id],
  answer: { status: 200, description: 'It is revoked.', schemas: { Deleted: deletedSchema } },
  errors: [...READ_ERRORS, 'key_not_found'],
});

/** `POST /v1/keys/{id}/rotate`. */
export const rotateKeyEndpoint = defineEndpoint({
  ...shared,
  id: 'rotateKey',
  method: 'post',
  access: 'own_keys',
  path: '/v1/keys/{id}/rotate',
  summary: 'Give a key a new secret',
  description:
    'Needs the scope `admin`. Id, caps and usage stay. The old secret dies when the new one is ' +
    'first used, or now with `at_once=true`.',
  query: [id, ...queryParameters(keyRotateQuerySchema)],
  answer: {
    status: 200,
    description: 'The key with its new secret.',
    schemas: { KeyWithSecret: keyWithSecretSchema },
  },
  errors: [...READ_ERRORS, 'key_not_found'],
});
