import { ProviderError, type ProviderErrorKind } from '../define-provider.ts';
import { type UpstreamAnswer, UpstreamCallError } from './call-upstream.ts';
import { ResultFetchError } from './fetch-result-bytes.ts';

/** Longest text of an upstream kept as a cause, in characters. */
const MAX_CAUSE_CHARS = 2_000;
const MAX_RETRY_AFTER_SECONDS = 3_600;

/** What an upstream said, kept for the log; never part of a message. */
export class UpstreamSaid extends Error {
  override readonly name = 'UpstreamSaid';
  constructor(
    readonly status: number,
    text: string,
  ) {
    super(`${status}: ${text.slice(0, MAX_CAUSE_CHARS)}`);
  }
}

/** The answer as a cause for the log. */
export function asCause(answer: UpstreamAnswer): UpstreamSaid {
  return new UpstreamSaid(answer.status, Buffer.from(answer.bytes).toString('utf8'));
}

/** What a failed attempt was doing, for its sentence and for what may have been billed. */
export interface FailureFrame {
  /** The provider as people write it. */
  readonly title: string;
  /** True while nothing that costs money can have been started: uploads, polls of free calls. */
  readonly free?: boolean;
  readonly jobId?: string;
}

/** The failed attempt behind a call without an answer; other errors become `failed`. */
export function explainCallError(error: unknown, frame: FailureFrame): ProviderError {
  if (error instanceof ProviderError) return error;
  const sent = !(error instanceof UpstreamCallError) || error.sent;
  const detail = {
    billed: sent && !frame.free ? ('maybe' as const) : ('no' as const),
    ...(frame.jobId !== undefined && { jobId: frame.jobId }),
    cause: error,
  };
  if (!(error instanceof UpstreamCallError)) {
    return new ProviderError('failed', `${frame.title} could not be asked.`, detail);
  }
  const [kind, sentence] = CALL_SENTENCES[error.kind];
  return new ProviderError(kind, `${frame.title} ${sentence}`, detail);
}

const CALL_SENTENCES: Readonly<
  Record<UpstreamCallError['kind'], readonly [ProviderErrorKind, string]>
> = {
  not_allowed: ['failed', 'may not be called at the address it is configured with.'],
  unreachable: ['failed', 'cannot be reached.'],
  redirected: ['failed', 'sent the call elsewhere, which is not followed.'],
  timeout: ['timeout', 'did not answer in time.'],
  cancelled: ['cancelled', 'was not waited for: the call was ended.'],
  cut: ['failed', 'broke off in the middle of its answer.'],
  too_large: ['failed', 'answered more than this gateway accepts.'],
};

/** The failed picture behind a result that could not be had: it was made, so it was billed. */
export function explainResultError(error: unknown, frame: FailureFrame): ProviderError {
  if (error instanceof ProviderError) return error;
  const known = error instanceof ResultFetchError;
  const kind = known && error.kind === 'cancelled' ? 'cancelled' : 'failed';
  const message = known ? error.message : `The picture of ${frame.title} could not be fetched.`;
  return new ProviderError(kind, message, {
    billed: 'yes',
    ...(frame.jobId !== undefined && { jobId: frame.jobId }),
    cause: error,
  });
}

/** Reads `Retry-After` (seconds or a date); null when absent or senseless. At most one hour. */
export function readRetryAfter(answer: UpstreamAnswer, nowMs: number): number | null {
  const text = answer.headers['retry-after'];
  if (text === undefined || text === '') return null;
  const seconds = /^\d+$/.test(text) ? Number(text) : Math.ceil((Date.parse(text) - nowMs) / 1000);
  if (!Number.isFinite(seconds) || seconds < 0) return null;
  return Math.min(seconds, MAX_RETRY_AFTER_SECONDS);
}
