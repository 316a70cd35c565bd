import { ApiError } from '@aigateway/contract';
import type { Redis } from 'ioredis';
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
} from 'rate-limiter-flexible';
import type { Principal } from '../principal.ts';
import { RateLimitError, type RateState } from '../rate-state.ts';

const WINDOW_SECONDS = 60;

/** What keys without limits of their own get. */
export interface DefaultLimits {
  readonly requestsPerMinute: number;
  readonly imagesPerMinute: number;
  readonly maxConcurrentImages: number;
}

/** Requests a minute, pictures a minute and pictures in flight, a key at a time. */
export interface Limits {
  /** Counts one request. Throws 429 `rate_limit_exceeded` with the seconds to wait. */
  admitRequest(principal: Principal): Promise<RateState>;
  /**
   * Counts `count` pictures and takes their places in flight; the function gives the places back.
   * Throws 429 `rate_limit_exceeded` or `concurrency_limit_exceeded`.
   */
  admitImages(principal: Principal, count: number): Promise<() => void>;
  /** Counts the pictures of a job, which takes its places in flight only when it runs. */
  admitJob(principal: Principal, count: number): Promise<void>;
  /** Takes places in flight; the function gives them back. Throws `concurrency_limit_exceeded`. */
  takePlaces(principal: Principal, count: number): () => void;
}

/**
 * Limits counted in this process, or by the minute in Redis for several: while it is away each
 * counts for itself. Pictures in flight are counted here always.
 */
export function createLimits(defaults: DefaultLimits, redis: Redis | null = null): Limits {
  const requests = createWindow('requests', redis);
  const images = createWindow('images', redis);
  const inFlight = new Map<string, number>();
  const mostInFlight = (principal: Principal) =>
    principal.maxConcurrentImages ?? defaults.maxConcurrentImages;
  const takePlaces = (principal: Principal, count: number) => {
    const most = mostInFlight(principal);
    const now = inFlight.get(principal.keyId) ?? 0;
    if (now + count > most) throw tooManyInFlight(most);
    inFlight.set(principal.keyId, now + count);
    return once(() => {
      const rest = (inFlight.get(principal.keyId) ?? 0) - count;
      if (rest > 0) inFlight.set(principal.keyId, rest);
      else inFlight.delete(principal.keyId);
    });
  };
  const countImages = (principal: Principal, count: number) =>
    images.consume(principal.keyId, principal.imagesPerMinute ?? defaults.imagesPerMinute, count);
  return {
    admitRequest: (principal) =>
      requests.consume(principal.keyId, requestsOf(principal, defaults), 1),
    async admitImages(principal, count) {
      const giveBack = takePlaces(principal, count);
      try {
        await countImages(principal, count);
      } catch (error) {
        giveBack();
        throw error;
      }
      return giveBack;
    },
    async admitJob(principal, count) {
      const most = mostInFlight(principal);
      if (count > most) throw tooManyInFlight(most);
      await countImages(principal, count);
    },
    takePlaces,
  };
}

/** A key is bound by itself and by its organisation; people at their desks by neither. */
function requestsOf({ actor, organisationRpm, ...own }: Principal, defaults: DefaultLimits) {
  const limit = own.rateLimitRpm ?? defaults.requestsPerMinute;
  return actor.kind === 'member' ? limit : Math.min(limit, organisationRpm ?? limit);
}

function tooManyInFlight(most: number): ApiError {
  return new ApiError(
    'concurrency_limit_exceeded',
    `This key may have ${most} pictures in flight at once. Wait for some to finish.`,
    { retryAfterSeconds: 1 },
  );
}

/** One counter a limit value, so that keys with the same limit share the bookkeeping. */
function createWindow(what: 'requests' | 'images', redis: Redis | null) {
  const limiters = new Map<number, RateLimiterAbstract>();
  return {
    async consume(keyId: string, limit: number, points: number): Promise<RateState> {
      let limiter = limiters.get(limit);
      if (!limiter) {
        limiter = createLimiter(`aig_${what}_${limit}`, limit, redis);
        limiters.set(limit, limiter);
      }
      try {
        return toState(limit, await limiter.consume(keyId, points));
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        const state = toState(limit, refusal);
        throw new RateLimitError(
          `Over the limit of ${limit} ${what} a minute. Try again in ${state.resetSeconds} s.`,
          state,
        );
      }
    },
  };
}

function createLimiter(
  keyPrefix: string,
  points: number,
  redis: Redis | null,
): RateLimiterAbstract {
  const options = { keyPrefix, points, duration: WINDOW_SECONDS };
  const local = new RateLimiterMemory(options);
  if (!redis) return local;
  return new RateLimiterRedis({ ...options, storeClient: redis, insuranceLimiter: local });
}

function toState(limit: number, result: RateLimiterRes): RateState {
  return {
    limit,
    remaining: Math.max(0, result.remainingPoints),
    resetSeconds: Math.max(1, Math.ceil(result.msBeforeNext / 1000)),
  };
}

function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    action();
  };
}
