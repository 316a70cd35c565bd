import type { CreditInvoice, CreditOrder } from '@aigateway/contract';
import { auditLedger, readDebt } from '@aigateway/ledger';
import {
  type EventOptions,
  type FakeStripe,
  type PaymentOptions,
  type SignedEvent,
  STRIPE_FAKE_KEY,
  STRIPE_FAKE_WEBHOOK_SECRET,
  type StripeObject,
  startFakeStripe,
} from '@aigateway/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OWNER_ORGANISATION_ID } from '../auth/owner.ts';
import { startTestGateway, type TestGateway } from '../testing/start-test-gateway.ts';

const WEBHOOK = '/v1/payments/stripe/webhook';

let stripe: FakeStripe;
let gateway: TestGateway;
beforeEach(async () => {
  stripe = await startFakeStripe();
  gateway = await startTestGateway({
    env: {
      STRIPE_SECRET_KEY: STRIPE_FAKE_KEY,
      STRIPE_WEBHOOK_SECRET: STRIPE_FAKE_WEBHOOK_SECRET,
      STRIPE_API_BASE: stripe.url,
    },
  });
});
afterEach(async () => {
  const database = await gateway.openStore();
  expect(await auditLedger(database.kysely, { atMs: BigInt(Date.now()) })).toEqual([]);
  await database.close();
  await gateway.close();
  await stripe.close();
});

async function order(body: Record<string, unknown> = {}): Promise<CreditOrder> {
  const answer = await gateway.post('/v1/credit/checkout', { credit_cents: 2_000, ...body });
  expect(answer.status).toBe(201);
  return (await answer.json()) as CreditOrder;
}

async function read(path: string) {
  return (await gateway.get(path)).json();
}

async function statusOf({ id }: CreditOrder): Promise<string> {
  return ((await read(`/v1/credit/orders/${id}`)) as CreditOrder).status;
}

async function deliver({ body, signature }: SignedEvent): Promise<number> {
  const headers = { 'Content-Type': 'application/json', 'Stripe-Signature': signature };
  const answer = await fetch(`${gateway.url}${WEBHOOK}`, { method: 'POST', headers, body });
  return answer.status;
}

async function send(type: string, object: StripeObject, options?: EventOptions): Promise<number> {
  return deliver(await stripe.sign(type, object, options));
}

/** Pays an order on its page; gives the session that the event carries. */
function payFor({ checkout_url: url }: CreditOrder, options?: PaymentOptions): StripeObject {
  return stripe.pay(url?.split('/').at(-1) ?? '', options);
}

/** An order that was paid and booked; gives the payment's id. */
async function bought(body?: Record<string, unknown>): Promise<{ paid: CreditOrder; pi: string }> {
  const paid = await order(body);
  const session = payFor(paid);
  expect(await send('checkout.session.completed', session)).toBe(200);
  return { paid, pi: String(session.payment_intent) };
}

async function owed(): Promise<bigint> {
  const database = await gateway.openStore();
  const debt = await readDebt(database.kysely, OWNER_ORGANISATION_ID);
  await database.close();
  return debt;
}

describe('buying credit with Stripe', () => {
  it('shows the fee first, then books wallet, fee and payment once', async () => {
    const quote = await gateway.post('/v1/credit/quote', { credit_cents: 2_000 });
    expect(await quote.json()).toMatchObject({ fee_cents: 100, total_cents: 2_100 });
    const paid = await order();
    expect(paid).toMatchObject({ status: 'open', method: 'stripe', total_cents: 2_100 });
    expect(await gateway.availableCents()).toBe(500);
    const event = await stripe.sign('checkout.session.completed', payFor(paid));
    for (let times = 0; times < 3; times += 1) expect(await deliver(event)).toBe(200);
    expect(await Promise.all([deliver(event), deliver(event)])).toEqual([200, 200]);
    expect(await gateway.availableCents()).toBe(2_500);
    expect(await statusOf(paid)).toBe('paid');
    const invoices = (await read('/v1/credit/invoices')) as { data: CreditInvoice[] };
    expect(invoices.data).toMatchObject([
      { id: paid.id, status: 'paid', credit_cents: 2_000, fee_cents: 100, total_cents: 2_100 },
    ]);
    expect(invoices.data[0]?.number).toMatch(/^FAKE-/);
  });

  it('the same payment told by two events is booked once', async () => {
    const paid = await order();
    const session = payFor(paid);
    const events = await Promise.all(
      ['evt_a', 'evt_b', 'evt_c'].map((id) =>
        stripe.sign('checkout.session.completed', session, { id }),
      ),
    );
    expect(await Promise.all(events.map(deliver))).toEqual([200, 200, 200]);
    expect(await gateway.availableCents()).toBe(2_500);
  });

  it('asks with one idempotency key an order, to the configured address alone', async () => {
    stripe.faults.add('session', { kind: 'drop' });
    await order();
    const keys = stripe.requests.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
  });

  it('a provider that fails is a 503, and nothing is owed or bought', async () => {
    stripe.faults.add('session', { kind: 'redirect', location: 'http://169.254.169.254/' }, 5);
    const answer = await gateway.post('/v1/credit/checkout', { credit_cents: 2_000 });
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ error: { code: 'payment_provider_failed' } });
    const { data } = (await read('/v1/credit/orders')) as { data: CreditOrder[] };
    expect(data).toMatchObject([{ status: 'failed', failure: 'provider_failed' }]);
  });
});

describe('events that are not what they seem', () => {
  it('forged, stale, unsigned and empty ones are refused', async () => {
    const session = payFor(await order());
    const type = 'checkout.session.completed';
    expect(await send(type, session, { secret: 'whsec_other' })).toBe(400);
    const now = Math.floor(Date.now() / 1_000);
    expect(await send(type, session, { signedAt: now - 600 })).toBe(400);
    const signed = await stripe.sign(type, session);
    expect(await deliver({ ...signed, body: signed.body.replace('2100', '9900') })).toBe(400);
    expect(await deliver({ ...signed, signature: '' })).toBe(400);
    expect(await deliver({ ...signed, body: '' })).toBe(400);
    expect(await gateway.availableCents()).toBe(500);
  });

  it.each([
    ['another amount', { amount: 100 }],
    ['another currency', { currency: 'jpy' }],
    ['another order', { orderId: 'ord_other' }],
  ])('%s is not credited, and not asked for again', async (_, options) => {
    const paid = await order();
    expect(await send('checkout.session.completed', payFor(paid, options))).toBe(200);
    expect(await gateway.availableCents()).toBe(500);
    expect(await statusOf(paid)).toBe('open');
  });

  it('a signed session whose payment says otherwise is not credited', async () => {
    const paid = await order();
    const session = { ...payFor(paid, { amount: 100 }), amount_total: 2_100 };
    expect(await send('checkout.session.completed', session)).toBe(200);
    expect(await gateway.availableCents()).toBe(500);
  });

  it("a payment of one order does not pay another's", async () => {
    const [first, second] = [await order(), await order()];
    const session = payFor(first);
    const swapped = { ...session, client_reference_id: second.id };
    expect(await send('checkout.session.completed', swapped)).toBe(200);
    expect([await statusOf(first), await statusOf(second)]).toEqual(['open', 'open']);
  });

  it('live events are not for a test account, unknown ones are passed by', async () => {
    const paid = await order();
    const session = payFor(paid);
    expect(await send('checkout.session.completed', session, { livemode: true })).toBe(200);
    expect(await send('customer.created', { id: 'cus_1' })).toBe(200);
    expect(await statusOf(paid)).toBe('open');
  });

  it('an order that expired late is still paid by its payment', async () => {
    const paid = await order();
    const session = payFor(paid);
    expect(await send('checkout.session.completed', session)).toBe(200);
    expect(await send('checkout.session.expired', session)).toBe(200);
    expect(await statusOf(paid)).toBe('paid');
    const other = await order();
    const late = payFor(other);
    expect(await send('checkout.session.expired', { ...late, status: 'expired' })).toBe(200);
    expect(await statusOf(other)).toBe('expired');
    expect(await send('checkout.session.completed', late)).toBe(200);
    expect(await gateway.availableCents()).toBe(4_500);
  });

  it('a payment that takes days is credited when it arrives', async () => {
    const paid = await order();
    const session = payFor(paid);
    const waiting = { ...session, payment_status: 'unpaid' };
    expect(await send('checkout.session.completed', waiting)).toBe(200);
    expect(await gateway.availableCents()).toBe(500);
    expect(await send('checkout.session.async_payment_succeeded', session)).toBe(200);
    expect(await gateway.availableCents()).toBe(2_500);
  });

  it('an event that could not be dealt with is answered so that it comes again', async () => {
    const paid = await order();
    const event = await stripe.sign('checkout.session.completed', payFor(paid));
    stripe.faults.add('read', { kind: 'answer', status: 400, json: { error: { type: 'x' } } });
    expect(await deliver(event)).toBe(500);
    expect(await statusOf(paid)).toBe('open');
    expect(await deliver(event)).toBe(200);
    expect(await statusOf(paid)).toBe('paid');
  });
});

describe('money that goes back', () => {
  it('refunds take credit and fee in parts, each once, in any order', async () => {
    const { paid, pi } = await bought();
    const [small, rest] = [stripe.refund(pi, 525), stripe.refund(pi, 1_575)];
    expect(await send('refund.created', rest)).toBe(200);
    expect(await send('charge.refunded', { id: String(rest.charge), object: 'charge' })).toBe(200);
    for (const id of ['evt_1', 'evt_2'])
      expect(await send('refund.updated', small, { id })).toBe(200);
    expect(await gateway.availableCents()).toBe(500);
    const { data } = (await read('/v1/credit/invoices')) as { data: CreditInvoice[] };
    expect(data).toMatchObject([{ id: paid.id, status: 'refunded', refunded_cents: 2_100 }]);
  });

  it('a partial refund leaves its share', async () => {
    const { pi } = await bought();
    expect(await send('refund.created', stripe.refund(pi, 1_050))).toBe(200);
    expect(await gateway.availableCents()).toBe(1_500);
  });

  it('a refund told before its payment books the payment first', async () => {
    const paid = await order();
    const session = payFor(paid);
    const refund = stripe.refund(String(session.payment_intent), 2_100);
    expect(await send('refund.created', refund)).toBe(200);
    expect(await gateway.availableCents()).toBe(500);
    expect(await send('checkout.session.completed', session)).toBe(200);
    expect(await gateway.availableCents()).toBe(500);
    expect(await statusOf(paid)).toBe('paid');
  });

  it('a refund that failed gives the credit back, whichever event comes first', async () => {
    const { pi } = await bought();
    const refund = stripe.refund(pi, 2_100);
    await send('refund.created', refund);
    expect(await send('refund.failed', { ...refund, status: 'failed' })).toBe(200);
    expect(await gateway.availableCents()).toBe(2_500);
    const other = stripe.refund(pi, 1_050);
    expect(await send('refund.failed', { ...other, status: 'failed' })).toBe(200);
    expect(await send('refund.created', other)).toBe(200);
    expect(await gateway.availableCents()).toBe(2_500);
  });

  it('a dispute takes the credit while it is open, and gives it back when won', async () => {
    const { pi } = await bought();
    const dispute = stripe.dispute(pi, 2_100);
    const inquiry = { ...dispute, status: 'warning_needs_response' };
    expect(await send('charge.dispute.created', inquiry, { id: 'evt_i' })).toBe(200);
    expect(await gateway.availableCents()).toBe(2_500);
    expect(await send('charge.dispute.created', dispute)).toBe(200);
    expect(await send('charge.dispute.funds_withdrawn', dispute)).toBe(200);
    expect(await gateway.availableCents()).toBe(500);
    const won = { ...dispute, status: 'won' };
    for (const id of ['evt_1', 'evt_2']) {
      expect(await send('charge.dispute.closed', won, { id })).toBe(200);
    }
    expect(await gateway.availableCents()).toBe(2_500);
  });

  it('a lost dispute of spent credit becomes debt, which new credit pays first', async () => {
    const { pi } = await bought();
    const spent = { amount_cents: -2_400, reason: 'spent on pictures' };
    expect((await gateway.post('/v1/credit/adjustments', spent)).status).toBe(201);
    const dispute = stripe.dispute(pi, 2_100);
    await send('charge.dispute.created', dispute);
    await send('charge.dispute.closed', { ...dispute, status: 'lost' });
    expect(await gateway.availableCents()).toBe(0);
    expect(await owed()).toBe(19_000_000n);
    await bought({ credit_cents: 3_000 });
    expect(await owed()).toBe(0n);
    expect(await gateway.availableCents()).toBe(1_100);
  });

  it('more than was paid is refused and told to the operator', async () => {
    const { pi } = await bought();
    await send('charge.dispute.created', stripe.dispute(pi, 2_100));
    expect(await send('refund.created', stripe.refund(pi, 100))).toBe(200);
    expect(await gateway.availableCents()).toBe(500);
  });
});

it('without a signing secret the endpoint is a 404 and money is play', async () => {
  const plain = await startTestGateway();
  const answer = await plain.post(WEBHOOK, {}, { 'Stripe-Signature': 't=1,v1=00' });
  expect(answer.status).toBe(404);
  const body = (await (
    await plain.post('/v1/credit/checkout', { credit_cents: 500 })
  ).json()) as CreditOrder;
  expect(body).toMatchObject({ method: 'play', checkout_url: `${plain.url}/pay/${body.id}` });
  await plain.close();
});
