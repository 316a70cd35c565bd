import { rotateProviderKeyEndpoint, rotateProviderKeySchema } from '@aigateway/contract';
import { actorOf } from '../../../principal.ts';
import { admit } from '../../admit.ts';
import { defineRoute } from '../../define-route.ts';
import { readJson } from '../../read-json.ts';
import { showProviderKey } from '../../show-provider-key.ts';

/** `POST /v1/provider-keys/{id}/rotate`. */
export const rotateProviderKeyRoute = defineRoute({
  endpoint: rotateProviderKeyEndpoint,
  async handle(context, services) {
    const by = await admit(context, services, 'admin');
    const { organisationId } = by;
    const next = await readJson(context, rotateProviderKeySchema);
    const id = context.req.param('id') ?? '';
    return context.json(
      showProviderKey(
        await services.ownKeys.rotate({ organisationId, actor: actorOf(by) }, id, next),
      ),
    );
  },
});
