import { defineEndpoint, type Endpoint } from '../endpoint.ts';
import type { ErrorCode } from '../errors.ts';
import {
  createProviderKeySchema,
  providerHealthListSchema,
  providerKeyDeletedSchema,
  providerKeyListSchema,
  providerKeySchema,
  providerKeyTestSchema,
  rotateProviderKeySchema,
} from '../provider-keys.ts';

const common: readonly ErrorCode[] = [
  'missing_api_key',
  'invalid_api_key',
  'expired_api_key',
  'scope_exceeded',
  'rate_limit_exceeded',
  'internal_error',
];
const asked: readonly ErrorCode[] = [...common, 'invalid_provider_key', 'upstream_saturated'];
const written: readonly ErrorCode[] = [
  ...asked,
  'invalid_json',
  'invalid_value',
  'unknown_field',
  'payload_too_large',
  'unsupported_media_type',
];

const shared = { tag: 'Own keys', auth: 'key' } as const;

/** `POST /v1/provider-keys`. */
export const createProviderKeyEndpoint = defineEndpoint({
  ...shared,
  id: 'createProviderKey',
  method: 'post',
  access: 'admin',
  path: '/v1/provider-keys',
  summary: 'Attach an own key',
  description:
    'Stores a key of your own account at a maker, sealed, after asking the maker about it. ' +
    'Models that it serves use it from then on; the wallet is not touched.',
  body: { name: 'CreateProviderKey', schema: createProviderKeySchema },
  answer: { status: 201, description: 'The key.', schemas: { ProviderKey: providerKeySchema } },
  errors: written,
});

/** `GET /v1/provider-keys`. */
export const listProviderKeysEndpoint = defineEndpoint({
  ...shared,
  id: 'listProviderKeys',
  method: 'get',
  access: 'read',
  path: '/v1/provider-keys',
  summary: 'List own keys',
  answer: {
    status: 200,
    description: 'The keys, without their secrets.',
    schemas: { ProviderKeyList: providerKeyListSchema },
  },
  errors: common,
});

/** `POST /v1/provider-keys/{id}/test`. */
export const testProviderKeyEndpoint: Endpoint = defineEndpoint({
  ...shared,
  id: 'testProviderKey',
  method: 'post',
  access: 'admin',
  path: '/v1/provider-keys/{id}/test',
  summary: 'Test an own key',
  description: 'Asks the maker, for free.',
  answer: {
    status: 200,
    description: 'How it ended.',
    schemas: { ProviderKeyTest: providerKeyTestSchema },
  },
  errors: [...asked, 'provider_key_not_found'],
});

/** `POST /v1/provider-keys/{id}/rotate`. */
export const rotateProviderKeyEndpoint = defineEndpoint({
  ...shared,
  id: 'rotateProviderKey',
  method: 'post',
  access: 'admin',
  path: '/v1/provider-keys/{id}/rotate',
  summary: 'Rotate an own key',
  body: { name: 'RotateProviderKey', schema: rotateProviderKeySchema },
  answer: { status: 200, description: 'The key.', schemas: { ProviderKey: providerKeySchema } },
  errors: [...written, 'provider_key_not_found'],
});

/** `DELETE /v1/provider-keys/{id}`. */
export const deleteProviderKeyEndpoint = defineEndpoint({
  ...shared,
  id: 'deleteProviderKey',
  method: 'delete',
  access: 'admin',
  path: '/v1/provider-keys/{id}',
  summary: 'End an own key',
  description: 'Wipes the sealed secret.',
  answer: {
    status: 200,
    description: 'It is gone.',
    schemas: { ProviderKeyDeleted: providerKeyDeletedSchema },
  },
  errors: [...common, 'provider_key_not_found'],
});

/** `GET /v1/health/providers`. */
export const providerHealthEndpoint = defineEndpoint({
  id: 'providerHealth',
  method: 'get',
  access: 'read',
  path: '/v1/health/providers',
  tag: 'Own keys',
  auth: 'key',
  summary: 'How the upstreams do',
  description: 'Every configured deployment: healthy, resting after failures, or being probed.',
  answer: {
    status: 200,
    description: 'One row a deployment.',
    schemas: { ProviderHealth: providerHealthListSchema },
  },
  errors: common,
});

/** All of them, in the order of the document. */
export const PROVIDER_KEY_ENDPOINTS: readonly Endpoint[] = [
  createProviderKeyEndpoint,
  listProviderKeysEndpoint,
  testProviderKeyEndpoint,
  rotateProviderKeyEndpoint,
  deleteProviderKeyEndpoint,
  providerHealthEndpoint,
];
