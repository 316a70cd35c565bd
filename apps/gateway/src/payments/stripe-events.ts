import { ApiError } from '@aigateway/contract';
import { LedgerError } from '@aigateway/ledger';
import type Stripe from 'stripe';
import type { OrderRow } from './cashier.ts';
import { changeUnpaid, findOrder, fulfilOrder, type OrderParts } from './orders.ts';
import { type Reversal, restoreOrder, reverseOrder } from './reversals.ts';
import { idOf, PaymentMismatch, type StripeCashier } from './stripe-cashier.ts';

const MICRO_USD_A_CENT = 10_000n;
/** Stripe's own default: a signature is good for this long, both ways. */
const TOLERANCE_SECONDS = 300;

/** What events are dealt with by. */
export interface EventParts extends OrderParts {
  readonly cashier: StripeCashier;
  readonly webhookSecret: string;
  /** Whether the account is a live one; events of the other kind are not for it. */
  readonly live: boolean;
  /** Tells the operator of a payment that fits no order. */
  readonly alert: (eventId: string, reason: string) => void;
  /** A saved means of payment was declined for this order. */
  readonly declined: (order: OrderRow, reason: string) => Promise<void>;
}

type Outcome = 'applied' | 'ignored' | 'refused';

/**
 * Deals with a signed event, once by its id. Every step may be repeated and every order of arrival
 * comes to the same: what an event says is only a hint, the payment itself is read from Stripe.
 * Throws 400 for a forged or stale signature; any other throw makes Stripe send it again.
 */
export async function receiveStripeEvent(
  parts: EventParts,
  body: string,
  signature: string,
): Promise<void> {
  const event = verify(parts, body, signature);
  const { kysely } = parts.database;
  const known = await kysely
    .selectFrom('payment_event')
    .select('id')
    .where('id', '=', event.id)
    .executeTakeFirst();
  if (known) return;
  const outcome = await deal(parts, event);
  await parts.database.transaction((executor) =>
    executor
      .insertInto('payment_event')
      .values({
        id: event.id,
        type: event.type,
        outcome,
        received_at_ms: BigInt(parts.system.now()),
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  );
}

function verify(parts: EventParts, body: string, signature: string): Stripe.Event {
  const { cashier, webhookSecret, system } = parts;
  try {
    return cashier.stripe.webhooks.constructEvent(
      body,
      signature,
      webhookSecret,
      TOLERANCE_SECONDS,
      undefined,
      system.now(),
    );
  } catch (cause) {
    throw new ApiError('invalid_value', 'The event is not signed by the payment provider.', {
      cause,
    });
  }
}

async function deal(parts: EventParts, event: Stripe.Event): Promise<Outcome> {
  try {
    if (event.livemode !== parts.live) throw new PaymentMismatch('the event is of another mode');
    return await dispatch(parts, event);
  } catch (error) {
    if (!(error instanceof PaymentMismatch || isTooMuch(error))) throw error;
    parts.alert(event.id, error.message);
    return 'refused';
  }
}

/** More went back than was ever paid. */
function isTooMuch(error: unknown): error is LedgerError {
  return error instanceof LedgerError && error.code === 'refund_exceeds_transaction';
}

function dispatch(parts: EventParts, event: Stripe.Event): Promise<Outcome> {
  switch (event.type) {
    case 'checkout.session.completed':
    case 'checkout.session.async_payment_succeeded':
      return onSessionPaid(parts, event.data.object);
    case 'checkout.session.expired':
      return onSessionEnded(parts, event.data.object, 'expired');
    case 'checkout.session.async_payment_failed':
      return onSessionEnded(parts, event.data.object, 'failed');
    case 'payment_intent.succeeded':
    case 'payment_intent.payment_failed':
      return onReload(parts, event.data.object);
    case 'refund.created':
    case 'refund.updated':
    case 'refund.failed':
    case 'charge.refund.updated':
      return onRefund(parts, event.data.object);
    case 'charge.refunded':
      return onCharge(parts, event.data.object);
    case 'charge.dispute.created':
    case 'charge.dispute.updated':
    case 'charge.dispute.closed':
    case 'charge.dispute.funds_withdrawn':
    case 'charge.dispute.funds_reinstated':
      return onDispute(parts, event.data.object);
    default:
      return Promise.resolve('ignored');
  }
}

async function orderOfSession(
  parts: EventParts,
  session: Stripe.Checkout.Session,
): Promise<OrderRow | null> {
  const id = session.client_reference_id;
  const order = id === null ? undefined : await findOrder(parts.database.kysely, id);
  if (!order) return null;
  if (order.session_id !== null && order.session_id !== session.id) {
    throw new PaymentMismatch('the order has another session');
  }
  return order;
}

async function onSessionPaid(
  parts: EventParts,
  session: Stripe.Checkout.Session,
): Promise<Outcome> {
  const order = await orderOfSession(parts, session);
  if (!order) return 'ignored';
  if (session.currency !== 'usd') throw new PaymentMismatch(`paid in ${session.currency}`);
  if (BigInt(session.amount_total ?? 0) * MICRO_USD_A_CENT !== order.total_micro_usd) {
    throw new PaymentMismatch('another amount was paid');
  }
  const paymentId = idOf(session.payment_intent);
  // Some means of payment take days: a later event tells.
  if (session.payment_status !== 'paid' || paymentId === null) return 'ignored';
  await fulfilOrder(parts, order, await confirm(parts, order, [paymentId, idOf(session.invoice)]));
  return 'applied';
}

function confirm(
  { cashier }: EventParts,
  order: OrderRow,
  [paymentId, invoiceId]: readonly [string, string | null],
) {
  return cashier.confirm(order, paymentId, invoiceId);
}

async function onSessionEnded(
  parts: EventParts,
  session: Stripe.Checkout.Session,
  state: 'expired' | 'failed',
): Promise<Outcome> {
  const order = await orderOfSession(parts, session);
  if (!order) return 'ignored';
  await changeUnpaid(parts, order.id, { state });
  return 'applied';
}

/** Payments of checkouts are told by their sessions. */
async function onReload(parts: EventParts, intent: Stripe.PaymentIntent): Promise<Outcome> {
  const order = await findOrder(parts.database.kysely, intent.metadata.order_id ?? '');
  if (order?.purpose !== 'reload') return 'ignored';
  if (intent.status === 'succeeded') {
    await fulfilOrder(parts, order, await confirm(parts, order, [intent.id, null]));
    return 'applied';
  }
  const { decline_code: decline, code } = intent.last_payment_error ?? {};
  await parts.declined(order, decline ?? code ?? intent.status);
  return 'applied';
}

/** The order that a payment was for, paid here at the latest now. */
async function orderOfPayment(
  parts: EventParts,
  paymentId: string | null,
): Promise<OrderRow | null> {
  if (paymentId === null) return null;
  const { kysely } = parts.database;
  const paid = await kysely
    .selectFrom('payment_order')
    .selectAll()
    .where('payment_id', '=', paymentId)
    .executeTakeFirst();
  if (paid) return paid;
  const intent = await parts.cashier.stripe.paymentIntents.retrieve(paymentId);
  const order = await findOrder(kysely, intent.metadata.order_id ?? '');
  if (!order) return null;
  // Its own event is late: what was paid must be booked before it can be taken back.
  await fulfilOrder(parts, order, await confirm(parts, order, [paymentId, null]));
  return (await findOrder(kysely, order.id)) ?? null;
}

async function onRefund(parts: EventParts, refund: Stripe.Refund): Promise<Outcome> {
  const order = await orderOfPayment(parts, idOf(refund.payment_intent));
  if (!order) return 'ignored';
  const reversal = toReversal('refund', refund);
  switch (refund.status) {
    case 'failed':
    case 'canceled':
      await restoreOrder(parts, order, reversal);
      return 'applied';
    case 'succeeded':
    case 'pending':
      await reverseOrder(parts, order, reversal);
      return 'applied';
    default:
      return 'ignored';
  }
}

/** Some accounts send this alone; the refunds themselves are read. */
async function onCharge(parts: EventParts, charge: Stripe.Charge): Promise<Outcome> {
  const outcomes: Outcome[] = [];
  for await (const refund of parts.cashier.stripe.refunds.list({ charge: charge.id })) {
    outcomes.push(await onRefund(parts, refund));
  }
  return outcomes.includes('applied') ? 'applied' : 'ignored';
}

async function onDispute(parts: EventParts, dispute: Stripe.Dispute): Promise<Outcome> {
  const order = await orderOfPayment(parts, idOf(dispute.payment_intent));
  if (!order) return 'ignored';
  const reversal = toReversal('dispute', dispute);
  switch (dispute.status) {
    case 'won':
      await restoreOrder(parts, order, reversal);
      return 'applied';
    case 'needs_response':
    case 'under_review':
    case 'lost':
      await reverseOrder(parts, order, reversal);
      return 'applied';
    default:
      // An inquiry: no money has moved.
      return 'ignored';
  }
}

function toReversal(
  kind: Reversal['kind'],
  { id, amount, currency }: { id: string; amount: number; currency: string },
): Reversal {
  if (currency !== 'usd') throw new PaymentMismatch(`taken back in ${currency}`);
  return { id, kind, amountMicroUsd: BigInt(amount) * MICRO_USD_A_CENT };
}
