import { listProviderKeysEndpoint } from '@aigateway/contract';
import { admit } from '../../admit.ts';
import { defineRoute } from '../../define-route.ts';
import { showProviderKey } from '../../show-provider-key.ts';

/** `GET /v1/provider-keys`. */
export const listProviderKeysRoute = defineRoute({
  endpoint: listProviderKeysEndpoint,
  async handle(context, services) {
    const { organisationId } = await admit(context, services, 'read');
    const keys = await services.ownKeys.list(organisationId);
    const data = keys.map(showProviderKey);
    return context.json({ object: 'list', data, has_more: false, next_cursor: null });
  },
});
