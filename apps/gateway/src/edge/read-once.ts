import { ApiError } from '@aigateway/contract';
import type { Once } from '../once.ts';
import type { EdgeContext, EdgeServices } from './edge-env.ts';

/**
 * The call's `Idempotency-Key`, or null where none is sent; an answer that is given again says so
 * in a header. Throws 400 `invalid_value`.
 */
export function readOnce(context: EdgeContext, { ending }: EdgeServices): Once | null {
  const key = context.req.header('idempotency-key');
  if (key === undefined) return null;
  if (!/^[\x20-\x7e]{1,255}$/.test(key)) {
    throw new ApiError(
      'invalid_value',
      'Idempotency-Key: must be 1 to 255 printable ASCII characters.',
      { param: 'Idempotency-Key' },
    );
  }
  return {
    key,
    signal: AbortSignal.any([ending, context.req.raw.signal]),
    onReplay: () => context.header('Idempotent-Replayed', 'true'),
  };
}
