import { ApiError } from '@aigateway/contract';
import {
  type ImageOrder,
  type ProviderAnswer,
  type ProviderContext,
  ProviderError,
} from '@aigateway/providers';
import type { RouteStep } from './plan-route.ts';

/** What a step may use of the world, beside its own configuration. */
export type AttemptWorld = Pick<
  ProviderContext,
  'fetch' | 'now' | 'signal' | 'onProgress' | 'atelier'
>;

/** One call on one deployment, for `explain` and the usage row. */
export interface AttemptReport {
  readonly provider: string;
  readonly outcome: 'delivered' | 'failed';
  readonly reason: string;
  readonly latencyMs: number;
}

/** What came of a route: the answer of the first step that delivered anything. */
export interface RouteOutcome {
  readonly step: RouteStep;
  readonly answer: ProviderAnswer;
  readonly attempts: readonly AttemptReport[];
}

/** All steps failed; carries the attempts beside the catalogue's error. */
export class RouteFailure extends Error {
  override readonly name = 'RouteFailure';
  constructor(
    readonly error: ApiError,
    readonly attempts: readonly AttemptReport[],
  ) {
    super(error.message, { cause: error });
  }
}

/**
 * Tries the steps in order until one delivers. The next step is tried only when the failed one
 * surely did not bill and another could do better. Throws `RouteFailure`.
 */
export async function attemptRoute(
  steps: readonly RouteStep[],
  order: ImageOrder,
  world: AttemptWorld,
): Promise<RouteOutcome> {
  const attempts: AttemptReport[] = [];
  let last: ProviderError | null = null;
  for (const step of steps) {
    const startedAtMs = world.now();
    const report = (outcome: AttemptReport['outcome'], reason: string) =>
      attempts.push({
        provider: step.upstream.provider.id,
        outcome,
        reason,
        latencyMs: world.now() - startedAtMs,
      });
    try {
      const answer = await attemptStep(step, order, world);
      report('delivered', step.reason);
      return { step, answer, attempts };
    } catch (error) {
      last = toProviderError(error);
      report('failed', last.kind);
      if (!mayFallBack(last)) break;
    }
  }
  throw new RouteFailure(toApiError(last), attempts);
}

/** One attempt, ended by the caller's hang-up or by the deployment's own deadline. */
async function attemptStep(
  step: RouteStep,
  order: ImageOrder,
  world: AttemptWorld,
): Promise<ProviderAnswer> {
  const deadline = AbortSignal.timeout(step.deployment.deadlineMs);
  const signal = AbortSignal.any([world.signal, deadline]);
  try {
    return await step.upstream.provider.generate(order, {
      ...world,
      signal,
      deployment: step.deployment,
      credential: step.upstream.credential,
      baseUrl: step.upstream.baseUrl,
    });
  } catch (error) {
    if (deadline.aborted && !world.signal.aborted) {
      const billed = error instanceof ProviderError ? error.billed : 'maybe';
      throw new ProviderError('timeout', 'The maker did not finish in time.', {
        billed,
        cause: error,
      });
    }
    throw error;
  }
}

function toProviderError(error: unknown): ProviderError {
  if (error instanceof ProviderError) return error;
  return new ProviderError('failed', 'The maker failed.', { billed: 'maybe', cause: error });
}

function mayFallBack(error: ProviderError): boolean {
  if (error.billed !== 'no') return false;
  switch (error.kind) {
    case 'refused':
    case 'invalid_image':
    case 'invalid_request':
    case 'cancelled':
      return false;
    case 'unauthorized':
    case 'exhausted_credit':
    case 'rate_limited':
    case 'saturated':
    case 'failed':
    case 'timeout':
      return true;
  }
}

/** The catalogue's error for a failed attempt; upstream text stays in `cause`, for the log. */
export function toApiError(error: ProviderError | null): ApiError {
  if (error === null) return new ApiError('internal_error', 'The route had no step.');
  const cause = error;
  const retryAfter =
    error.retryAfterSeconds === null ? {} : { retryAfterSeconds: error.retryAfterSeconds };
  switch (error.kind) {
    case 'refused':
      return new ApiError('moderation_blocked', error.message, { cause });
    case 'invalid_image':
      return new ApiError('invalid_image', error.message, { cause, param: 'image' });
    case 'invalid_request':
      return new ApiError('invalid_value', error.message, { cause });
    case 'rate_limited':
    case 'saturated':
      return new ApiError('upstream_saturated', `${error.message} Nothing was charged.`, {
        cause,
        retryAfterSeconds: 5,
        ...retryAfter,
      });
    case 'unauthorized':
    case 'exhausted_credit':
      return new ApiError(
        'no_healthy_deployment',
        'No route of this model can serve calls now. The operator has been told.',
        { cause, shouldRetry: false },
      );
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
