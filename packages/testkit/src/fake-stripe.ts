import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import Stripe from 'stripe';
import { FaultScript, type RecordedRequest, sendJson, startFakeServer } from './fake-server.ts';

/** The only key the fake accepts. */
export const STRIPE_FAKE_KEY = 'sk_test_fake';

/** Signs the fake's events. */
export const STRIPE_FAKE_WEBHOOK_SECRET = 'whsec_fake';

/** A thing of Stripe's, as JSON. */
export type StripeObject = Record<string, unknown> & { readonly id: string };

/** A signed event, ready to be posted. */
export interface SignedEvent {
  readonly id: string;
  readonly body: string;
  readonly signature: string;
}

/** What may be peculiar about an event. */
export interface EventOptions {
  /** The same id is the same event. */
  readonly id?: string;
  readonly secret?: string;
  /** When it was signed, unix seconds; now if absent. */
  readonly signedAt?: number;
  readonly livemode?: boolean;
}

/** What may be peculiar about a payment. */
export interface PaymentOptions {
  readonly amount?: number;
  readonly currency?: string;
  readonly orderId?: string;
}

/** A fake of the parts of Stripe that sell credit, on a loopback port. */
export interface FakeStripe {
  readonly url: string;
  readonly requests: readonly RecordedRequest[];
  /** `charged` faults come after the money was taken: the answer is lost. */
  readonly faults: FaultScript<'session' | 'charge' | 'charged' | 'read'>;
  /** Answers the next charges of saved methods with this decline. */
  decline: string | null;
  /** Somebody pays on the page of a session; gives the session as its event carries it. */
  pay(sessionId: string, options?: PaymentOptions): StripeObject;
  /** Money of a payment goes back; gives the refund. */
  refund(paymentId: string, amount: number): StripeObject;
  /** The payer complains; gives the dispute. */
  dispute(paymentId: string, amount: number): StripeObject;
  /** Charges that were made without anybody present. */
  charges(): readonly StripeObject[];
  /** A signed event, made with the official client's own helper. */
  sign(type: string, object: StripeObject, options?: EventOptions): Promise<SignedEvent>;
  close(): Promise<void>;
}

interface State {
  readonly faults: FakeStripe['faults'];
  readonly objects: Map<string, StripeObject>;
  /** What was answered under an idempotency key, and to what. */
  readonly kept: Map<string, { digest: string; status: number; json: unknown }>;
  readonly charged: StripeObject[];
  /** Which fake of this process it is: ids of two never meet. */
  readonly number: number;
  made: number;
  decline: string | null;
  url: string;
}

let started = 0;

/** Starts the fake. It refuses unknown paths, wrong keys and reused idempotency keys. */
export async function startFakeStripe(): Promise<FakeStripe> {
  started += 1;
  const state: State = {
    faults: new FaultScript(),
    objects: new Map(),
    kept: new Map(),
    charged: [],
    number: started,
    made: 0,
    decline: null,
    url: '',
  };
  const server = await startFakeServer((request, response) => answer(state, request, response));
  state.url = server.url;
  return {
    url: server.url,
    requests: server.requests,
    faults: state.faults,
    get decline() {
      return state.decline;
    },
    set decline(reason) {
      state.decline = reason;
    },
    pay: (sessionId, options) => pay(state, sessionId, options),
    refund: (paymentId, amount) => giveBack(state, 'refund', { paymentId, amount }),
    dispute: (paymentId, amount) => giveBack(state, 'dispute', { paymentId, amount }),
    charges: () => state.charged,
    sign,
    close: server.close,
  };
}

async function sign(
  type: string,
  object: StripeObject,
  options: EventOptions = {},
): Promise<SignedEvent> {
  const id =
    options.id ??
    `evt_${createHash('sha256')
      .update(type + object.id)
      .digest('hex')}`;
  const livemode = options.livemode ?? false;
  const body = JSON.stringify({ id, object: 'event', type, livemode, data: { object } });
  const client = new Stripe(STRIPE_FAKE_KEY);
  const signature = await client.webhooks.generateTestHeaderStringAsync({
    payload: body,
    secret: options.secret ?? STRIPE_FAKE_WEBHOOK_SECRET,
    ...(options.signedAt !== undefined && { timestamp: options.signedAt }),
  });
  return { id, body, signature };
}

function newId(state: State, prefix: string): string {
  state.made += 1;
  return `${prefix}_fake${state.number}x${String(state.made).padStart(8, '0')}`;
}

function keep<Kept extends StripeObject>(state: State, object: Kept): Kept {
  state.objects.set(object.id, object);
  return object;
}

function answer(state: State, request: RecordedRequest, response: ServerResponse): void {
  const isKnown = request.headers.authorization === `Bearer ${STRIPE_FAKE_KEY}`;
  const refusal = { status: 401, json: toError('invalid_request_error', 'no such key') };
  const answered = isKnown ? route(state, request, response) : refusal;
  if (answered) sendJson(response, answered.status, answered.json);
}

interface Answer {
  readonly status: number;
  readonly json: unknown;
}

/** Undefined when a fault was played. */
function route(
  state: State,
  request: RecordedRequest,
  response: ServerResponse,
): Answer | undefined {
  const { method, path } = request;
  const call = `${method} ${path}`;
  if (call === 'POST /v1/checkout/sessions') {
    if (state.faults.play('session', response)) return undefined;
    return once(state, request, (form) => openSession(state, form));
  }
  if (call === 'POST /v1/payment_intents') {
    if (state.faults.play('charge', response)) return undefined;
    const charged = once(state, request, (form) => chargeSaved(state, form));
    return state.faults.play('charged', response) ? undefined : charged;
  }
  if (call === 'GET /v1/refunds') {
    const charge = request.query.get('charge');
    const data = [...state.objects.values()].filter(
      (one) => one.object === 'refund' && one.charge === charge,
    );
    return { status: 200, json: { object: 'list', data, has_more: false, url: '/v1/refunds' } };
  }
  const found = /^GET \/v1\/(payment_intents|invoices)\/(\w+)$/.exec(call)?.[2];
  const object = found === undefined ? undefined : state.objects.get(found);
  if (state.faults.play('read', response)) return undefined;
  if (!object) return { status: 404, json: toError('invalid_request_error', 'resource_missing') };
  return { status: 200, json: object };
}

/** The same idempotency key gives the same answer; with another body it is an error. */
function once(
  state: State,
  request: RecordedRequest,
  make: (form: URLSearchParams) => Answer,
): Answer {
  const key = String(request.headers['idempotency-key'] ?? '');
  const digest = request.body.toString('utf8');
  const known = state.kept.get(key);
  if (known && known.digest !== digest) {
    return { status: 400, json: toError('idempotency_error', 'key reused with other parameters') };
  }
  if (known) return known;
  const made = make(new URLSearchParams(digest));
  if (key !== '') state.kept.set(key, { digest, ...made });
  return made;
}

function openSession(state: State, form: URLSearchParams): Answer {
  const amounts = [0, 1].map((at) => {
    const unit = form.get(`line_items[${at}][price_data][unit_amount]`);
    return Number(unit ?? 0) * Number(form.get(`line_items[${at}][quantity]`) ?? 0);
  });
  const id = newId(state, 'cs_test');
  const session = keep(state, {
    id,
    object: 'checkout.session',
    url: `${state.url}/pay/${id}`,
    status: 'open',
    payment_status: 'unpaid',
    payment_intent: null,
    invoice: null,
    currency: form.get('line_items[0][price_data][currency]'),
    amount_total: amounts.reduce((sum, one) => sum + one, 0),
    client_reference_id: form.get('client_reference_id'),
    metadata: { order_id: form.get('metadata[order_id]') },
    customer: form.get('customer'),
    saves: form.get('payment_intent_data[setup_future_usage]'),
  });
  return { status: 200, json: session };
}

function pay(state: State, sessionId: string, options: PaymentOptions = {}): StripeObject {
  const session = state.objects.get(sessionId);
  if (!session) throw new RangeError('there is no such session');
  const { amount = session.amount_total, currency = session.currency } = options;
  const customer = session.customer ?? newId(state, 'cus');
  const intent = addIntent(state, {
    amount,
    currency,
    customer: session.saves || session.customer ? customer : null,
    orderId: options.orderId ?? session.client_reference_id,
    method: newId(state, 'pm'),
    saves: session.saves,
  });
  const invoice = keep(state, {
    id: newId(state, 'in'),
    object: 'invoice',
    number: `FAKE-${state.made}`,
    hosted_invoice_url: `${state.url}/invoice/${state.made}`,
  });
  return keep(state, {
    ...session,
    url: null,
    status: 'complete',
    payment_status: 'paid',
    payment_intent: intent.id,
    invoice: invoice.id,
    amount_total: amount,
    currency,
  });
}

interface NewIntent {
  readonly amount: unknown;
  readonly currency: unknown;
  readonly customer: unknown;
  readonly orderId: unknown;
  readonly method: unknown;
  readonly saves: unknown;
}

function addIntent(state: State, wanted: NewIntent): StripeObject {
  const id = newId(state, 'pi');
  const charge = {
    id: newId(state, 'ch'),
    object: 'charge',
    receipt_url: `${state.url}/receipt/${id}`,
    receipt_number: null,
  };
  return keep(state, {
    id,
    object: 'payment_intent',
    status: 'succeeded',
    amount: wanted.amount,
    amount_received: wanted.amount,
    currency: wanted.currency,
    customer: wanted.customer,
    payment_method: wanted.method,
    setup_future_usage: wanted.saves ?? null,
    metadata: { order_id: wanted.orderId },
    latest_charge: charge,
  });
}

function chargeSaved(state: State, form: URLSearchParams): Answer {
  const needed = ['customer', 'payment_method', 'amount', 'metadata[order_id]'];
  const missing = needed.find((name) => !form.get(name));
  if (missing !== undefined || form.get('off_session') !== 'true') {
    return { status: 400, json: toError('invalid_request_error', 'parameter_missing') };
  }
  if (state.decline !== null) {
    const error = { type: 'card_error', code: 'card_declined', decline_code: state.decline };
    return { status: 402, json: { error: { ...error, message: 'The card was declined.' } } };
  }
  const intent = addIntent(state, {
    amount: Number(form.get('amount')),
    currency: form.get('currency'),
    customer: form.get('customer'),
    orderId: form.get('metadata[order_id]'),
    method: form.get('payment_method'),
    saves: null,
  });
  state.charged.push(intent);
  return { status: 200, json: intent };
}

function giveBack(
  state: State,
  object: 'refund' | 'dispute',
  { paymentId, amount }: { paymentId: string; amount: number },
): StripeObject {
  const intent = state.objects.get(paymentId);
  if (!intent) throw new RangeError('there is no such payment');
  return keep(state, {
    id: newId(state, object === 'refund' ? 're' : 'du'),
    object,
    amount,
    currency: intent.currency,
    payment_intent: paymentId,
    charge: (intent.latest_charge as StripeObject).id,
    status: object === 'refund' ? 'succeeded' : 'needs_response',
  });
}

function toError(type: string, code: string) {
  return { error: { type, code, message: `The fake says ${code}.` } };
}
