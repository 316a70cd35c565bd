import { ApiError, stripeWebhookEndpoint } from '@aigateway/contract';
import { defineRoute } from '../../define-route.ts';
import { readText } from '../../read-json.ts';

const MAX_EVENT_BYTES = 512 * 1024;

/** `POST /v1/payments/stripe/webhook`: the signature is over the very bytes. */
export const stripeWebhookRoute = defineRoute({
  endpoint: stripeWebhookEndpoint,
  async handle(context, { credit }) {
    if (credit.receiveEvent === null) {
      throw new ApiError('endpoint_not_found', 'No payment provider is configured here.');
    }
    const body = await readText(context, MAX_EVENT_BYTES);
    await credit.receiveEvent(body, context.req.header('stripe-signature') ?? '');
    return context.json({ received: true });
  },
});
