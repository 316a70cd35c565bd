import type { ErrorCode } from '../errors.ts';

/** What every read with a key can meet. */
export const READ_ERRORS: readonly ErrorCode[] = [
  'invalid_value',
  'unknown_field',
  'missing_api_key',
  'invalid_api_key',
  'expired_api_key',
  'scope_exceeded',
  'rate_limit_exceeded',
  'internal_error',
];

/** What every write with a key and a JSON body can meet. */
export const WRITE_ERRORS: readonly ErrorCode[] = [
  'invalid_json',
  ...READ_ERRORS,
  'payload_too_large',
  'unsupported_media_type',
];
