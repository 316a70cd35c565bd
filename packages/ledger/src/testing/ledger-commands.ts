import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { adjust } from '../adjust.ts';
import { captureHold } from '../capture-hold.ts';
import { collectDebt } from '../collect-debt.ts';
import { expireHolds } from '../expire-holds.ts';
import { LedgerError } from '../ledger-error.ts';
import { placeHold } from '../place-hold.ts';
import { refund } from '../refund.ts';
import { releaseHold } from '../release-hold.ts';
import { restorePayment, reversePayment } from '../reverse-payment.ts';
import { least } from '../taken-back.ts';
import { quoteTopUp, topUp } from '../top-up.ts';
import type { LedgerModel, LedgerReal, ModelHold, ModelPurchase } from './ledger-model.ts';
import { usd } from './open-organisation.ts';

type Verb = (real: LedgerReal) => Promise<unknown>;

/** Runs a verb twice: both must give the same answer, or the same refusal, which it gives. */
async function twice(real: LedgerReal, verb: Verb): Promise<string> {
  const first = await outcome(real, verb);
  const second = await outcome(real, verb);
  const same =
    first instanceof LedgerError
      ? second instanceof LedgerError && second.code === first.code
      : isDeepStrictEqual(first, second);
  if (!same) throw new Error('a replay of the same inputs gave another answer');
  return first instanceof LedgerError ? first.code : 'ok';
}

async function outcome(real: LedgerReal, verb: Verb): Promise<unknown> {
  try {
    return await verb(real);
  } catch (error) {
    if (error instanceof LedgerError) return error;
    throw error;
  }
}

function expectCode(actual: string, expected: string, what: string): void {
  if (actual !== expected) throw new Error(`${what}: ${actual} instead of ${expected}`);
}

type Run = (model: LedgerModel, real: LedgerReal) => Promise<void>;

function command(name: string, run: Run): fc.AsyncCommand<LedgerModel, LedgerReal> {
  return { check: () => true, run, toString: () => name };
}

const amount = fc.bigInt({ min: 1n, max: 1_000_000n });

function bought(id: string, amount: bigint, total: bigint): ModelPurchase {
  return { id, amount, total, refunded: 0n, sign: -1n, paidBack: 0n, creditBack: 0n };
}

const topUps = amount.map((credit) =>
  command(`topUp(${credit})`, async (model, { database, organisationId, prefix }) => {
    const id = `${prefix}_t${model.count++}`;
    const input = { id, organisationId, creditMicroUsd: usd(credit), atMs: model.now };
    const code = await twice({ database, organisationId, prefix }, () => topUp(database, input));
    expectCode(code, 'ok', 'topUp');
    model.posted += credit;
    const { totalMicroUsd } = quoteTopUp(usd(credit));
    model.purchases.push(bought(id, credit, totalMicroUsd));
  }),
);

const adjustments = fc.bigInt({ min: -500_000n, max: 500_000n }).map((change) =>
  command(`adjust(${change})`, async (model, real) => {
    const id = `${real.prefix}_t${model.count++}`;
    const amountMicroUsd = usd(change);
    const input = { id, organisationId: real.organisationId, amountMicroUsd, note: 'why' };
    const code = await twice(real, () => adjust(real.database, { ...input, atMs: model.now }));
    const fits = model.available + change >= 0n || change > 0n;
    const expected = change === 0n ? 'invalid_amount' : fits ? 'ok' : 'insufficient_credits';
    expectCode(code, expected, 'adjust');
    if (code === 'ok') model.posted += change;
  }),
);

const placements = fc.tuple(amount, fc.bigInt({ min: 1n, max: 50n })).map(([size, life]) =>
  command(`placeHold(${size}, ${life})`, async (model, real) => {
    const { database, organisationId, prefix } = real;
    const expiresAtMs = model.now + life;
    const id = `${prefix}_h${model.holds.length}`;
    const input = { organisationId, amountMicroUsd: usd(size), atMs: model.now, expiresAtMs };
    const fits = model.available >= size;
    const code = await twice(real, () => placeHold(database, { ...input, id }));
    expectCode(code, fits ? 'ok' : 'insufficient_credits', 'placeHold');
    if (!fits) return;
    model.held += size;
    model.holds.push({ amount: size, state: 'held', captured: 0n, expiresAt: expiresAtMs });
  }),
);

function lateCode(hold: ModelHold | undefined): string {
  if (hold === undefined) return 'unknown_hold';
  return `hold_already_${hold.state}`;
}

const captures = fc.tuple(fc.nat(20), amount).map(([index, size]) =>
  command(`captureHold(${index}, ${size})`, async (model, real) => {
    const hold = model.holds[index];
    const id = `${real.prefix}_t${model.count++}`;
    const input = { id, holdId: `${real.prefix}_h${index}`, amountMicroUsd: usd(size) };
    const code = await twice(real, () => captureHold(real.database, { ...input, atMs: model.now }));
    if (hold?.state !== 'held') return expectCode(code, lateCode(hold), 'captureHold');
    if (size > hold.amount) return expectCode(code, 'capture_exceeds_hold', 'captureHold');
    expectCode(code, 'ok', 'captureHold');
    model.end(hold, 'captured', size);
    model.purchases.push({ ...bought(id, size, 0n), sign: 1n });
  }),
);

const releases = fc.nat(20).map((index) =>
  command(`releaseHold(${index})`, async (model, real) => {
    const hold = model.holds[index];
    const id = `${real.prefix}_r${model.count++}`;
    const input = { id, holdId: `${real.prefix}_h${index}`, atMs: model.now };
    const code = await twice(real, () => releaseHold(real.database, input));
    if (hold?.state !== 'held') return expectCode(code, lateCode(hold), 'releaseHold');
    expectCode(code, 'ok', 'releaseHold');
    model.end(hold, 'released', 0n);
  }),
);

const expiries = fc.bigInt({ min: 0n, max: 30n }).map((passed) =>
  command(`expireHolds(+${passed})`, async (model, { database }) => {
    model.now += passed;
    await expireHolds(database, { atMs: model.now });
    for (const hold of model.holds) {
      if (hold.state === 'held' && hold.expiresAt <= model.now) model.end(hold, 'expired', 0n);
    }
  }),
);

const refunds = fc.tuple(fc.nat(10), amount).map(([index, size]) =>
  command(`refund(${index}, ${size})`, async (model, real) => {
    const purchase = model.purchases[index];
    // A top-up is refunded or reversed here, not both: the model does not know that rounding.
    if (purchase === undefined || purchase.paidBack > 0n) return;
    const { organisationId } = real;
    const id = `${real.prefix}_t${model.count++}`;
    const input = { id, organisationId, transactionId: purchase.id, amountMicroUsd: usd(size) };
    const code = await twice(real, () => refund(real.database, { ...input, atMs: model.now }));
    const whole = purchase.refunded + size <= purchase.amount;
    const fits = purchase.sign > 0n || model.available >= size;
    const refusal = whole ? 'insufficient_credits' : 'refund_exceeds_transaction';
    expectCode(code, whole && fits ? 'ok' : refusal, 'refund');
    if (code !== 'ok') return;
    purchase.refunded += size;
    model.posted += size * purchase.sign;
  }),
);

const reversals = fc.tuple(fc.nat(10), amount).map(([index, paid]) =>
  command(`reversePayment(${index}, ${paid})`, async (model, real) => {
    const purchase = model.purchases[index];
    if (purchase === undefined || purchase.refunded > 0n) return;
    const { organisationId } = real;
    const id = `${real.prefix}_t${model.count++}`;
    const input = { id, organisationId, transactionId: purchase.id, paidMicroUsd: usd(paid) };
    const code = await twice(real, () =>
      reversePayment(real.database, { ...input, atMs: model.now }),
    );
    if (purchase.sign > 0n) return expectCode(code, 'unknown_transaction', 'reversePayment');
    const after = purchase.paidBack + paid;
    const fits = after <= purchase.total;
    expectCode(code, fits ? 'ok' : 'refund_exceeds_transaction', 'reversePayment');
    if (!fits) return;
    const credit = (purchase.amount * after) / purchase.total - purchase.creditBack;
    const fromWallet = least(credit, model.available);
    model.posted -= fromWallet;
    model.debt += credit - fromWallet;
    purchase.paidBack = after;
    purchase.creditBack += credit;
    model.reversals.push({ id, purchase, paid, credit });
  }),
);

const restorations = fc.nat(5).map((index) =>
  command(`restorePayment(${index})`, async (model, real) => {
    const [reversal] = model.reversals.splice(index, 1);
    if (reversal === undefined) return;
    const { organisationId } = real;
    const id = `${real.prefix}_t${model.count++}`;
    const input = { id, organisationId, reversalId: reversal.id, atMs: model.now };
    expectCode(await twice(real, () => restorePayment(real.database, input)), 'ok', 'restore');
    model.posted += reversal.credit;
    reversal.purchase.paidBack -= reversal.paid;
    reversal.purchase.creditBack -= reversal.credit;
  }),
);

const collections = fc.constant(
  command('collectDebt()', async (model, { database, organisationId, prefix }) => {
    const id = `${prefix}_t${model.count++}`;
    await collectDebt(database, { id, organisationId, atMs: model.now });
    const paid = least(model.debt, model.available);
    model.posted -= paid;
    model.debt -= paid;
  }),
);

/** Arbitrary verbs with arbitrary inputs, each said twice and compared with the model. */
export const ledgerCommands = [
  topUps,
  adjustments,
  placements,
  placements,
  captures,
  releases,
  expiries,
  refunds,
  reversals,
  restorations,
  collections,
];
