import { ApiError } from '@aigateway/contract';
import { describeStores } from '@aigateway/database/testing';
import { afterEach, expect, test } from 'vitest';
import { type JobCall, JobGone } from '../job.ts';
import { createSystem } from '../system.ts';
import { createJobRunner } from './job-runner.ts';
import { createJobStore, FROM_THE_START, LEASE_MS } from './job-store.ts';

const principal: JobCall['principal'] = {
  actor: { kind: 'key' },
  organisationRpm: null,
  organisationId: 'org_jobs',
  keyId: 'key_1',
  scopes: ['images'],
  allowedModels: null,
  rateLimitRpm: null,
  imagesPerMinute: null,
  maxConcurrentImages: null,
  defaultTag: null,
  spendCapMicroUsd: null,
  subAccount: null,
  expiresAtMs: null,
};

describeStores('the queue of jobs', (place) => {
  let nowMs = 1_000_000;
  const real = createSystem();
  const system = { ...real, now: () => nowMs };
  const open = () => createJobStore(place.database(), system);

  async function put(count: number, organisationId = 'org_jobs'): Promise<string[]> {
    const store = open();
    const ids: string[] = [];
    for (let i = 0; i < count; i++) {
      const id = real.newId('job');
      ids.push(id);
      await store.insert(place.database().kysely, {
        id,
        generationId: real.newId('generation'),
        model: 'atelier/scene',
        call: {
          requestId: 'req_1',
          principal: { ...principal, organisationId },
          operation: 'generation',
          request: { model: 'atelier/scene', prompt: 'x', n: 1, output_format: 'png' },
          tag: null,
          seed: 7,
        },
        view: {},
        webhookUrl: null,
        nowMs,
      });
    }
    return ids;
  }

  afterEach(async () => {
    nowMs += 1_000_000;
    await place.database().kysely.deleteFrom('job').execute();
  });

  test('two processes that claim at once never have the same job', async () => {
    const ids = await put(40);
    expect(await open().countWaiting(10)).toBe(10);
    expect(await open().countWaiting(100)).toBe(40);
    const workers = [open(), open(), open(), open()];
    const claimed = await Promise.all(
      Array.from({ length: 60 }, (_, i) => workers[i % 4]?.claim('queued')),
    );
    const got = claimed.flatMap((job) => (job ? [job.id] : []));
    expect(new Set(got).size).toBe(got.length);
    while (got.length < 40) got.push((await open().claim('queued'))?.id ?? 'none');
    expect(got.sort()).toEqual([...ids].sort());
  });

  test('organisations take turns, however many jobs one of them has', async () => {
    const many = await put(5, 'org_many');
    const store = open();
    expect((await store.claim('queued'))?.id).toBe(many[0]);
    nowMs += 1;
    const few = [...(await put(1, 'org_few')), ...(await put(2, 'org_other'))];
    const order: (string | undefined)[] = [];
    for (let i = 0; i < 7; i++) order.push((await store.claim('queued'))?.id);
    expect(order).toEqual([many[1], few[0], few[1], many[2], few[2], many[3], many[4]]);
  });

  test('jobs of one organisation are made in the order they came', async () => {
    const ids = await put(4);
    const store = open();
    const order: (string | undefined)[] = [];
    for (const _ of ids) order.push((await store.claim('queued'))?.id);
    expect(order).toEqual(ids);
  });

  test('a worker that is not heard of loses its job, and nothing of it counts', async () => {
    await put(1);
    const store = open();
    const first = await store.claim('queued');
    if (!first) throw new Error('there is a job');
    nowMs += LEASE_MS - 1;
    expect(await store.claim('lost')).toBeNull();
    expect(await store.renew(first, 0.5)).toBe(true);
    nowMs += LEASE_MS + 1;
    const second = await store.claim('lost');
    expect(second).toMatchObject({ id: first.id, runs: 2, call: { seed: 7 } });
    expect(await store.renew(first, 0.9)).toBe(false);
    expect(await store.putBack(first, nowMs)).toBe(false);
    await expect(store.noteUpstream(first)).rejects.toThrow(JobGone);
    const error = new ApiError('upstream_failed', 'It failed.');
    const late = place.database().transaction((executor) => store.fail(executor, first, error));
    await expect(late).rejects.toThrow(JobGone);
    expect(await store.find({ ...principal, subAccountId: null }, first.id)).toMatchObject({
      status: 'processing',
    });
  });

  test('the end is written once, with one event; the words are forgotten', async () => {
    const [id = ''] = await put(1);
    const store = open();
    const job = await store.claim('queued');
    if (!job) throw new Error('there is a job');
    const error = new ApiError('upstream_failed', 'It failed.');
    const fail = () => place.database().transaction((executor) => store.fail(executor, job, error));
    await fail();
    await expect(fail()).rejects.toThrow(JobGone);
    const events = await place
      .database()
      .kysely.selectFrom('event')
      .selectAll()
      .where('once', '=', id)
      .execute();
    expect(events.map(({ type }) => type)).toEqual(['job.failed']);
    const row = await place.database().kysely.selectFrom('job').selectAll().executeTakeFirst();
    expect(row?.call).toBeNull();
  });

  test('a job that is put back is as if the run had not been', async () => {
    await put(1);
    const store = open();
    const job = await store.claim('queued');
    if (!job) throw new Error('there is a job');
    await store.noteUpstream(job);
    expect(await store.putBack(job, nowMs + 5_000)).toBe(true);
    expect(await store.claim('queued')).toBeNull();
    nowMs += 5_000;
    expect(await store.claim('queued')).toMatchObject({ runs: 1, askedUpstream: false });
  });

  test('ended jobs are kept for a week', async () => {
    const [id = ''] = await put(1);
    const store = open();
    const error = new ApiError('cancelled', 'x');
    await place
      .database()
      .transaction((executor) => store.fail(executor, { id, leaseId: null }, error));
    nowMs += 7 * 24 * 3_600_000 - 1;
    expect(await store.removeOld()).toBe(0);
    nowMs += 1;
    expect(await store.removeOld()).toBe(1);
    const owner = { ...principal, subAccountId: null };
    expect(await store.list(owner, { before: FROM_THE_START, limit: 5 })).toEqual([]);
  });

  test('a thousand waiting jobs are rows: no more run than there are workers', async () => {
    await put(1_000);
    const store = open();
    let most = 0;
    let running = 0;
    let done = 0;
    const finished = withResolvers();
    const runner = createJobRunner({
      store,
      workers: 3,
      async run(job) {
        running += 1;
        most = Math.max(most, running);
        await place
          .database()
          .transaction((executor) => store.fail(executor, job, new ApiError('cancelled', 'x')));
        running -= 1;
        done += 1;
        if (done === 1_000) finished.resolve();
      },
      onFault: finished.reject,
    });
    runner.start();
    await finished.promise;
    await runner.close(0);
    expect(most).toBeLessThanOrEqual(3);
  }, 30_000);
});

function withResolvers() {
  let resolve = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
