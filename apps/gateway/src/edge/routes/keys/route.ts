import {
  createKeyEndpoint,
  getKeyEndpoint,
  keyCreateSchema,
  keyRotateQuerySchema,
  keyUpdateSchema,
  listKeysEndpoint,
  pageQuerySchema,
  revokeKeyEndpoint,
  rotateKeyEndpoint,
  updateKeyEndpoint,
} from '@aigateway/contract';
import { admitFor, readQuery } from '../../control-call.ts';
import { defineRoute } from '../../define-route.ts';
import { readJson } from '../../read-json.ts';

/** `POST /v1/keys`. */
export const createKeyRoute = defineRoute({
  endpoint: createKeyEndpoint,
  async handle(context, services) {
    const { by } = await admitFor(context, services, 'own_keys');
    const body = await readJson(context, keyCreateSchema);
    return context.json(await services.control.createKey(by, body), 201);
  },
});

/** `GET /v1/keys`. */
export const listKeysRoute = defineRoute({
  endpoint: listKeysEndpoint,
  async handle(context, services) {
    const { by } = await admitFor(context, services, 'read');
    const page = readQuery(context, pageQuerySchema);
    return context.json(await services.control.listKeys(by, page));
  },
});

/** `GET /v1/keys/{id}`. */
export const getKeyRoute = defineRoute({
  endpoint: getKeyEndpoint,
  async handle(context, services) {
    const { by, id } = await admitFor(context, services, 'read');
    return context.json(await services.control.getKey(by, id));
  },
});

/** `PATCH /v1/keys/{id}`. */
export const updateKeyRoute = defineRoute({
  endpoint: updateKeyEndpoint,
  async handle(context, services) {
    const { by, id } = await admitFor(context, services, 'own_keys');
    const change = await readJson(context, keyUpdateSchema);
    return context.json(await services.control.updateKey(by, id, change));
  },
});

/** `DELETE /v1/keys/{id}`. */
export const revokeKeyRoute = defineRoute({
  endpoint: revokeKeyEndpoint,
  async handle(context, services) {
    const { by, id } = await admitFor(context, services, 'own_keys');
    return context.json(await services.control.revokeKey(by, id));
  },
});

/** `POST /v1/keys/{id}/rotate`. */
export const rotateKeyRoute = defineRoute({
  endpoint: rotateKeyEndpoint,
  async handle(context, services) {
    const { by, id } = await admitFor(context, services, 'own_keys');
    const query = readQuery(context, keyRotateQuerySchema);
    return context.json(await services.control.rotateKey(by, id, query.at_once === 'true'));
  },
});
