import type { RateState } from '../rate-state.ts';
import type { EdgeContext } from './edge-env.ts';

/** The three `x-ratelimit-*` headers; the reset is written as OpenAI writes it: `12s`. */
export function setRateHeaders(context: EdgeContext, state: RateState): void {
  context.header('x-ratelimit-limit-requests', String(state.limit));
  context.header('x-ratelimit-remaining-requests', String(state.remaining));
  context.header('x-ratelimit-reset-requests', `${state.resetSeconds}s`);
}
