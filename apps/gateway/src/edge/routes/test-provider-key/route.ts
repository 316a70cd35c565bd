import { PROVIDER_KEY_RESULTS, testProviderKeyEndpoint } from '@aigateway/contract';
import { admit } from '../../admit.ts';
import { defineRoute } from '../../define-route.ts';

/** `POST /v1/provider-keys/{id}/test`. */
export const testProviderKeyRoute = defineRoute({
  endpoint: testProviderKeyEndpoint,
  async handle(context, services) {
    const { organisationId } = await admit(context, services, 'admin');
    const id = context.req.param('id') ?? '';
    const result = await services.ownKeys.test(organisationId, id);
    const message = PROVIDER_KEY_RESULTS[result];
    return context.json({ id, object: 'provider_key_test', result, message });
  },
});
