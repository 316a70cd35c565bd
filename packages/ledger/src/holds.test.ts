import { describeStores } from '@aigateway/database/testing';
import { expect, it } from 'vitest';
import { captureHold } from './capture-hold.ts';
import { expireHolds } from './expire-holds.ts';
import { readHold } from './hold.ts';
import { placeHold } from './place-hold.ts';
import type { PlaceHoldInput } from './place-hold-input.ts';
import { readBalance } from './read-balance.ts';
import { releaseHold } from './release-hold.ts';
import { freshId, newGeneration, openOrganisation, usd } from './testing/open-organisation.ts';

const TWENTY = Array.from({ length: 20 }, (_, index) => index);

describeStores('holds', (store) => {
  function hold(organisationId: string, amount: bigint): PlaceHoldInput {
    const id = freshId('hold');
    return { id, organisationId, amountMicroUsd: usd(amount), atMs: 10n, expiresAtMs: 20n };
  }

  async function balance(organisationId: string) {
    const read = await readBalance(store.database().kysely, organisationId);
    return [read.postedMicroUsd, read.heldMicroUsd, read.availableMicroUsd];
  }

  function generationOf(holdId: string) {
    return store
      .database()
      .kysely.selectFrom('generation')
      .selectAll()
      .where('hold_id', '=', holdId)
      .executeTakeFirst();
  }

  function finished(holdId: string, cost: bigint) {
    return {
      id: `gen_${holdId}`,
      provider: 'built-in',
      imagesDelivered: 1n,
      costMicroUsd: usd(cost),
      attempts: 1n,
      latencyMs: 7n,
    };
  }

  it('reserves, then spends a part and gives the rest back', async () => {
    const org = await openOrganisation(store.database(), 100n);
    const input = hold(org, 60n);
    expect(await placeHold(store.database(), input)).toMatchObject({ state: 'held' });
    expect(await balance(org)).toEqual([100n, 60n, 40n]);
    const captured = await captureHold(store.database(), {
      id: freshId('txn'),
      holdId: input.id,
      amountMicroUsd: usd(45n),
      atMs: 11n,
    });
    expect(captured).toMatchObject({ state: 'captured', capturedMicroUsd: 45n });
    expect(await balance(org)).toEqual([55n, 0n, 55n]);
    expect(await readHold(store.database().kysely, input.id)).toEqual(captured);
  });

  it('writes the generation with the hold and the pictures with the capture', async () => {
    const database = store.database();
    const org = await openOrganisation(database, 100n);
    const input = hold(org, 50n);
    await placeHold(database, { ...input, generation: newGeneration(org, input.id) });
    const opened = { ...newGeneration(org, input.id), report: null };
    expect(await generationOf(input.id)).toEqual(opened);
    const image = {
      id: freshId('img'),
      organisation_id: org,
      generation_id: `gen_${input.id}`,
      sha256: 'ab',
      format: 'png',
      width: 1024n,
      height: 1024n,
      size_bytes: 9_007_199_254_740_993n,
      created_at_ms: 12n,
      expires_at_ms: null,
    };
    let ran = '';
    await captureHold(database, {
      id: freshId('txn'),
      holdId: input.id,
      amountMicroUsd: usd(50n),
      atMs: 12n,
      generation: { ...finished(input.id, 50n), report: '{"attempts":[]}' },
      images: [image, { ...image, id: freshId('img') }],
      also: async (executor) => {
        const row = await executor.selectFrom('image').selectAll().where('id', '=', image.id);
        ran = (await row.executeTakeFirstOrThrow()).id;
      },
    });
    expect(ran).toBe(image.id);
    expect(await generationOf(input.id)).toMatchObject({
      state: 'captured',
      provider: 'built-in',
      cost_micro_usd: 50n,
      finished_at_ms: 12n,
      report: '{"attempts":[]}',
    });
    const images = await database.kysely
      .selectFrom('image')
      .selectAll()
      .where('generation_id', '=', `gen_${input.id}`)
      .orderBy('id')
      .execute();
    expect(images).toHaveLength(2);
    expect(images).toContainEqual(expect.objectContaining(image));
  });

  it('posts nothing when what is written beside the capture fails', async () => {
    const org = await openOrganisation(store.database(), 100n);
    const input = hold(org, 50n);
    await placeHold(store.database(), input);
    const capture = captureHold(store.database(), {
      id: freshId('txn'),
      holdId: input.id,
      amountMicroUsd: usd(50n),
      atMs: 12n,
      also: () => Promise.reject(new Error('no disk')),
    });
    await expect(capture).rejects.toThrow('no disk');
    expect(await balance(org)).toEqual([100n, 50n, 50n]);
  });

  it('gives a released hold back whole, with its generation', async () => {
    const org = await openOrganisation(store.database(), 100n);
    const input = hold(org, 60n);
    await placeHold(store.database(), { ...input, generation: newGeneration(org, input.id) });
    const generation = { ...finished(input.id, 0n), errorCode: 'upstream_failed' };
    const release = { holdId: input.id, atMs: 11n, generation };
    const released = await releaseHold(store.database(), release);
    expect(released.state).toBe('released');
    expect(await balance(org)).toEqual([100n, 0n, 100n]);
    expect(await generationOf(input.id)).toMatchObject({ state: 'released' });
    expect(await releaseHold(store.database(), release)).toEqual(released);
  });

  it('ends holds past their expiry, and their generations, and only those', async () => {
    const org = await openOrganisation(store.database(), 100n);
    const due = hold(org, 10n);
    const open = { ...hold(org, 10n), expiresAtMs: 1000n };
    await placeHold(store.database(), { ...due, generation: newGeneration(org, due.id) });
    await placeHold(store.database(), open);
    const ended = await expireHolds(store.database(), { atMs: 20n });
    expect(ended.map(({ id }) => id)).toContain(due.id);
    expect(ended.map(({ id }) => id)).not.toContain(open.id);
    expect(await balance(org)).toEqual([100n, 10n, 90n]);
    expect(await generationOf(due.id)).toMatchObject({ state: 'expired', finished_at_ms: 20n });
  });

  it('a hold ends at most once, and says how it ended', async () => {
    const database = store.database();
    const org = await openOrganisation(database, 100n);
    const [captured, released, expired] = [hold(org, 10n), hold(org, 10n), hold(org, 10n)];
    for (const input of [captured, released, expired]) await placeHold(database, input);
    const amountMicroUsd = usd(10n);
    const capture = (holdId: string) =>
      captureHold(database, { id: freshId('txn'), holdId, amountMicroUsd, atMs: 11n });
    const release = (holdId: string) =>
      releaseHold(database, { id: freshId('rel'), holdId, atMs: 11n });
    await capture(captured.id);
    await release(released.id);
    await expireHolds(database, { atMs: 20n });
    for (const late of [capture, release]) {
      await expect(late(captured.id)).rejects.toMatchObject({ code: 'hold_already_captured' });
      await expect(late(released.id)).rejects.toMatchObject({ code: 'hold_already_released' });
      await expect(late(expired.id)).rejects.toMatchObject({ code: 'hold_already_expired' });
      await expect(late('hold_none')).rejects.toMatchObject({ code: 'unknown_hold' });
    }
    expect(await balance(org)).toEqual([90n, 0n, 90n]);
  });

  it('answers a replay as before, and refuses an id with other inputs', async () => {
    const database = store.database();
    const org = await openOrganisation(database, 100n);
    const input = hold(org, 100n);
    const first = await placeHold(database, input);
    expect(await placeHold(database, { ...input, atMs: 13n })).toEqual(first);
    const other = placeHold(database, { ...input, amountMicroUsd: usd(5n) });
    await expect(other).rejects.toMatchObject({ code: 'id_reused' });
    const capture = { id: freshId('txn'), holdId: input.id, amountMicroUsd: usd(70n), atMs: 11n };
    const captured = await captureHold(database, capture);
    expect(await captureHold(database, { ...capture, atMs: 19n })).toEqual(captured);
    const less = captureHold(database, { ...capture, amountMicroUsd: usd(60n) });
    await expect(less).rejects.toMatchObject({ code: 'id_reused' });
    const second = hold(org, 30n);
    await placeHold(database, second);
    const reused = captureHold(database, {
      ...capture,
      holdId: second.id,
      amountMicroUsd: usd(9n),
    });
    await expect(reused).rejects.toMatchObject({ code: 'id_reused' });
    expect(await balance(org)).toEqual([30n, 30n, 0n]);
  });

  it('names what is wrong with the amount or the account', async () => {
    const database = store.database();
    const org = await openOrganisation(database, 100n);
    const poor = placeHold(database, hold(org, 101n));
    await expect(poor).rejects.toMatchObject({ code: 'insufficient_credits' });
    const nobody = placeHold(database, hold('org_none', 1n));
    await expect(nobody).rejects.toMatchObject({ code: 'unknown_account' });
    const nothing = placeHold(database, hold(org, 0n));
    await expect(nothing).rejects.toMatchObject({ code: 'invalid_amount' });
    const input = hold(org, 10n);
    await placeHold(database, input);
    const capture = { id: freshId('txn'), holdId: input.id, amountMicroUsd: usd(11n), atMs: 11n };
    await expect(captureHold(database, capture)).rejects.toMatchObject({
      code: 'capture_exceeds_hold',
    });
  });

  it('gives exactly ten of twenty parallel holds of $0.05 on $0.50', async () => {
    const org = await openOrganisation(store.database(), 500_000n);
    const outcomes = await Promise.allSettled(
      TWENTY.map(() => placeHold(store.database(), hold(org, 50_000n))),
    );
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused).toHaveLength(10);
    for (const { reason } of refused) {
      expect(reason).toMatchObject({ code: 'insufficient_credits' });
    }
    expect(await balance(org)).toEqual([500_000n, 500_000n, 0n]);
  });

  it('places one hold for twenty parallel twins', async () => {
    const org = await openOrganisation(store.database(), 100n);
    const input = hold(org, 30n);
    const holds = await Promise.all(TWENTY.map(() => placeHold(store.database(), input)));
    expect(new Set(holds.map(({ id }) => id)).size).toBe(1);
    expect(await balance(org)).toEqual([100n, 30n, 70n]);
  });
});
