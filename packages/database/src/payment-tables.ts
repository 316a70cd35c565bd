/** How an order of credit stands; `paid` is the end, the others may still be paid. */
export type PaymentOrderState = 'open' | 'paid' | 'expired' | 'failed';

/** Credit that somebody wants to buy, and what came of it. */
export interface PaymentOrderTable {
  id: string;
  organisation_id: string;
  purpose: 'checkout' | 'reload';
  /** Who takes the money; nobody else's word fulfils the order. */
  method: 'stripe' | 'play';
  state: PaymentOrderState;
  credit_micro_usd: bigint;
  fee_micro_usd: bigint;
  total_micro_usd: bigint;
  /** The ledger's id of its top-up, chosen before anything is paid. */
  transaction_id: string;
  session_id: string | null;
  payment_id: string | null;
  checkout_url: string | null;
  receipt_number: string | null;
  receipt_url: string | null;
  /** Why it was not paid, in a word. */
  failure: string | null;
  created_at_ms: bigint;
  paid_at_ms: bigint | null;
}

/** An event of the payment provider that was dealt with, so that it is not again. */
export interface PaymentEventTable {
  id: string;
  type: string;
  outcome: string;
  received_at_ms: bigint;
}

/** A refund or a dispute of a paid order; `restored` is the end. */
export interface PaymentReversalTable {
  id: string;
  order_id: string;
  kind: 'refund' | 'dispute';
  state: 'reversed' | 'restored';
  /** Of the order's total, as the payment provider took it. */
  amount_micro_usd: bigint;
  transaction_id: string;
  created_at_ms: bigint;
}

/** How an organisation pays again, and when it wants to. `reload_enabled` is 0 or 1. */
export interface PaymentProfileTable {
  organisation_id: string;
  customer_id: string | null;
  payment_method_id: string | null;
  reload_enabled: bigint;
  reload_threshold_micro_usd: bigint;
  reload_credit_micro_usd: bigint;
  reload_most_a_day: bigint;
  /** Why reloading rests until somebody turns it on again. */
  reload_paused: string | null;
  changed_at_ms: bigint;
}
