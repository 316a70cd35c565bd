import { describeStores } from '@aigateway/database/testing';
import { expect, it } from 'vitest';
import { adjust } from './adjust.ts';
import { auditLedger } from './audit.ts';
import type { HoldBudget } from './budget.ts';
import { captureHold } from './capture-hold.ts';
import { expireHolds } from './expire-holds.ts';
import { LedgerError } from './ledger-error.ts';
import { placeHold } from './place-hold.ts';
import { releaseHold } from './release-hold.ts';
import { freshId, newGeneration, openOrganisation, usd } from './testing/open-organisation.ts';
import { topUp } from './top-up.ts';

const CALLERS = 50;
const ROUNDS = 8;

describeStores('fifty callers at once', (store) => {
  /** One caller's day: place, then end it in several ways at once, with money moving beside. */
  async function callOnce(organisationId: string, turn: number): Promise<void> {
    const database = store.database();
    const budgets: HoldBudget[] = [
      { id: `key:${organisationId}:${turn % 7}`, capMicroUsd: usd(1_000_000n) },
      { id: `tag:${organisationId}:${turn % 3}`, capMicroUsd: usd(1_000_000n) },
    ];
    const id = freshId('hold');
    const expiresAtMs = turn % 4 === 3 ? 5n : 1_000n;
    const base = { organisationId, atMs: 1n };
    const generation = newGeneration(organisationId, id);
    const amountMicroUsd = usd(50n);
    const used = turn % 2 ? budgets : budgets.reverse();
    await placeHold(database, {
      ...base,
      id,
      amountMicroUsd,
      expiresAtMs,
      budgets: used,
      generation,
    });
    const owner = turn % 5 === 0 ? {} : { organisationId };
    await Promise.allSettled([
      captureHold(database, {
        ...owner,
        id: freshId('txn'),
        holdId: id,
        amountMicroUsd: usd(20n),
        atMs: 2n,
      }),
      releaseHold(database, { ...owner, holdId: id, atMs: 2n }),
      turn % 4 === 3
        ? expireHolds(database, { atMs: 10n })
        : topUp(database, { ...base, id: freshId('txn'), creditMicroUsd: usd(10n) }),
    ]);
    const note = 'parallel';
    await adjust(database, { ...base, id: freshId('txn'), amountMicroUsd: usd(-1n), note });
  }

  it('end without a deadlock, and with sound books', { timeout: 60_000 }, async () => {
    const organisations = [
      await openOrganisation(store.database(), 3_000n),
      await openOrganisation(store.database(), 100_000n),
      await openOrganisation(store.database(), 100_000n),
    ];
    const callers = Array.from({ length: CALLERS }, async (_, caller) => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const organisationId = organisations[(caller + round) % 3] ?? '';
        await callOnce(organisationId, caller * ROUNDS + round).catch((error: unknown) => {
          if (!(error instanceof LedgerError)) throw error;
        });
      }
    });
    const outcomes = await Promise.allSettled(callers);
    expect(outcomes.filter((outcome) => outcome.status === 'rejected')).toEqual([]);
    const { kysely } = store.database();
    expect(await auditLedger(kysely, { atMs: 0n })).toEqual([]);
    const open = await kysely.selectFrom('hold').select('id').where('state', '=', 'held').execute();
    expect(open).toEqual([]);
  });
});
