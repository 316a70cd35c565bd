import { createProviderKeyEndpoint, createProviderKeySchema } from '@aigateway/contract';
import { admit } from '../../admit.ts';
import { defineRoute } from '../../define-route.ts';
import { readJson } from '../../read-json.ts';
import { showProviderKey } from '../../show-provider-key.ts';

/** `POST /v1/provider-keys`. */
export const createProviderKeyRoute = defineRoute({
  endpoint: createProviderKeyEndpoint,
  async handle(context, services) {
    const { organisationId } = await admit(context, services, 'admin');
    const { provider, key, name } = await readJson(context, createProviderKeySchema);
    const made = await services.ownKeys.attach({
      organisationId,
      provider,
      name: name ?? provider,
      secret: key,
    });
    return context.json(showProviderKey(made), 201);
  },
});
