import { ProviderError, type ProviderErrorKind } from '../define-provider.ts';
import type { UpstreamAnswer } from '../http/call-upstream.ts';
import { asCause, readRetryAfter } from '../http/explain-failure.ts';
import { isRecord } from './read-images.ts';

/** Whose answer it is. */
export interface AnswerFrame {
  /** The provider as people write it. */
  readonly title: string;
  /** True for engines that the operator runs: whatever happened, nobody is billed. */
  readonly billsNobody: boolean;
  /** Unix milliseconds. */
  readonly nowMs: number;
}

const REFUSALS = new Set([
  'moderation_blocked',
  'content_policy_violation',
  'image_generation_user_error',
]);
const NO_MONEY = new Set(['insufficient_quota', 'billing_hard_limit_reached']);

/**
 * The failed attempt behind an answer in OpenAI's form, in FastAPI's (`detail`), or in none.
 * A status of 2xx is an error too when the body says so or is no answer. The text goes into
 * `cause` only.
 */
export function explainAnswer(answer: UpstreamAnswer, frame: AnswerFrame): ProviderError {
  const { status, json } = answer;
  const codes = readCodes(json);
  const kind = pickKind(status, codes);
  const retryAfterSeconds = readRetryAfter(answer, frame.nowMs);
  return new ProviderError(kind, `${frame.title} ${SENTENCES[kind]}`, {
    billed: frame.billsNobody || isFree(kind, status) ? 'no' : 'maybe',
    ...(retryAfterSeconds !== null && { retryAfterSeconds }),
    cause: asCause(answer),
  });
}

/** `error.code` and `error.type`, where there are any. */
function readCodes(json: unknown): string[] {
  const error = isRecord(json) ? json.error : null;
  if (!isRecord(error)) return [];
  return [error.code, error.type].filter((one) => typeof one === 'string');
}

function pickKind(status: number, codes: readonly string[]): ProviderErrorKind {
  if (codes.some((code) => REFUSALS.has(code))) return 'refused';
  if (codes.some((code) => NO_MONEY.has(code)) || status === 402) return 'exhausted_credit';
  if (status === 401 || status === 403) return 'unauthorized';
  if (status === 413 || status === 415) return 'invalid_image';
  if (status === 408 || status === 504) return 'timeout';
  if (status === 429) return 'rate_limited';
  if (status === 503 || status === 529) return 'saturated';
  return status >= 400 && status < 500 ? 'invalid_request' : 'failed';
}

/** Answers that come before any work. A refusal may follow the work, but is not charged for. */
function isFree(kind: ProviderErrorKind, status: number): boolean {
  return kind !== 'failed' && kind !== 'timeout' && status >= 400;
}

const SENTENCES: Readonly<Record<ProviderErrorKind, string>> = {
  refused: 'refused the prompt or a picture.',
  invalid_image: 'cannot take a picture of this size or format.',
  invalid_request: 'cannot serve this combination of options.',
  unauthorized: 'did not accept the key it is configured with.',
  exhausted_credit: 'has no credit left.',
  rate_limited: 'takes no more requests for the moment.',
  saturated: 'has no room for the moment.',
  failed: 'failed.',
  timeout: 'did not finish in time.',
  cancelled: 'was not waited for.',
};
