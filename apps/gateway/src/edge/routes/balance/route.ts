import { type Balance, balanceEndpoint } from '@aigateway/contract';
import { admit } from '../../admit.ts';
import { defineRoute } from '../../define-route.ts';

const MICRO_USD_A_CENT = 10_000;

/** `GET /v1/balance`. */
export const balanceRoute = defineRoute({
  endpoint: balanceEndpoint,
  async handle(context, services) {
    const principal = await admit(context, services, 'read');
    const { posted, held, available } = await services.readBalance(principal);
    const answer: Balance = {
      object: 'balance',
      currency: 'usd',
      posted_cents: Number(posted) / MICRO_USD_A_CENT,
      held_cents: Number(held) / MICRO_USD_A_CENT,
      available_cents: Number(available) / MICRO_USD_A_CENT,
    };
    return context.json(answer);
  },
});
