import { ProviderError } from '@aigateway/providers';
import { expect, test } from 'vitest';
import { createDeploymentHealth } from './deployment-health.ts';

const one = { key: 'maker/one', concurrency: 2 };
const failed = new ProviderError('failed', 'x', { billed: 'no' });
const never = new AbortController().signal;

function atClock() {
  const clock = { nowMs: 1_000 };
  return { clock, health: createDeploymentHealth(() => clock.nowMs) };
}

test('a deployment rests after five failures in a row, and one call tries it again', () => {
  const { clock, health } = atClock();
  for (let i = 0; i < 5; i += 1) {
    expect(health.admit(one)).toBe(0);
    health.failed(one, failed);
  }
  expect(health.admit(one)).toBe(30_000);
  clock.nowMs += 30_000;
  expect(health.admit(one)).toBe(0);
  expect(health.admit(one)).toBeGreaterThan(0);
  health.failed(one, failed);
  expect(health.admit(one)).toBe(60_000);
  clock.nowMs += 60_000;
  health.admit(one);
  health.succeeded(one, 100);
  expect(health.read(one.key)).toMatchObject({ state: 'healthy', latencyMs: 100 });
});

test('a maker that names a time is left alone until then', () => {
  const { health } = atClock();
  const limited = new ProviderError('rate_limited', 'x', { billed: 'no', retryAfterSeconds: 7 });
  health.failed(one, limited);
  expect(health.admit(one)).toBe(7_000);
});

test('pictures wait for places in their order, and whoever hangs up leaves the queue', async () => {
  const { health } = atClock();
  const order: string[] = [];
  const leaveFirst = await health.enter(one, 2, never);
  const second = health.enter(one, 1, never).then((leave) => {
    order.push('second');
    return leave;
  });
  const gone = new AbortController();
  const third = health.enter(one, 1, gone.signal);
  gone.abort();
  await expect(third).rejects.toMatchObject({ kind: 'cancelled', billed: 'no' });
  expect(health.read(one.key)).toMatchObject({ inFlight: 2, waiting: 1 });
  leaveFirst();
  leaveFirst();
  (await second)();
  expect(order).toEqual(['second']);
  expect(health.read(one.key)).toMatchObject({ inFlight: 0, waiting: 0 });
});
