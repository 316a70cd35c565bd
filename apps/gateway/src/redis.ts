import { Redis } from 'ioredis';
import type { Logger } from 'pino';

const CONNECT_TIMEOUT_MS = 2_000;
/** A counter that takes longer is counted here instead: no call waits for it. */
const COMMAND_TIMEOUT_MS = 250;
const ALERT_EVERY_MS = 60_000;

/**
 * The Redis that several processes count in. While it is away every command fails at once, and
 * those who count do so for themselves; the operator is told once a minute.
 */
export function openRedis(url: string, log: Pick<Logger, 'error'>, now: () => number): Redis {
  const redis = new Redis(url, {
    connectTimeout: CONNECT_TIMEOUT_MS,
    commandTimeout: COMMAND_TIMEOUT_MS,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
  });
  let alertedMs = Number.NEGATIVE_INFINITY;
  redis.on('error', (error: NodeJS.ErrnoException) => {
    if (now() - alertedMs < ALERT_EVERY_MS) return;
    alertedMs = now();
    log.error(
      { alert: 'redis_away', code: error.code ?? error.name },
      'Redis is away: limits are counted in each process for itself',
    );
  });
  return redis;
}
