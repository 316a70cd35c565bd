import { ApiError } from '@aigateway/contract';

/** How a key stands, for the `x-ratelimit-*` headers. */
export interface RateState {
  readonly limit: number;
  readonly remaining: number;
  /** Seconds until the window is full again. */
  readonly resetSeconds: number;
}

/** A 429 that still carries the state of the window. */
export class RateLimitError extends ApiError {
  constructor(
    message: string,
    readonly state: RateState,
  ) {
    super('rate_limit_exceeded', message, { retryAfterSeconds: state.resetSeconds });
  }
}
