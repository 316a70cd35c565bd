import { balanceSchema } from '../balance.ts';
import { defineEndpoint } from '../endpoint.ts';

/** `GET /v1/balance`. */
export const balanceEndpoint = defineEndpoint({
  id: 'getBalance',
  method: 'get',
  access: 'read',
  path: '/v1/balance',
  tag: 'Account',
  summary: 'Read the balance',
  description:
    'Posted, held and available credit of the organisation. A key of a sub-account sees what it ' +
    'may spend itself: the least of the wallet, the cap of its sub-account and its own.',
  auth: 'key',
  answer: { status: 200, description: 'The three balances.', schemas: { Balance: balanceSchema } },
  errors: [
    'missing_api_key',
    'invalid_api_key',
    'expired_api_key',
    'scope_exceeded',
    'rate_limit_exceeded',
    'internal_error',
  ],
});
