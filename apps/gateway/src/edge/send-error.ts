import { ApiError } from '@aigateway/contract';
import { RateLimitError } from '../rate-state.ts';
import type { EdgeContext } from './edge-env.ts';
import { setRateHeaders } from './rate-headers.ts';

/** Any thrown value as an answer of the contract; what is no catalogue error is a 500. */
export function sendError(context: EdgeContext, thrown: unknown): Response {
  const error = toApiError(thrown);
  context.set('errorCode', error.code);
  context.header('x-should-retry', String(error.shouldRetry));
  if (error.retryAfterSeconds !== null) {
    context.header('Retry-After', String(Math.ceil(error.retryAfterSeconds)));
  }
  if (error instanceof RateLimitError) setRateHeaders(context, error.state);
  return context.json(error.toEnvelope(), error.status);
}

/** Any thrown value as an error of the catalogue. */
export function toApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown;
  return new ApiError('internal_error', 'The gateway failed. Nothing was charged.', {
    cause: thrown,
  });
}
