import { rotateProviderKeyEndpoint, rotateProviderKeySchema } from '@aigateway/contract';
import { actorOf } from '../../../principal.ts';
import { admit } from '../../admit.ts';
import { defineRoute } from '../../define-route.ts';
import { readJson } from '../../read-json.ts';
import { showProviderKey, warnAboutKey } from '../../show-provider-key.ts';

/** `POST /v1/provider-keys/{id}/rotate`. */
export const rotateProviderKeyRoute = defineRoute({
  endpoint: rotateProviderKeyEndpoint,
  async handle(context, services) {
    const by = await admit(context, services, 'admin');
    const { organisationId } = by;
    const next = await readJson(context, rotateProviderKeySchema);
    const id = context.req.param('id') ?? '';
    const { key, test } = await services.ownKeys.rotate(
      { organisationId, actor: actorOf(by) },
      id,
      next,
    );
    warnAboutKey(context, test);
    return context.json(showProviderKey(key));
  },
});
