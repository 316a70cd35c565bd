import { createProviderKeyEndpoint, createProviderKeySchema } from '@aigateway/contract';
import { actorOf } from '../../../principal.ts';
import { admit } from '../../admit.ts';
import { defineRoute } from '../../define-route.ts';
import { readJson } from '../../read-json.ts';
import { showProviderKey, warnAboutKey } from '../../show-provider-key.ts';

/** `POST /v1/provider-keys`. */
export const createProviderKeyRoute = defineRoute({
  endpoint: createProviderKeyEndpoint,
  async handle(context, services) {
    const by = await admit(context, services, 'admin');
    const { provider, secret, validate, name } = await readJson(context, createProviderKeySchema);
    const { key, test } = await services.ownKeys.attach({
      organisationId: by.organisationId,
      actor: actorOf(by),
      provider,
      name: name ?? provider,
      secret,
      validate,
    });
    warnAboutKey(context, test);
    return context.json(showProviderKey(key), 201);
  },
});
