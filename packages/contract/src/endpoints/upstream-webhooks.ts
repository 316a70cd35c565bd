import { z } from 'zod';
import { defineEndpoint } from '../endpoint.ts';

/** Most bytes of a delivery. */
export const MAX_WEBHOOK_BYTES = 1024 * 1024;

/** `POST /v1/upstream-webhooks/{provider}`. */
export const upstreamWebhookEndpoint = defineEndpoint({
  id: 'receiveUpstreamWebhook',
  method: 'post',
  path: '/v1/upstream-webhooks/{provider}',
  tag: 'Upstreams',
  summary: 'Take word from a maker that a job has ended',
  description:
    'Makers call this, not you. A delivery whose signature is genuine, not older than five ' +
    'minutes and not seen before makes the gateway look at the job at once; its content is ' +
    'never used. ' +
    'There is nothing here unless the gateway is reached by https and the maker can be checked.',
  auth: 'none',
  query: [
    { name: 'provider', schema: z.string(), description: '`ideogram`, `fal` or `replicate`.' },
  ],
  answer: {
    status: 200,
    description: 'It was genuine.',
    schemas: {
      UpstreamWebhookReceipt: z.strictObject({ received: z.literal(true) }),
    },
  },
  errors: ['invalid_signature', 'endpoint_not_found', 'payload_too_large', 'internal_error'],
});
