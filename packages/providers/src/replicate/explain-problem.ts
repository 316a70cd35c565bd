import { z } from 'zod';
import {
  ProviderError,
  type ProviderErrorDetail,
  type ProviderErrorKind,
} from '../define-provider.ts';
import type { UpstreamAnswer } from '../http/call-upstream.ts';
import { asCause, readRetryAfter } from '../http/explain-failure.ts';

const problemSchema = z.object({ detail: z.string().optional() });

/** The failure in an answer that is no success, before a prediction was accepted. */
export function explainProblem(answer: UpstreamAnswer, nowMs: number): ProviderError {
  const { status } = answer;
  const retryAfter = readRetryAfter(answer, nowMs) ?? readReset(answer);
  const [kind, message] = explainStatus(status);
  const detail: ProviderErrorDetail = {
    // A fault while a prediction was being accepted: whether it was, nobody can tell.
    billed: status >= 500 && status !== 503 ? 'maybe' : 'no',
    cause: asCause(answer),
    ...(retryAfter !== null && { retryAfterSeconds: retryAfter }),
  };
  return new ProviderError(kind, message, detail);
}

function explainStatus(status: number): readonly [ProviderErrorKind, string] {
  switch (status) {
    case 401:
    case 403:
      return ['unauthorized', 'Replicate did not accept the key.'];
    case 402:
      return ['exhausted_credit', "Replicate's account has no credit left."];
    case 400:
    case 422:
      return ['invalid_request', 'Replicate did not accept the request.'];
    case 413:
      return ['invalid_image', 'A picture is too large for Replicate.'];
    case 429:
      return ['rate_limited', 'Replicate has too many requests of this account.'];
    case 503:
      return ['saturated', 'Replicate has no room at the moment.'];
    default:
      return ['failed', 'Replicate failed.'];
  }
}

/** A 429 may tell its wait in words: "… resets in ~30s." */
function readReset(answer: UpstreamAnswer): number | null {
  const problem = problemSchema.safeParse(answer.json);
  const match = /resets in ~?(\d{1,4})s/.exec(problem.success ? (problem.data.detail ?? '') : '');
  return answer.status === 429 && match ? Number(match[1]) : null;
}

/** How a prediction ended without a picture. */
export function explainEnd(
  status: 'failed' | 'canceled' | 'aborted',
  error: string | null,
  jobId: string,
): ProviderError {
  const cause = error ?? undefined;
  switch (status) {
    case 'aborted':
      // It never started.
      return new ProviderError('timeout', 'Replicate did not begin in time.', {
        billed: 'no',
        jobId,
        cause,
      });
    case 'canceled':
      return new ProviderError('cancelled', 'Replicate stopped before the end.', {
        billed: 'yes',
        jobId,
        cause,
      });
    default: {
      const refused = /\(E005\)|flagged as sensitive/i.test(error ?? '');
      return new ProviderError(
        refused ? 'refused' : 'failed',
        refused ? 'The words or a picture were refused.' : 'Replicate could not make the picture.',
        { billed: 'maybe', jobId, cause },
      );
    }
  }
}
