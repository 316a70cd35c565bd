import { type KeyVerdict, type ProviderContext, ProviderError } from '../define-provider.ts';
import { callUpstream, type UpstreamAnswer } from './call-upstream.ts';
import { explainCallError } from './explain-failure.ts';
import type { UpstreamEndpoint } from './upstream-endpoint.ts';

const CHECK_TIMEOUT_MS = 15_000;

/** What a key is checked by. */
export interface KeyCheck {
  readonly endpoint: UpstreamEndpoint;
  readonly context: Pick<ProviderContext, 'signal'>;
  /** The upstream's name, for sentences. */
  readonly title: string;
  /** A free path that answers 2xx to good keys alone. */
  readonly path: string;
  /** What any other answer means. */
  readonly explain: (answer: UpstreamAnswer) => ProviderError;
  /** True for an answer that only a known key gets, though it may not read this. */
  readonly isRestricted?: (answer: UpstreamAnswer) => boolean;
}

/** Reads a path that only a good key opens. Free. Throws `ProviderError`, never billed. */
export async function checkKeyAt(check: KeyCheck): Promise<KeyVerdict> {
  const { endpoint, context, title, path, explain, isRestricted } = check;
  const answer = await callUpstream(endpoint, {
    method: 'GET',
    path,
    signal: context.signal,
    timeoutMs: CHECK_TIMEOUT_MS,
  }).catch((error: unknown) => {
    throw explainCallError(error, { title, free: true });
  });
  if (answer.status >= 200 && answer.status < 300) return 'accepted';
  if (isRestricted?.(answer)) return 'restricted';
  const { kind, message, cause, retryAfterSeconds } = explain(answer);
  throw new ProviderError(kind, message, {
    billed: 'no',
    cause,
    ...(retryAfterSeconds !== null && { retryAfterSeconds }),
  });
}
