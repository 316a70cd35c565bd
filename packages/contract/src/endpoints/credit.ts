import {
  autoReloadSchema,
  autoReloadUpdateSchema,
  creditAdjustmentSchema,
  creditCheckoutSchema,
  creditGrantSchema,
  creditInvoiceListSchema,
  creditOrderListSchema,
  creditOrderSchema,
  creditQuoteRequestSchema,
  creditQuoteSchema,
  creditTransactionListSchema,
  creditTransactionSchema,
  eventReceivedSchema,
  marginListSchema,
  marginQuerySchema,
} from '../credit.ts';
import { defineEndpoint, type Endpoint } from '../endpoint.ts';
import { idParameter, pageQuerySchema, queryParameters } from '../lists.ts';
import { READ_ERRORS, WRITE_ERRORS } from './control-errors.ts';
import { IDEMPOTENCY_KEY } from './headers.ts';

const shared = { tag: 'Credit', auth: 'key', access: 'admin' } as const;
const order = { CreditOrder: creditOrderSchema };
const posting = { CreditTransaction: creditTransactionSchema };
const page = queryParameters(pageQuerySchema);
const BY_HAND =
  "For keys of the operator's organisation with the scope `admin`. The deed stands in the audit " +
  'log. With an `Idempotency-Key` a repetition changes nothing.';

/** `POST /v1/credit/quote`. */
export const creditQuoteEndpoint = defineEndpoint({
  ...shared,
  access: 'read',
  id: 'quoteCredit',
  method: 'post',
  path: '/v1/credit/quote',
  summary: 'What buying credit costs',
  description: 'Credit, the 5 % fee and the total, before anything is paid: $20.00 cost $21.00.',
  body: { name: 'CreditQuoteRequest', schema: creditQuoteRequestSchema },
  answer: { status: 200, description: 'The quote.', schemas: { CreditQuote: creditQuoteSchema } },
  errors: WRITE_ERRORS,
});

/** `POST /v1/credit/checkout`. */
export const creditCheckoutEndpoint = defineEndpoint({
  ...shared,
  id: 'buyCredit',
  method: 'post',
  path: '/v1/credit/checkout',
  summary: 'Order credit and get the page to pay it on',
  description:
    'Needs the scope `admin`. The credit arrives when the payment is confirmed. In a sandbox ' +
    'without a payment provider the page takes play money.',
  headers: [IDEMPOTENCY_KEY],
  body: { name: 'CreditCheckout', schema: creditCheckoutSchema },
  answer: { status: 201, description: 'The order, with `checkout_url`.', schemas: order },
  errors: [
    ...WRITE_ERRORS,
    'idempotency_key_reused',
    'payments_not_configured',
    'payment_provider_failed',
  ],
});

/** `GET /v1/credit/orders`. */
export const listCreditOrdersEndpoint = defineEndpoint({
  ...shared,
  id: 'listCreditOrders',
  method: 'get',
  path: '/v1/credit/orders',
  summary: 'List the orders of credit, newest first',
  query: page,
  answer: {
    status: 200,
    description: 'A page of orders.',
    schemas: { CreditOrderList: creditOrderListSchema },
  },
  errors: READ_ERRORS,
});

/** `GET /v1/credit/orders/{id}`. */
export const getCreditOrderEndpoint = defineEndpoint({
  ...shared,
  id: 'getCreditOrder',
  method: 'get',
  path: '/v1/credit/orders/{id}',
  summary: 'Read one order of credit',
  query: [idParameter('order')],
  answer: { status: 200, description: 'The order.', schemas: order },
  errors: [...READ_ERRORS, 'order_not_found'],
});

/** `GET /v1/credit/invoices`. */
export const listCreditInvoicesEndpoint = defineEndpoint({
  ...shared,
  id: 'listCreditInvoices',
  method: 'get',
  path: '/v1/credit/invoices',
  summary: 'List invoices of paid credit, newest first',
  query: page,
  answer: {
    status: 200,
    description: 'A page of invoices.',
    schemas: { CreditInvoiceList: creditInvoiceListSchema },
  },
  errors: READ_ERRORS,
});

/** `GET /v1/credit/transactions`. */
export const listCreditTransactionsEndpoint = defineEndpoint({
  ...shared,
  id: 'listCreditTransactions',
  method: 'get',
  path: '/v1/credit/transactions',
  summary: 'The statement of the wallet, newest first',
  query: page,
  answer: {
    status: 200,
    description: 'A page of postings.',
    schemas: { CreditTransactionList: creditTransactionListSchema },
  },
  errors: READ_ERRORS,
});

/** `GET /v1/credit/auto-reload`. */
export const getAutoReloadEndpoint = defineEndpoint({
  ...shared,
  id: 'getAutoReload',
  method: 'get',
  path: '/v1/credit/auto-reload',
  summary: 'Read when credit is bought by itself',
  answer: { status: 200, description: 'As it is.', schemas: { AutoReload: autoReloadSchema } },
  errors: READ_ERRORS,
});

/** `PATCH /v1/credit/auto-reload`. */
export const updateAutoReloadEndpoint = defineEndpoint({
  ...shared,
  id: 'updateAutoReload',
  method: 'patch',
  path: '/v1/credit/auto-reload',
  summary: 'Change when credit is bought by itself',
  description:
    'Needs the scope `admin` and a saved means of payment. One reload at a time; a declined one ' +
    'pauses them until `enabled` is sent again.',
  body: { name: 'AutoReloadUpdate', schema: autoReloadUpdateSchema },
  answer: { status: 200, description: 'As it is now.', schemas: { AutoReload: autoReloadSchema } },
  errors: WRITE_ERRORS,
});

/** `POST /v1/credit/grants`. */
export const grantCreditEndpoint = defineEndpoint({
  ...shared,
  id: 'grantCredit',
  method: 'post',
  path: '/v1/credit/grants',
  summary: 'Give credit that nobody paid for',
  description: BY_HAND,
  headers: [IDEMPOTENCY_KEY],
  body: { name: 'CreditGrant', schema: creditGrantSchema },
  answer: { status: 201, description: 'The posting.', schemas: posting },
  errors: [...WRITE_ERRORS, 'organisation_not_found', 'idempotency_key_reused'],
});

/** `POST /v1/credit/adjustments`. */
export const adjustCreditEndpoint = defineEndpoint({
  ...shared,
  id: 'adjustCredit',
  method: 'post',
  path: '/v1/credit/adjustments',
  summary: 'Correct a wallet',
  description: BY_HAND,
  headers: [IDEMPOTENCY_KEY],
  body: { name: 'CreditAdjustment', schema: creditAdjustmentSchema },
  answer: { status: 201, description: 'The posting.', schemas: posting },
  errors: [...WRITE_ERRORS, 'wallet_empty', 'organisation_not_found', 'idempotency_key_reused'],
});

/** `GET /v1/admin/margins`. */
export const marginsEndpoint = defineEndpoint({
  ...shared,
  id: 'listMargins',
  method: 'get',
  path: '/v1/admin/margins',
  summary: 'List price minus upstream cost, by model',
  description:
    "For keys of the operator's organisation with the scope `admin`. A row warns where makers " +
    'took more than the list price.',
  query: queryParameters(marginQuerySchema),
  answer: { status: 200, description: 'The margins.', schemas: { MarginList: marginListSchema } },
  errors: READ_ERRORS,
});

/** `POST /v1/payments/stripe/webhook`. */
export const stripeWebhookEndpoint = defineEndpoint({
  id: 'receiveStripeEvent',
  method: 'post',
  path: '/v1/payments/stripe/webhook',
  tag: 'Credit',
  auth: 'none',
  summary: 'Events of the payment provider',
  description: 'Signed by Stripe; 404 where no signing secret is configured.',
  answer: {
    status: 200,
    description: 'The event was dealt with.',
    schemas: { EventReceived: eventReceivedSchema },
  },
  errors: ['invalid_value', 'endpoint_not_found', 'payload_too_large', 'internal_error'],
});

/** Everything about buying and giving credit. */
export const CREDIT_ENDPOINTS: readonly Endpoint[] = [
  creditQuoteEndpoint,
  creditCheckoutEndpoint,
  listCreditOrdersEndpoint,
  getCreditOrderEndpoint,
  listCreditInvoicesEndpoint,
  listCreditTransactionsEndpoint,
  getAutoReloadEndpoint,
  updateAutoReloadEndpoint,
  grantCreditEndpoint,
  adjustCreditEndpoint,
  marginsEndpoint,
  stripeWebhookEndpoint,
];
