import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { afterAll, describe, expect, test } from 'vitest';
import type { Principal } from '../principal.ts';
import { openRedis } from '../redis.ts';
import { createLimits } from './limits.ts';

const DEFAULTS = { requestsPerMinute: 5, imagesPerMinute: 100, maxConcurrentImages: 100 };

function principal(own: Partial<Principal> = {}): Principal {
  return {
    actor: { kind: 'key' },
    organisationId: 'org_1',
    organisationRpm: null,
    keyId: `key_${randomUUID()}`,
    scopes: ['images'],
    allowedModels: null,
    rateLimitRpm: null,
    imagesPerMinute: null,
    maxConcurrentImages: null,
    defaultTag: null,
    spendCapMicroUsd: null,
    subAccount: null,
    expiresAtMs: null,
    ...own,
  };
}

type Limits = ReturnType<typeof createLimits>;

async function admitted(by: Principal, calls: number, ...processes: Limits[]): Promise<number> {
  let count = 0;
  for (let i = 0; i < calls; i++) {
    const limits = processes[i % processes.length];
    const state = await limits?.admitRequest(by).catch(() => null);
    if (state) count += 1;
  }
  return count;
}

describe('requests a minute', () => {
  test('a key is bound by its own limit, its organisation and the default', async () => {
    const limits = createLimits(DEFAULTS);
    expect(await admitted(principal(), 20, limits)).toBe(5);
    expect(await admitted(principal({ rateLimitRpm: 3 }), 20, limits)).toBe(3);
    expect(await admitted(principal({ organisationRpm: 2 }), 20, limits)).toBe(2);
    expect(await admitted(principal({ rateLimitRpm: 9, organisationRpm: 4 }), 20, limits)).toBe(4);
  });

  test('two processes without Redis count each for itself', async () => {
    expect(await admitted(principal(), 40, createLimits(DEFAULTS), createLimits(DEFAULTS))).toBe(
      10,
    );
  });

  test('while Redis is away calls are counted here and the operator is told', async () => {
    const alerts: unknown[] = [];
    let nowMs = 0;
    const log = { error: (line: unknown) => alerts.push(line) };
    const away = openRedis('redis://127.0.0.1:1', log, () => nowMs);
    const limits = createLimits(DEFAULTS, away);
    expect(await admitted(principal(), 20, limits)).toBe(5);
    away.emit('error', new Error('away'));
    away.emit('error', new Error('away'));
    const told = alerts.length;
    expect(told).toBe(1);
    nowMs = 60_000;
    away.emit('error', new Error('away'));
    expect(alerts).toHaveLength(2);
    expect(JSON.stringify(alerts)).not.toContain('127.0.0.1');
    away.disconnect();
  });
});

describe.runIf(process.env.TEST_REDIS_URL)('with Redis', () => {
  const clients: Redis[] = [];
  const connect = async () => {
    const log = { error: () => undefined };
    const redis = openRedis(process.env.TEST_REDIS_URL ?? '', log, Date.now);
    clients.push(redis);
    await new Promise((resolve) => redis.once('ready', resolve));
    return createLimits(DEFAULTS, redis);
  };
  afterAll(() => {
    for (const redis of clients) redis.disconnect();
  });

  test('several processes count the requests of a key together', async () => {
    const [first, second, third] = [await connect(), await connect(), await connect()];
    expect(await admitted(principal(), 30, first, second, third)).toBe(5);
  });

  test('a burst over two processes lets in exactly what the limit says', async () => {
    const both = [await connect(), await connect()];
    const by = principal();
    const burst = await Promise.allSettled(
      Array.from({ length: 60 }, (_, i) => both[i % 2]?.admitRequest(by)),
    );
    expect(burst.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
  });

  test('pictures a minute are shared as well', async () => {
    const [first, second] = [await connect(), await connect()];
    const by = principal({ imagesPerMinute: 6 });
    await first.admitImages(by, 4);
    await second.admitImages(by, 2);
    await expect(first.admitImages(by, 1)).rejects.toMatchObject({ code: 'rate_limit_exceeded' });
  });
});
