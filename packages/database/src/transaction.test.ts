import { expect, it } from 'vitest';
import { isUniqueViolation } from './database.ts';
import { defineStatement } from './statement.ts';
import { describeStores } from './testing/store-suite.ts';

const BIG = 9_007_199_254_740_993n;

const readBack = defineStatement<{ second: string; first: bigint; again: string }>(
  'select $2 as second, created_at_ms as first, $2 as again from organisation where id = $1',
);

describeStores('transaction', (store) => {
  function insert(id: string) {
    return { id, name: 'name', created_at_ms: BIG, rate_limit_rpm: null };
  }

  it('keeps what a work wrote and gives its result', async () => {
    const result = await store.database().transaction(async (executor) => {
      await executor.insertInto('organisation').values(insert('org_kept')).execute();
      return 'done';
    });
    expect(result).toBe('done');
    const rows = await store.database().kysely.selectFrom('organisation').selectAll().execute();
    expect(rows).toMatchObject([insert('org_kept')]);
  });

  it('undoes a failed work alone among many', async () => {
    const works = Array.from({ length: 50 }, (_, index) =>
      store.database().transaction(async (executor) => {
        await executor
          .insertInto('organisation')
          .values(insert(`org_many_${index}`))
          .execute();
        if (index % 5 === 0) throw new Error(`fails ${index}`);
        return index;
      }),
    );
    const outcomes = await Promise.allSettled(works);
    expect(outcomes.filter((outcome) => outcome.status === 'rejected')).toHaveLength(10);
    const rows = await store
      .database()
      .kysely.selectFrom('organisation')
      .select('id')
      .where('id', 'like', 'org_many_%')
      .execute();
    expect(rows).toHaveLength(40);
  });

  it('binds numbered parameters by their number and reads exact integers', async () => {
    await store.database().kysely.insertInto('organisation').values(insert('org_n')).execute();
    const rows = await readBack.run(store.database().kysely, ['org_n', 'two']);
    expect(rows).toEqual([{ second: 'two', first: BIG, again: 'two' }]);
  });

  it('says when a key is already there', async () => {
    const { kysely } = store.database();
    await kysely.insertInto('organisation').values(insert('org_twin')).execute();
    const twin = kysely.insertInto('organisation').values(insert('org_twin')).execute();
    expect(isUniqueViolation(await twin.catch((error: unknown) => error))).toBe(true);
  });

  it('finds everything again after a restart', async () => {
    const before = await store.database().kysely.selectFrom('organisation').selectAll().execute();
    const database = await store.reopen();
    const after = await database.kysely.selectFrom('organisation').selectAll().execute();
    expect(after).toEqual(before);
  });
});

describeStores('guards of the books', (store) => {
  async function seedAccounts(): Promise<void> {
    const { kysely } = store.database();
    await kysely
      .insertInto('organisation')
      .values({ id: 'org_1', name: 'one', created_at_ms: 1n })
      .execute();
    for (const kind of ['wallet', 'adjustments'] as const) {
      const balance = { posted_micro_usd: 0n, held_micro_usd: 0n, created_at_ms: 1n };
      await kysely
        .insertInto('account')
        .values({ id: kind, organisation_id: 'org_1', kind, ...balance })
        .execute();
    }
  }

  function post(id: string, amounts: readonly bigint[]): Promise<void> {
    return store.database().transaction(async (executor) => {
      const accounts = ['wallet', 'adjustments'];
      const values = amounts.map((amount, index) => ({
        transaction_id: id,
        account_id: accounts[index] ?? 'wallet',
        amount_micro_usd: amount,
        created_at_ms: 1n,
      }));
      if (values.length > 0) await executor.insertInto('entry').values(values).execute();
      await executor
        .insertInto('ledger_transaction')
        .values({
          id,
          organisation_id: 'org_1',
          kind: 'adjustment',
          reference: null,
          fingerprint: '',
          note: null,
          created_at_ms: 1n,
        })
        .execute();
    });
  }

  it('takes a balanced transaction, and no further entry afterwards', async () => {
    await seedAccounts();
    await post('txn_good', [5n, -5n]);
    const late = store
      .database()
      .kysely.insertInto('entry')
      .values({
        transaction_id: 'txn_good',
        account_id: 'wallet',
        amount_micro_usd: 1n,
        created_at_ms: 1n,
      })
      .execute();
    await expect(late).rejects.toThrow('takes no more entries');
  });

  it('refuses an unbalanced transaction', async () => {
    await expect(post('txn_bad', [5n, -4n])).rejects.toThrow('must sum to zero');
  });

  it('refuses entries without a transaction, and harms no neighbour', async () => {
    const orphan = store.database().transaction((executor) =>
      executor
        .insertInto('entry')
        .values({
          transaction_id: 'txn_none',
          account_id: 'wallet',
          amount_micro_usd: 1n,
          created_at_ms: 1n,
        })
        .execute(),
    );
    const outcomes = await Promise.allSettled([orphan, post('txn_near', [1n, -1n])]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['rejected', 'fulfilled']);
  });

  it('refuses to change or delete what was posted', async () => {
    const { kysely } = store.database();
    const changes = [
      kysely.updateTable('entry').set({ amount_micro_usd: 9n }),
      kysely.deleteFrom('entry'),
      kysely.updateTable('ledger_transaction').set({ kind: 'other' }),
      kysely.deleteFrom('ledger_transaction'),
    ];
    for (const change of changes) await expect(change.execute()).rejects.toThrow('immutable');
  });

  it('refuses an overdrawn wallet', async () => {
    const { kysely } = store.database();
    const overdraw = kysely.updateTable('account').set({ held_micro_usd: 6n });
    await expect(overdraw.where('id', '=', 'wallet').execute()).rejects.toThrow(/check/i);
  });
});
