import { expect, test } from 'vitest';
import { createInFlight } from './in-flight.ts';

test('an end waits for every work, also one that fails and one that begins meanwhile', async () => {
  const inFlight = createInFlight();
  const first = createWork();
  const second = createWork();
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

function createWork() {
  let resolve: (value: string) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<string>((done, fail) => {
    resolve = done;
    reject = fail;
  });
  return { promise, resolve, reject };
}
