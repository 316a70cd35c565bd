import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
} from 'rate-limiter-flexible';

const QUARTER_HOUR_S = 15 * 60;

/**
 * How often one may try. An account is bound together with the address that tries it, so that
 * strangers cannot lock its owner out soon; alone it is bound wider, against many addresses.
 */
const BOUNDS = {
  address: { points: 60, duration: QUARTER_HOUR_S },
  pair: { points: 8, duration: QUARTER_HOUR_S },
  account: { points: 100, duration: 4 * QUARTER_HOUR_S },
  sign_up: { points: 10, duration: 4 * QUARTER_HOUR_S },
  /** Lines that failures may write into the log, all together. */
  log: { points: 120, duration: 60 },
} as const;

/** Counts attempts before they are made, so that a burst cannot slip through. */
export interface Throttle {
  /** Null when it may be tried, else the seconds to wait. */
  admitSignIn(address: string, email: string): Promise<number | null>;
  /** Forgets the attempts of this address on an account that was entered. */
  forgive(address: string, email: string): Promise<void>;
  /** For links, sign-up and passwords: by address alone. */
  admit(kind: 'address' | 'sign_up', address: string): Promise<number | null>;
  /** Whether a failure may still be written into the log. */
  mayLog(): Promise<boolean>;
}

/** Attempts counted in this process, or in Redis for several. */
export function createThrottle(redis: Redis | null): Throttle {
  const limiters = Object.fromEntries(
    Object.entries(BOUNDS).map(([kind, bounds]) => [kind, createLimiter(redis, kind, bounds)]),
  ) as Record<keyof typeof BOUNDS, RateLimiterAbstract>;
  const take = async (kind: keyof typeof BOUNDS, subject: string): Promise<number | null> => {
    try {
      await limiters[kind].consume(nameOf(subject));
      return null;
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      return Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
    }
  };
  return {
    async admitSignIn(address, email) {
      return (
        (await take('address', address)) ??
        (await take('pair', `${address} ${email}`)) ??
        (await take('account', email))
      );
    },
    async forgive(address, email) {
      await limiters.pair.delete(nameOf(`${address} ${email}`));
    },
    admit: take,
    mayLog: async () => (await take('log', 'all')) === null,
  };
}

function createLimiter(
  redis: Redis | null,
  kind: string,
  bounds: { readonly points: number; readonly duration: number },
): RateLimiterAbstract {
  const options = { ...bounds, keyPrefix: `aig_door_${kind}` };
  const local = new RateLimiterMemory(options);
  if (!redis) return local;
  return new RateLimiterRedis({ ...options, storeClient: redis, insuranceLimiter: local });
}

/** Addresses and accounts are counted by a hash: what people typed is kept nowhere. */
function nameOf(subject: string): string {
  return createHash('sha256').update(subject).digest('base64url').slice(0, 22);
}
