import { describeStores } from '@aigateway/database/testing';
import { expect, it } from 'vitest';
import { auditLedger } from './audit.ts';
import { type HoldBudget, readBudgetUsage } from './budget.ts';
import { captureHold } from './capture-hold.ts';
import { placeHold } from './place-hold.ts';
import type { PlaceHoldInput } from './place-hold-input.ts';
import { readBalance } from './read-balance.ts';
import { releaseHold } from './release-hold.ts';
import { freshId, newGeneration, openOrganisation, usd } from './testing/open-organisation.ts';

describeStores('budgets', (store) => {
  function hold(organisationId: string, budgets: readonly HoldBudget[]): PlaceHoldInput {
    const times = { atMs: 10n, expiresAtMs: 1_000n };
    return { id: freshId('hold'), organisationId, amountMicroUsd: usd(30n), budgets, ...times };
  }

  function budget(scope: string, cap: bigint): HoldBudget {
    return { id: `${freshId(scope)}:2026-11`, capMicroUsd: usd(cap) };
  }

  async function usage(one: HoldBudget) {
    const { heldMicroUsd, spentMicroUsd } = await readBudgetUsage(store.database().kysely, one.id);
    return [heldMicroUsd, spentMicroUsd];
  }

  it('counts holds, then what was spent of them', async () => {
    const org = await openOrganisation(store.database(), 1000n);
    const [key, tag] = [budget('key', 100n), budget('tag', 100n)];
    const [first, second] = [hold(org, [tag, key]), hold(org, [key])];
    await placeHold(store.database(), first);
    await placeHold(store.database(), second);
    expect([await usage(key), await usage(tag)]).toEqual([
      [60n, 0n],
      [30n, 0n],
    ]);
    const amountMicroUsd = usd(20n);
    const capture = { id: freshId('txn'), holdId: first.id, amountMicroUsd, atMs: 11n };
    await captureHold(store.database(), capture);
    await releaseHold(store.database(), { holdId: second.id, atMs: 11n });
    expect([await usage(key), await usage(tag)]).toEqual([
      [0n, 20n],
      [0n, 20n],
    ]);
    expect(await auditLedger(store.database().kysely, { atMs: 12n })).toEqual([]);
  });

  it('refuses what would pass any of several caps, and reserves nothing', async () => {
    const org = await openOrganisation(store.database(), 1000n);
    const [wide, narrow] = [budget('key', 1000n), budget('tag', 50n)];
    const generated = hold(org, [wide, narrow]);
    await placeHold(store.database(), {
      ...generated,
      generation: newGeneration(org, generated.id),
    });
    const over = placeHold(store.database(), hold(org, [wide, narrow]));
    await expect(over).rejects.toMatchObject({ code: 'budget_exceeded', subject: narrow.id });
    const never = placeHold(store.database(), hold(org, [budget('key', 29n)]));
    await expect(never).rejects.toMatchObject({ code: 'budget_exceeded' });
    expect([await usage(wide), await usage(narrow)]).toEqual([
      [30n, 0n],
      [30n, 0n],
    ]);
    expect(await readBalance(store.database().kysely, org)).toMatchObject({ heldMicroUsd: 30n });
  });

  it('obeys a cap that was raised since', async () => {
    const org = await openOrganisation(store.database(), 1000n);
    const low = budget('key', 30n);
    await placeHold(store.database(), hold(org, [low]));
    await expect(placeHold(store.database(), hold(org, [low]))).rejects.toThrow('budget_exceeded');
    await placeHold(store.database(), hold(org, [{ ...low, capMicroUsd: usd(60n) }]));
    expect(await usage(low)).toEqual([60n, 0n]);
  });

  it('never passes a cap under fifty callers with crossing budgets', async () => {
    const org = await openOrganisation(store.database(), 100_000n);
    const [left, right] = [budget('key', 300n), budget('tag', 420n)];
    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, (_, index) =>
        placeHold(store.database(), hold(org, index % 2 ? [left, right] : [right])),
      ),
    );
    const placed = outcomes.filter((outcome) => outcome.status === 'fulfilled');
    expect(placed).toHaveLength(14);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason.code).toBe('budget_exceeded');
    }
    expect((await usage(right))[0]).toBe(420n);
    expect((await usage(left))[0]).toBeLessThanOrEqual(300n);
  });
});
