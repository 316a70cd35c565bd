import { ApiError, MAX_WEBHOOK_BYTES, upstreamWebhookEndpoint } from '@aigateway/contract';
import { defineRoute } from '../../define-route.ts';
import { readText } from '../../read-json.ts';

/** `POST /v1/upstream-webhooks/{provider}`: makers say that a job has ended. */
export const upstreamWebhookRoute = defineRoute({
  endpoint: upstreamWebhookEndpoint,
  async handle(context, services) {
    const body = Buffer.from(await readText(context, MAX_WEBHOOK_BYTES));
    const headers = context.req.header();
    const provider = context.req.param('provider') ?? '';
    // Who is refused learns nothing of why.
    switch (await services.receiveWebhook(provider, { headers, body })) {
      case 'accepted':
        return context.json({ received: true });
      case 'refused':
        throw new ApiError('invalid_signature', 'The delivery was not accepted.');
      default:
        throw new ApiError('endpoint_not_found', 'There is nothing here.');
    }
  },
});
