import { z } from 'zod';
import { isWholeMicroUsd } from './cents.ts';
import { listSchema } from './lists.ts';

const LEAST_CENTS = 100;
const MOST_CENTS = 1_000_000;

const creditCents = z
  .int()
  .min(LEAST_CENTS)
  .max(MOST_CENTS)
  .describe('Credit to buy, in whole US cents: $1.00 to $10 000.00.');

const amounts = {
  credit_cents: z.number().describe('What arrives on the wallet.'),
  fee_cents: z.number().describe('The platform fee: 5 % of the credit, half a cent rounds up.'),
  total_cents: z.number().describe('What is paid: credit and fee.'),
};

/** Body of `POST /v1/credit/quote`. */
export const creditQuoteRequestSchema = z.strictObject({ credit_cents: creditCents });

/** Answer of `POST /v1/credit/quote`. */
export const creditQuoteSchema = z
  .strictObject({
    object: z.literal('credit_quote'),
    currency: z.literal('usd'),
    ...amounts,
    fee_percent: z.number(),
  })
  .describe('What buying credit costs.');

/** @see creditQuoteSchema */
export type CreditQuote = z.infer<typeof creditQuoteSchema>;

/** Body of `POST /v1/credit/checkout`. */
export const creditCheckoutSchema = z.strictObject({
  credit_cents: creditCents,
  save_payment_method: z
    .boolean()
    .optional()
    .describe('Keep the means of payment, for automatic reloads; false if absent.'),
});

/** @see creditCheckoutSchema */
export type CreditCheckout = z.infer<typeof creditCheckoutSchema>;

/** An order of credit. */
export const creditOrderSchema = z
  .strictObject({
    id: z.string(),
    object: z.literal('credit_order'),
    status: z.enum(['open', 'paid', 'expired', 'failed']),
    purpose: z.enum(['checkout', 'reload']),
    method: z.enum(['stripe', 'play']).describe('`play` is the play money of a sandbox.'),
    currency: z.literal('usd'),
    ...amounts,
    checkout_url: z.string().nullable().describe('Where to pay, while it is open.'),
    failure: z.string().nullable(),
    created_at: z.int(),
    paid_at: z.int().nullable(),
  })
  .describe('An order of credit.');

/** @see creditOrderSchema */
export type CreditOrder = z.infer<typeof creditOrderSchema>;

/** Answer of `GET /v1/credit/orders`. */
export const creditOrderListSchema = listSchema(creditOrderSchema);

/** A paid order as a receipt. */
export const creditInvoiceSchema = z
  .strictObject({
    id: z.string().describe('Id of the order.'),
    object: z.literal('credit_invoice'),
    status: z.enum(['paid', 'partly_refunded', 'refunded', 'disputed']),
    number: z.string().nullable().describe("The payment provider's number of the invoice."),
    url: z.string().nullable().describe('The invoice or receipt at the payment provider.'),
    currency: z.literal('usd'),
    ...amounts,
    refunded_cents: z.number().describe('Of the total, what was given or taken back.'),
    paid_at: z.int(),
  })
  .describe('An invoice.');

/** @see creditInvoiceSchema */
export type CreditInvoice = z.infer<typeof creditInvoiceSchema>;

/** Answer of `GET /v1/credit/invoices`. */
export const creditInvoiceListSchema = listSchema(creditInvoiceSchema);

/** Automatic reloads of an organisation. */
export const autoReloadSchema = z
  .strictObject({
    object: z.literal('auto_reload'),
    enabled: z.boolean(),
    threshold_cents: z.number().describe('Below this much available credit, more is bought.'),
    credit_cents: z.number().describe('How much is bought at a time.'),
    most_per_day: z.int().describe('Reloads a UTC day at most.'),
    has_payment_method: z.boolean(),
    paused: z.string().nullable().describe('Why reloads rest until `enabled` is sent again.'),
  })
  .describe('Automatic reloads.');

/** @see autoReloadSchema */
export type AutoReload = z.infer<typeof autoReloadSchema>;

/** Body of `PATCH /v1/credit/auto-reload`. */
export const autoReloadUpdateSchema = z.strictObject({
  enabled: z.boolean().optional(),
  threshold_cents: z.int().min(0).max(MOST_CENTS).optional(),
  credit_cents: creditCents.optional(),
  most_per_day: z.int().min(1).max(20).optional(),
});

/** @see autoReloadUpdateSchema */
export type AutoReloadUpdate = z.infer<typeof autoReloadUpdateSchema>;

const MOST_GRANTED_CENTS = 100_000_000;
const DECIMALS = 'must have at most four decimals';

const byHand = {
  reason: z.string().trim().min(1).max(500).describe('Why; it stands in statement and audit log.'),
  organisation_id: z.string().max(64).optional().describe('Whose wallet; your own if absent.'),
};

/** Body of `POST /v1/credit/grants`. */
export const creditGrantSchema = z.strictObject({
  amount_cents: z.number().gt(0).max(MOST_GRANTED_CENTS).refine(isWholeMicroUsd, DECIMALS),
  ...byHand,
});

/** @see creditGrantSchema */
export type CreditGrant = z.infer<typeof creditGrantSchema>;

/** Body of `POST /v1/credit/adjustments`. */
export const creditAdjustmentSchema = z.strictObject({
  amount_cents: z
    .number()
    .min(-MOST_GRANTED_CENTS)
    .max(MOST_GRANTED_CENTS)
    .refine(isWholeMicroUsd, DECIMALS)
    .refine((cents) => cents !== 0, 'must not be 0')
    .describe('More (+) or less (-); never below what is held.'),
  ...byHand,
});

/** @see creditAdjustmentSchema */
export type CreditAdjustment = z.infer<typeof creditAdjustmentSchema>;

/** One posting on the wallet. */
export const creditTransactionSchema = z
  .strictObject({
    id: z.string(),
    object: z.literal('credit_transaction'),
    kind: z.enum([
      'capture',
      'top_up',
      'grant',
      'refund',
      'adjustment',
      'reversal',
      'restoration',
      'debt_payment',
    ]),
    amount_cents: z.number().describe('More (+) or less (-) on the wallet.'),
    reference: z.string().nullable().describe('What it is about: a hold, an order, a transaction.'),
    note: z.string().nullable(),
    created_at: z.int(),
  })
  .describe('A posting on the wallet.');

/** @see creditTransactionSchema */
export type CreditTransaction = z.infer<typeof creditTransactionSchema>;

/** Answer of `GET /v1/credit/transactions`. */
export const creditTransactionListSchema = listSchema(creditTransactionSchema);

/** What one model brought in. */
export const marginSchema = z.strictObject({
  model: z.string(),
  images: z.int(),
  images_of_unknown_cost: z.int().describe('They are in no other number of the row.'),
  list_cents: z.number(),
  upstream_cents: z.number().describe('What makers took.'),
  margin_cents: z.number().describe('List price minus upstream cost.'),
  warning: z.string().nullable().describe('Said where makers took more than the list price.'),
});

/** @see marginSchema */
export type Margin = z.infer<typeof marginSchema>;

/** Answer of `GET /v1/admin/margins`. */
export const marginListSchema = z
  .strictObject({ object: z.literal('list'), data: z.array(marginSchema) })
  .describe('Margins by model, the worst first.');

/** @see marginListSchema */
export type MarginList = z.infer<typeof marginListSchema>;

/** Query of `GET /v1/admin/margins`. */
export const marginQuerySchema = z.strictObject({
  window: z
    .string()
    .regex(/^([1-9]\d{0,2})d$/, 'must be a number of days such as 30d')
    .optional()
    .describe('How many days back from now; 30d if absent.'),
});

/** Answer of `POST /v1/payments/stripe/webhook`. */
export const eventReceivedSchema = z.strictObject({ received: z.literal(true) });
