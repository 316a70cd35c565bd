import { describeStores } from '@aigateway/database/testing';
import { expect, it } from 'vitest';
import { accountId } from './account.ts';
import { adjust } from './adjust.ts';
import { auditLedger } from './audit.ts';
import { captureHold } from './capture-hold.ts';
import { grantCredit } from './grant-credit.ts';
import { placeHold } from './place-hold.ts';
import { readBalance } from './read-balance.ts';
import { readStatement } from './read-statement.ts';
import { refund } from './refund.ts';
import { freshId, openOrganisation, usd } from './testing/open-organisation.ts';
import { quoteTopUp, topUp } from './top-up.ts';

describeStores('money in and back', (store) => {
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

  it('sells $20.00 of credit for $21.00 in one transaction', async () => {
    const organisationId = await openOrganisation(store.database(), 0n);
    const creditMicroUsd = usd(20_000_000n);
    expect(quoteTopUp(creditMicroUsd)).toMatchObject({ totalMicroUsd: 21_000_000n });
    const input = { id: freshId('txn'), organisationId, creditMicroUsd, atMs: 5n };
    const first = await topUp(store.database(), input);
    expect(await posted(organisationId)).toEqual({
      wallet: 20_000_000n,
      platform_fee_revenue: 1_000_000n,
      external_payments: -21_000_000n,
    });
    expect(await topUp(store.database(), { ...input, atMs: 6n })).toEqual(first);
    const other = topUp(store.database(), { ...input, creditMicroUsd: usd(1n) });
    await expect(other).rejects.toMatchObject({ code: 'id_reused' });
    expect(await readBalance(store.database().kysely, organisationId)).toMatchObject({
      postedMicroUsd: 20_000_000n,
    });
  });

  it('posts one transaction for parallel twins', async () => {
    const organisationId = await openOrganisation(store.database(), 0n);
    const input = { id: freshId('txn'), organisationId, amountMicroUsd: usd(7n), atMs: 5n };
    const twins = await Promise.all(
      Array.from({ length: 10 }, () => grantCredit(store.database(), input)),
    );
    for (const twin of twins) expect(twin).toEqual(twins[0]);
    expect(await posted(organisationId)).toEqual({ wallet: 7n, promotional_grants: -7n });
  });

  it('refunds a top-up in parts that add up to the whole, fee included', async () => {
    const organisationId = await openOrganisation(store.database(), 0n);
    const transactionId = freshId('txn');
    const base = { organisationId, atMs: 5n };
    await topUp(store.database(), { ...base, id: transactionId, creditMicroUsd: usd(1_000_007n) });
    for (const amount of [333_333n, 333_333n, 333_341n]) {
      const id = freshId('txn');
      await refund(store.database(), { ...base, id, transactionId, amountMicroUsd: usd(amount) });
    }
    expect(await posted(organisationId)).toEqual({});
    const more = { ...base, id: freshId('txn'), transactionId, amountMicroUsd: usd(1n) };
    await expect(refund(store.database(), more)).rejects.toMatchObject({
      code: 'refund_exceeds_transaction',
    });
  });

  it('refunds a captured hold to the wallet, once', async () => {
    const organisationId = await openOrganisation(store.database(), 100n);
    const base = { organisationId, atMs: 5n };
    const holdId = freshId('hold');
    const amountMicroUsd = usd(60n);
    await placeHold(store.database(), { ...base, id: holdId, amountMicroUsd, expiresAtMs: 9n });
    const transactionId = freshId('txn');
    await captureHold(store.database(), { id: transactionId, holdId, amountMicroUsd, atMs: 6n });
    const input = { ...base, id: freshId('txn'), transactionId, amountMicroUsd };
    const first = await refund(store.database(), input);
    expect(await refund(store.database(), input)).toEqual(first);
    expect(await posted(organisationId)).toEqual({ wallet: 100n, promotional_grants: -100n });
  });

  it('never takes back what is spent or held', async () => {
    const organisationId = await openOrganisation(store.database(), 100n);
    const base = { organisationId, atMs: 5n };
    const hold = { ...base, id: freshId('hold'), amountMicroUsd: usd(60n), expiresAtMs: 99n };
    await placeHold(store.database(), hold);
    const id = freshId('txn');
    const note = 'correction';
    const much = adjust(store.database(), { ...base, id, amountMicroUsd: usd(-41n), note });
    await expect(much).rejects.toMatchObject({ code: 'insufficient_credits' });
    await adjust(store.database(), { ...base, id, amountMicroUsd: usd(-40n), note });
    expect(await readBalance(store.database().kysely, organisationId)).toEqual({
      postedMicroUsd: 60n,
      heldMicroUsd: 60n,
      availableMicroUsd: 0n,
    });
  });

  it('names an unknown account and an unknown transaction', async () => {
    const input = { id: freshId('txn'), atMs: 5n, amountMicroUsd: usd(1n) };
    const nobody = grantCredit(store.database(), { ...input, organisationId: 'org_none' });
    await expect(nobody).rejects.toMatchObject({ code: 'unknown_account' });
    const organisationId = await openOrganisation(store.database(), 10n);
    const nothing = refund(store.database(), { ...input, organisationId, transactionId: 'txn_no' });
    await expect(nothing).rejects.toMatchObject({ code: 'unknown_transaction' });
    const zero = adjust(store.database(), {
      ...input,
      organisationId,
      amountMicroUsd: usd(0n),
      note: '',
    });
    await expect(zero).rejects.toMatchObject({ code: 'invalid_amount' });
  });

  it('pages through a statement, newest first', async () => {
    const organisationId = await openOrganisation(store.database(), 0n);
    for (const amount of [1n, 2n, 3n, 4n, 5n]) {
      const input = { id: freshId('txn'), organisationId, atMs: amount, note: `grant ${amount}` };
      await grantCredit(store.database(), { ...input, amountMicroUsd: usd(amount) });
    }
    const seen: bigint[] = [];
    let cursor: string | null = null;
    do {
      const page = await readStatement(store.database().kysely, {
        organisationId,
        cursor,
        limit: 2n,
      });
      seen.push(...page.lines.map((line) => line.amountMicroUsd));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual([5n, 4n, 3n, 2n, 1n]);
  });

  it('an audit finds nothing here, and finds a forged balance', async () => {
    const { kysely } = store.database();
    expect(await auditLedger(kysely, { atMs: 6n })).toEqual([]);
    const organisationId = await openOrganisation(store.database(), 50n);
    const wallet = accountId('wallet', organisationId);
    await kysely
      .updateTable('account')
      .set({ posted_micro_usd: 51n, held_micro_usd: 1n })
      .where('id', '=', wallet)
      .execute();
    const hold = { organisationId, amountMicroUsd: usd(1n), atMs: 1n, expiresAtMs: 2n };
    const id = freshId('hold');
    await placeHold(store.database(), { ...hold, id });
    const findings = await auditLedger(kysely, { atMs: 3n });
    expect(findings).toContainEqual({ check: 'posted_differs_from_entries', subject: wallet });
    expect(findings).toContainEqual({ check: 'held_differs_from_open_holds', subject: wallet });
    expect(findings).toContainEqual({ check: 'hold_past_expiry', subject: id });
  });
});
