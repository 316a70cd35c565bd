import { providerHealthEndpoint } from '@aigateway/contract';
import { admit } from '../../admit.ts';
import { defineRoute } from '../../define-route.ts';

/** `GET /v1/health/providers`. */
export const providerHealthRoute = defineRoute({
  endpoint: providerHealthEndpoint,
  async handle(context, services) {
    await admit(context, services, 'read');
    return context.json({ object: 'list', data: services.readHealth() });
  },
});
