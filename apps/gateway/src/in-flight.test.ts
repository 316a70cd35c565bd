import { expect, test } from 'vitest';
import { createInFlight } from './in-flight.ts';

test('an end waits for every work, also one that fails and one that begins meanwhile', async () => {
  const inFlight = createInFlight();
  const first = Promise.withResolvers<string>();
  const second = Promise.withResolvers<string>();
  const followed = inFlight.follow(first.promise);
  let isSettled = false;
  const settled = inFlight.settled().then(() => {
    isSettled = true;
  });
  inFlight.follow(second.promise).catch(() => {});
  first.resolve('made');
  expect(await followed).toBe('made');
  expect(isSettled).toBe(false);
  second.reject(new Error('failed'));
  await settled;
  expect(isSettled).toBe(true);
});
