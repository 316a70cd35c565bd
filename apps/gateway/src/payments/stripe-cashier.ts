import { createUpstreamFetch, defineEndpoint } from '@aigateway/providers';
import Stripe from 'stripe';
import type { StripeSettings } from '../config.ts';
import type { Cashier, Charge, OrderRow, Payment } from './cashier.ts';

const STRIPE_URL = 'https://api.stripe.com';
const MICRO_USD_A_CENT = 10_000n;
const RETRIES = 2;

/** A payment that is not what an order asked for; nothing is credited for it. */
export class PaymentMismatch extends Error {
  override readonly name = 'PaymentMismatch';
}

/** The cashier that speaks to Stripe, and what its events need from it. */
export interface StripeCashier extends Cashier {
  readonly method: 'stripe';
  readonly stripe: Stripe;
  /** Reads a payment and checks it against the order. Throws `PaymentMismatch`. */
  confirm(order: OrderRow, paymentId: string, invoiceId: string | null): Promise<Payment>;
}

/** The official client, on our own way out: its origin and no other, no redirects. */
export function openStripe({ secretKey, apiBase }: StripeSettings): Stripe {
  const endpoint = defineEndpoint({ makerUrl: STRIPE_URL, configuredUrl: apiBase, secret: null });
  const { protocol, hostname, port } = new URL(endpoint.baseUrl);
  return new Stripe(secretKey, {
    httpClient: Stripe.createFetchHttpClient(createUpstreamFetch(endpoint) as typeof fetch),
    protocol: protocol === 'http:' ? 'http' : 'https',
    host: hostname,
    port: port || (protocol === 'http:' ? 80 : 443),
    maxNetworkRetries: RETRIES,
    telemetry: false,
  });
}

/** A cashier over an account at Stripe. Ids of orders are idempotency keys there. */
export function createStripeCashier(stripe: Stripe, publicUrl: () => string): StripeCashier {
  return {
    method: 'stripe',
    stripe,
    async open(order, { saveMethod, customerId }) {
      const wish = { saveMethod, customerId, back: `${publicUrl()}/office` };
      const session = await stripe.checkout.sessions.create(toSession(order, wish), {
        idempotencyKey: order.id,
      });
      if (session.url === null) throw new PaymentMismatch('the session has no page');
      return { url: session.url, sessionId: session.id };
    },
    charge: (order, saved) =>
      settleCharge(
        stripe.paymentIntents.create(
          {
            amount: centsOf(order),
            currency: 'usd',
            customer: saved.customerId,
            payment_method: saved.paymentMethodId,
            off_session: true,
            confirm: true,
            description: 'Automatic reload of credit',
            metadata: { order_id: order.id },
            expand: ['latest_charge'],
          },
          { idempotencyKey: order.id },
        ),
        order,
      ),
    async confirm(order, paymentId, invoiceId) {
      const intent = await stripe.paymentIntents.retrieve(paymentId, {
        expand: ['latest_charge'],
      });
      const payment = checkIntent(intent, order);
      // Only a convenience: credit that was paid must not wait for its invoice.
      const invoice = invoiceId && (await stripe.invoices.retrieve(invoiceId).catch(() => null));
      if (!invoice) return payment;
      const { number: receiptNumber, hosted_invoice_url: url } = invoice;
      return { ...payment, receiptNumber, receiptUrl: url ?? payment.receiptUrl };
    },
  };
}

interface SessionWish {
  readonly saveMethod: boolean;
  readonly customerId: string | null;
  readonly back: string;
}

function toSession(order: OrderRow, wish: SessionWish): Stripe.Checkout.SessionCreateParams {
  const { saveMethod, customerId, back } = wish;
  const metadata = { order_id: order.id };
  return {
    mode: 'payment',
    client_reference_id: order.id,
    metadata,
    success_url: `${back}?credit=paid`,
    cancel_url: `${back}?credit=cancelled`,
    line_items: [
      toItem('Credit', order.credit_micro_usd),
      ...(order.fee_micro_usd > 0n ? [toItem('Platform fee (5 %)', order.fee_micro_usd)] : []),
    ],
    invoice_creation: { enabled: true },
    payment_intent_data: {
      metadata,
      ...(saveMethod && { setup_future_usage: 'off_session' as const }),
    },
    ...(customerId ? { customer: customerId } : saveMethod && { customer_creation: 'always' }),
  };
}

function toItem(name: string, amount: bigint): Stripe.Checkout.SessionCreateParams.LineItem {
  const unitAmount = Number(amount / MICRO_USD_A_CENT);
  return {
    quantity: 1,
    price_data: { currency: 'usd', unit_amount: unitAmount, product_data: { name } },
  };
}

/** An order's total in whole cents: credit is sold in whole cents, and fees are rounded to them. */
function centsOf(order: OrderRow): number {
  return Number(order.total_micro_usd / MICRO_USD_A_CENT);
}

async function settleCharge(
  asked: Promise<Stripe.PaymentIntent>,
  order: OrderRow,
): Promise<Charge> {
  try {
    const intent = await asked;
    if (intent.status === 'succeeded')
      return { state: 'paid', payment: checkIntent(intent, order) };
    if (intent.status === 'processing') return { state: 'pending' };
    return { state: 'declined', reason: intent.status };
  } catch (error) {
    if (error instanceof Stripe.errors.StripeCardError) {
      return { state: 'declined', reason: error.decline_code ?? error.code ?? 'declined' };
    }
    // The means of payment was changed since it was first asked: an event tells how that ended.
    if (error instanceof Stripe.errors.StripeIdempotencyError) return { state: 'pending' };
    if (error instanceof Stripe.errors.StripeInvalidRequestError) {
      return { state: 'declined', reason: error.code ?? 'refused' };
    }
    throw error;
  }
}

function checkIntent(intent: Stripe.PaymentIntent, order: OrderRow): Payment {
  const faults = [
    order.method !== 'stripe' && 'the order is not paid through Stripe',
    intent.metadata.order_id !== order.id && 'the payment is of another order',
    intent.status !== 'succeeded' && `the payment is ${intent.status}`,
    intent.currency !== 'usd' && `paid in ${intent.currency}`,
    intent.amount_received !== centsOf(order) && 'another amount was paid',
    order.payment_id !== null && order.payment_id !== intent.id && 'the order was paid before',
  ].filter((fault) => fault !== false);
  if (faults.length > 0) throw new PaymentMismatch(faults.join('; '));
  const charge = typeof intent.latest_charge === 'object' ? intent.latest_charge : null;
  const customerId = idOf(intent.customer);
  const paymentMethodId = idOf(intent.payment_method);
  const keeps = intent.setup_future_usage === 'off_session' && customerId && paymentMethodId;
  return {
    paymentId: intent.id,
    receiptNumber: charge?.receipt_number ?? null,
    receiptUrl: charge?.receipt_url ?? null,
    saved: keeps ? { customerId, paymentMethodId } : null,
  };
}

/** The id of what Stripe gives as an id or as the object itself. */
export function idOf(value: string | { readonly id: string } | null | undefined): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : value.id;
}
