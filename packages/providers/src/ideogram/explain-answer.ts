import { z } from 'zod';
import { ProviderError, type ProviderErrorDetail } from '../define-provider.ts';
import type { UpstreamAnswer } from '../http/call-upstream.ts';
import { asCause, readRetryAfter } from '../http/explain-failure.ts';

const rejectSchema = z.object({ reject_reason: z.string() });
const insideSchema = z.object({ error: z.unknown(), status_code: z.int().optional() });

/** Reasons that mean "this account may not", whatever the status. */
const CREDIT_REASONS = new Set([
  'insufficient_funds',
  'subscription_required',
  'daily_limit',
  'priority_credit_required',
  'feature_limit',
]);

/** The failure in an answer, or null for a plain success. Statuses after upstreams page 1.7. */
export function explainAnswer(answer: UpstreamAnswer, nowMs: number): ProviderError | null {
  const inside = insideSchema.safeParse(answer.json);
  // A long synchronous answer can fail after its 200 was sent.
  const failedInside = inside.success && inside.data.error !== undefined;
  if (answer.status >= 200 && answer.status < 300) {
    if (!failedInside) return null;
    return explainStatus(inside.data.status_code ?? 500, answer, nowMs);
  }
  return explainStatus(answer.status, answer, nowMs);
}

function explainStatus(status: number, answer: UpstreamAnswer, nowMs: number): ProviderError {
  const retryAfter = readRetryAfter(answer, nowMs);
  const detail: ProviderErrorDetail = {
    billed: 'no',
    cause: asCause(answer),
    ...(retryAfter !== null && { retryAfterSeconds: retryAfter }),
  };
  const reject = rejectSchema.safeParse(answer.json);
  const broke = reject.success && CREDIT_REASONS.has(reject.data.reject_reason);
  if (status === 402 || broke) {
    return new ProviderError('exhausted_credit', "Ideogram's account has no credit left.", detail);
  }
  switch (status) {
    case 400:
      return new ProviderError('invalid_request', 'Ideogram did not accept the request.', detail);
    case 401:
    case 403:
      return new ProviderError('unauthorized', 'Ideogram did not accept the key.', detail);
    case 413:
      return new ProviderError('invalid_image', 'A picture is too large for Ideogram.', detail);
    case 422:
      return new ProviderError('refused', 'Ideogram refused the words or a picture.', detail);
    case 429:
      return new ProviderError('rate_limited', 'Ideogram has too many pictures to make.', detail);
    case 503:
      return new ProviderError('saturated', 'Ideogram has no room at the moment.', detail);
    default:
      // A fault while a job was being accepted: whether it was, nobody can tell.
      return new ProviderError('failed', 'Ideogram failed.', {
        ...detail,
        billed: status >= 500 ? 'maybe' : 'no',
      });
  }
}
