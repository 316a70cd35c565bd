import { ONE_USD, timesCount } from '@aigateway/contract';
import { describeStores } from '@aigateway/database/testing';
import { openAccounts, readBalance } from '@aigateway/ledger';
import {
  type FakeStripe,
  STRIPE_FAKE_KEY,
  STRIPE_FAKE_WEBHOOK_SECRET,
  startFakeStripe,
} from '@aigateway/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createClaimStore } from '../idempotency/claim-store.ts';
import { createSystem } from '../system.ts';
import { openPayments } from './open-payments.ts';
import { readProfile, writeProfile } from './profiles.ts';

const DAY_MS = 86_400_000;
const CARD = { customer_id: 'cus_1', payment_method_id: 'pm_1' };

describeStores('automatic reloads', (store) => {
  let stripe: FakeStripe;
  let nowMs = 0;
  let organisationId = '';
  beforeEach(async () => {
    stripe = await startFakeStripe();
    nowMs = 1_800_000_000_000;
    organisationId = createSystem().newId('organisation');
    const { kysely } = store.database();
    const row = { id: organisationId, name: 'a buyer', created_at_ms: 1n };
    await kysely.insertInto('organisation').values(row).execute();
    await openAccounts(kysely, { organisationId, atMs: 1n });
    const profile = await readProfile(kysely, organisationId);
    const wish = { reload_enabled: 1n, reload_threshold_micro_usd: timesCount(ONE_USD, 2) };
    await writeProfile(kysely, { ...profile, ...CARD, ...wish });
  });
  afterEach(async () => {
    await store
      .database()
      .kysely.updateTable('payment_profile')
      .set({ reload_enabled: 0n })
      .execute();
    await stripe.close();
  });

  function open() {
    const secretKey = STRIPE_FAKE_KEY;
    const webhookSecret = STRIPE_FAKE_WEBHOOK_SECRET;
    const database = store.database();
    const system = { ...createSystem(), now: () => nowMs };
    return openPayments({
      config: { mode: 'production', stripe: { secretKey, webhookSecret, apiBase: stripe.url } },
      database,
      system,
      claims: createClaimStore(database, system),
      publicUrl: () => 'http://127.0.0.1',
      isOperator: () => false,
      alert: () => {},
    });
  }

  async function spendAll(): Promise<void> {
    await store
      .database()
      .kysely.updateTable('payment_profile')
      .set({ reload_threshold_micro_usd: timesCount(ONE_USD, 1_000) })
      .where('organisation_id', '=', organisationId)
      .execute();
  }

  async function posted(): Promise<bigint> {
    return (await readBalance(store.database().kysely, organisationId)).postedMicroUsd;
  }

  async function paused(): Promise<string | null> {
    return (await readProfile(store.database().kysely, organisationId)).reload_paused;
  }

  it('a wallet below the threshold is filled once, however many processes look', async () => {
    const [first, second, third] = [await open(), await open(), await open()];
    await Promise.all([first.tend(), second.tend(), third.tend()]);
    expect(stripe.charges()).toMatchObject([
      { amount: 2_100, currency: 'usd', customer: 'cus_1', payment_method: 'pm_1' },
    ]);
    expect(await posted()).toBe(20_000_000n);
    await (await open()).tend();
    expect(stripe.charges()).toHaveLength(1);
  });

  it('there are only so many a day', async () => {
    await spendAll();
    for (let times = 0; times < 6; times += 1) await (await open()).tend();
    expect(stripe.charges()).toHaveLength(3);
    nowMs += DAY_MS;
    await (await open()).tend();
    expect(stripe.charges()).toHaveLength(4);
  });

  it('a declined card is not tried again until its owner looks', async () => {
    stripe.decline = 'insufficient_funds';
    await (await open()).tend();
    stripe.decline = null;
    await (await open()).tend();
    expect(stripe.charges()).toHaveLength(0);
    expect(await paused()).toBe('insufficient_funds');
    expect(await posted()).toBe(0n);
  });

  it('a charge whose answer was lost is asked for again, and is one charge', async () => {
    stripe.faults.add('charged', { kind: 'drop' }, 3);
    await expect((await open()).tend()).rejects.toThrow();
    expect(await posted()).toBe(0n);
    await (await open()).tend();
    expect(stripe.charges()).toHaveLength(1);
    nowMs += 61_000;
    await (await open()).tend();
    expect(stripe.charges()).toHaveLength(1);
    expect(await posted()).toBe(20_000_000n);
  });

  it('after a day of silence nobody asks again, and a late event still pays', async () => {
    stripe.faults.add('charged', { kind: 'drop' }, 3);
    await expect((await open()).tend()).rejects.toThrow();
    nowMs += DAY_MS;
    await (await open()).tend();
    expect(await paused()).toBe('outcome_unknown');
    expect(stripe.charges()).toHaveLength(1);
    const [intent] = stripe.charges();
    if (!intent) throw new Error('nothing was charged');
    const signedAt = Math.floor(nowMs / 1_000);
    const event = await stripe.sign('payment_intent.succeeded', intent, { signedAt });
    await (await open()).desk.receiveEvent?.(event.body, event.signature);
    expect(await posted()).toBe(20_000_000n);
  });

  it('an event of a declined charge pauses as its answer would', async () => {
    stripe.faults.add('charge', { kind: 'drop' }, 3);
    await expect((await open()).tend()).rejects.toThrow();
    const order = await store
      .database()
      .kysely.selectFrom('payment_order')
      .select('id')
      .where('organisation_id', '=', organisationId)
      .executeTakeFirstOrThrow();
    const failed = {
      id: 'pi_failed',
      status: 'requires_payment_method',
      metadata: { order_id: order.id },
      last_payment_error: { code: 'card_declined', decline_code: 'lost_card' },
    };
    const signedAt = Math.floor(nowMs / 1_000);
    const event = await stripe.sign('payment_intent.payment_failed', failed, { signedAt });
    await (await open()).desk.receiveEvent?.(event.body, event.signature);
    expect(await paused()).toBe('lost_card');
  });
});
