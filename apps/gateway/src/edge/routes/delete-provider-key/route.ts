import { deleteProviderKeyEndpoint } from '@aigateway/contract';
import { actorOf } from '../../../principal.ts';
import { admit } from '../../admit.ts';
import { defineRoute } from '../../define-route.ts';

/** `DELETE /v1/provider-keys/{id}`. */
export const deleteProviderKeyRoute = defineRoute({
  endpoint: deleteProviderKeyEndpoint,
  async handle(context, services) {
    const by = await admit(context, services, 'admin');
    const { organisationId } = by;
    const id = context.req.param('id') ?? '';
    await services.ownKeys.revoke({ organisationId, actor: actorOf(by) }, id);
    return context.json({ id, object: 'provider_key', deleted: true });
  },
});
