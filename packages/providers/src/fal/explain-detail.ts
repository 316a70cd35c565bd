import { z } from 'zod';
import {
  ProviderError,
  type ProviderErrorDetail,
  type ProviderErrorKind,
} from '../define-provider.ts';
import type { UpstreamAnswer } from '../http/call-upstream.ts';
import { asCause, readRetryAfter } from '../http/explain-failure.ts';

const detailSchema = z.object({
  detail: z.union([z.string(), z.array(z.object({ type: z.string().optional() }))]).optional(),
  error_type: z.string().optional(),
});

const PICTURE_TYPES = new Set([
  'image_too_small',
  'image_too_large',
  'image_load_error',
  'file_download_error',
  'face_detection_error',
  'file_too_large',
  'unsupported_image_format',
]);

/** What is known of the moment of a failure. */
export interface FalMoment {
  readonly nowMs: number;
  /** True once a job was accepted: what comes then is its result. */
  readonly accepted: boolean;
  readonly jobId?: string;
}

/** True when an answer carries fal's own words about a failure, and not a proxy's. */
export function isFalDetail(answer: UpstreamAnswer): boolean {
  const parsed = detailSchema.safeParse(answer.json);
  return (
    parsed.success && (parsed.data.detail !== undefined || parsed.data.error_type !== undefined)
  );
}

/**
 * The failure behind an answer. `detail` is a text or a list with types; an exhausted account
 * answers 403 "User is locked". fal never bills a 5xx; a 422 may be billed once a runner worked.
 */
export function explainFal(answer: UpstreamAnswer, moment: FalMoment): ProviderError {
  const parsed = detailSchema.safeParse(answer.json);
  const { detail, error_type: errorType } = parsed.success ? parsed.data : {};
  const types = Array.isArray(detail) ? detail.flatMap(({ type }) => type ?? []) : [];
  if (errorType) types.push(errorType);
  const text = typeof detail === 'string' ? detail : '';
  const retryAfter = readRetryAfter(answer, moment.nowMs);
  const [kind, message] = explainKind(answer.status, types, text);
  const known: ProviderErrorDetail = {
    billed: whoPays(answer.status, moment.accepted),
    cause: asCause(answer),
    ...(retryAfter !== null && { retryAfterSeconds: retryAfter }),
    ...(moment.jobId !== undefined && { jobId: moment.jobId }),
  };
  return new ProviderError(kind, message, known);
}

function whoPays(status: number, accepted: boolean): 'no' | 'maybe' {
  if (accepted) return status >= 500 ? 'no' : 'maybe';
  // A fault while a job was being accepted: whether it was, nobody can tell.
  return status >= 500 && status !== 503 ? 'maybe' : 'no';
}

function explainKind(
  status: number,
  types: readonly string[],
  text: string,
): readonly [ProviderErrorKind, string] {
  const locked = /locked|exhausted|top.?up|balance/i.test(text);
  if (status === 402 || (status === 403 && locked)) {
    return ['exhausted_credit', "fal's account has no credit left."];
  }
  if (status === 401 || status === 403) return ['unauthorized', 'fal did not accept the key.'];
  if (status === 429) return ['rate_limited', 'fal has too many requests of this account.'];
  if (types.includes('content_policy_violation')) {
    return ['refused', 'The words or a picture were refused.'];
  }
  if (types.some((type) => PICTURE_TYPES.has(type)) || status === 413) {
    return ['invalid_image', 'fal could not use a picture of the request.'];
  }
  if (status === 503 || types.includes('downstream_service_unavailable')) {
    return ['saturated', 'fal has no room at the moment.'];
  }
  if (status === 504) return ['timeout', 'fal did not finish in time.'];
  if (types.includes('no_media_generated')) return ['failed', 'fal made no picture.'];
  if (status === 400 || status === 422) {
    return ['invalid_request', 'fal did not accept the request.'];
  }
  return ['failed', 'fal failed.'];
}
