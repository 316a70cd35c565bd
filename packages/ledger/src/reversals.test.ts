import { describeStores } from '@aigateway/database/testing';
import { expect, it } from 'vitest';
import { auditLedger } from './audit.ts';
import { collectDebt, listDebtors, readDebt } from './collect-debt.ts';
import { placeHold } from './place-hold.ts';
import { readBalance } from './read-balance.ts';
import { refund } from './refund.ts';
import { releaseHold } from './release-hold.ts';
import { restorePayment, reversePayment } from './reverse-payment.ts';
import { freshId, openOrganisation, usd } from './testing/open-organisation.ts';
import { topUp } from './top-up.ts';

describeStores('payments that are taken back', (store) => {
  /** An organisation that bought $20.00 of credit for $21.00. */
  async function buyer() {
    const organisationId = await openOrganisation(store.database(), 0n);
    const transactionId = freshId('txn');
    const credit = { id: transactionId, creditMicroUsd: usd(20_000_000n) };
    await topUp(store.database(), { ...credit, organisationId, atMs: 1n });
    return { organisationId, transactionId, atMs: 2n };
  }

  async function posted(organisationId: string) {
    const rows = await store
      .database()
      .kysely.selectFrom('account')
      .select(['kind', 'posted_micro_usd'])
      .where('organisation_id', '=', organisationId)
      .where('posted_micro_usd', '<>', 0n)
      .execute();
    return Object.fromEntries(rows.map((row) => [row.kind, row.posted_micro_usd]));
  }

  it('parts of a reversal take credit and fee in proportion and add up to the whole', async () => {
    const { organisationId, ...rest } = await buyer();
    for (const cents of [333n, 667n, 1_100n]) {
      const paidMicroUsd = usd(cents * 10_000n);
      const input = { ...rest, organisationId, id: freshId('txn'), paidMicroUsd };
      const first = await reversePayment(store.database(), input);
      expect(await reversePayment(store.database(), input)).toEqual(first);
    }
    expect(await posted(organisationId)).toEqual({});
    const more = { ...rest, organisationId, id: freshId('txn'), paidMicroUsd: usd(1n) };
    await expect(reversePayment(store.database(), more)).rejects.toMatchObject({
      code: 'refund_exceeds_transaction',
    });
  });

  it('a refund by hand and a reversal together are never more than was bought', async () => {
    const { organisationId, ...rest } = await buyer();
    const amountMicroUsd = usd(6_666_667n);
    await refund(store.database(), { ...rest, organisationId, id: freshId('txn'), amountMicroUsd });
    const { external_payments: paid = 0n } = await posted(organisationId);
    const all = { ...rest, organisationId, id: freshId('txn'), paidMicroUsd: usd(-paid) };
    await reversePayment(store.database(), all);
    expect(await posted(organisationId)).toEqual({});
  });

  it('what is spent or held becomes debt, which the next credit pays', async () => {
    const { organisationId, transactionId, atMs } = await buyer();
    const { kysely } = store.database();
    const hold = { organisationId, atMs, expiresAtMs: 99n, amountMicroUsd: usd(15_000_000n) };
    const holdId = freshId('hold');
    await placeHold(store.database(), { ...hold, id: holdId });
    const reversal = { id: freshId('txn'), organisationId, transactionId, atMs };
    await reversePayment(store.database(), { ...reversal, paidMicroUsd: usd(21_000_000n) });
    expect(await readDebt(kysely, organisationId)).toBe(15_000_000n);
    expect(await readBalance(kysely, organisationId)).toMatchObject({ availableMicroUsd: 0n });
    expect(await listDebtors(kysely)).toContain(organisationId);
    const collect = () =>
      collectDebt(store.database(), { id: freshId('txn'), organisationId, atMs });
    expect(await collect()).toBeNull();
    await releaseHold(store.database(), { holdId, atMs });
    const both = await Promise.all([collect(), collect()]);
    expect(both.filter((one) => one !== null)).toHaveLength(1);
    expect(await posted(organisationId)).toEqual({});
  });

  it('a dispute that was won gives everything back, also what had become debt', async () => {
    const { organisationId, transactionId, atMs } = await buyer();
    const spent = { id: freshId('hold'), organisationId, atMs, expiresAtMs: 99n };
    await placeHold(store.database(), { ...spent, amountMicroUsd: usd(20_000_000n) });
    const reversalId = freshId('txn');
    const paidMicroUsd = usd(21_000_000n);
    const reversal = { organisationId, transactionId, atMs, paidMicroUsd };
    await reversePayment(store.database(), { ...reversal, id: reversalId });
    const restoring = { id: freshId('txn'), organisationId, reversalId, atMs };
    const first = await restorePayment(store.database(), restoring);
    expect(await restorePayment(store.database(), restoring)).toEqual(first);
    const again = restorePayment(store.database(), { ...restoring, id: freshId('txn') });
    await expect(again).rejects.toMatchObject({ code: 'refund_exceeds_transaction' });
    await collectDebt(store.database(), { id: freshId('txn'), organisationId, atMs });
    expect(await posted(organisationId)).toEqual({
      wallet: 20_000_000n,
      platform_fee_revenue: 1_000_000n,
      external_payments: -21_000_000n,
    });
    expect(await auditLedger(store.database().kysely, { atMs })).toEqual([]);
  });

  it('nothing but a top-up of the same organisation can be reversed', async () => {
    const { transactionId, atMs } = await buyer();
    const { organisationId } = await buyer();
    const foreign = { id: freshId('txn'), organisationId, transactionId, atMs };
    const paidMicroUsd = usd(1n);
    await expect(
      reversePayment(store.database(), { ...foreign, paidMicroUsd }),
    ).rejects.toMatchObject({ code: 'unknown_transaction' });
  });
});
