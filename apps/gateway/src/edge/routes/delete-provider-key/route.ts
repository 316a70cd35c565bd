import { deleteProviderKeyEndpoint } from '@aigateway/contract';
import { admit } from '../../admit.ts';
import { defineRoute } from '../../define-route.ts';

/** `DELETE /v1/provider-keys/{id}`. */
export const deleteProviderKeyRoute = defineRoute({
  endpoint: deleteProviderKeyEndpoint,
  async handle(context, services) {
    const { organisationId } = await admit(context, services, 'admin');
    const id = context.req.param('id') ?? '';
    await services.ownKeys.revoke(organisationId, id);
    return context.json({ id, object: 'provider_key', deleted: true });
  },
});
