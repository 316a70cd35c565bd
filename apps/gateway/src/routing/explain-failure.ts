import { ApiError } from '@aigateway/contract';
import type { ProviderError } from '@aigateway/providers';

/** The catalogue's error for a failed attempt; upstream text stays in `cause`, for the log. */
export function toApiError(error: ProviderError, ownKeyId: string | null): ApiError {
  const cause = error;
  switch (error.kind) {
    case 'refused':
      return new ApiError('moderation_blocked', `${error.message} Nothing was charged.`, { cause });
    case 'invalid_image':
      return new ApiError('invalid_image', error.message, { cause, param: 'image' });
    case 'invalid_request':
      return new ApiError('invalid_value', error.message, { cause });
    case 'rate_limited':
    case 'saturated':
      return new ApiError('upstream_saturated', `${error.message} Nothing was charged.`, {
        cause,
        retryAfterSeconds: error.retryAfterSeconds ?? 5,
      });
    case 'unauthorized':
    case 'exhausted_credit':
      return ownKeyId === null ? operatorsAccount(error) : callersAccount(error, ownKeyId);
    case 'timeout':
      return new ApiError('upstream_timeout', `${error.message} Nothing was charged.`, {
        cause,
        shouldRetry: false,
      });
    case 'failed':
    case 'cancelled':
      return new ApiError('upstream_failed', `${error.message} Nothing was charged.`, {
        cause,
        shouldRetry: error.billed === 'no',
      });
  }
}

function operatorsAccount(cause: ProviderError): ApiError {
  return new ApiError(
    'no_healthy_deployment',
    'No route of this model can serve calls now. The operator has been told.',
    { cause, shouldRetry: false },
  );
}

function callersAccount({ kind }: ProviderError, ownKeyId: string): ApiError {
  if (kind === 'unauthorized') {
    return new ApiError(
      'invalid_provider_key',
      `The maker refused your own key ${ownKeyId}. Rotate it with a living one, or delete it.`,
      { param: 'provider_key_id' },
    );
  }
  return new ApiError(
    'provider_account_empty',
    `The maker's account behind your own key ${ownKeyId} has no credit left. Add some there.`,
    { param: 'provider_key_id' },
  );
}
