import type { PaymentOrderTable } from '@aigateway/database';
import type { Selectable } from 'kysely';

/** An order as it is stored. */
export type OrderRow = Selectable<PaymentOrderTable>;

/** A means of payment that its owner allowed us to use again. */
export interface SavedMethod {
  readonly customerId: string;
  readonly paymentMethodId: string;
}

/** A page on which an order is paid. */
export interface OpenedCheckout {
  readonly url: string;
  readonly sessionId: string | null;
}

/** A confirmed payment of exactly an order's total. */
export interface Payment {
  readonly paymentId: string | null;
  readonly receiptNumber: string | null;
  readonly receiptUrl: string | null;
  /** The means of payment, where its owner let us keep it. */
  readonly saved: SavedMethod | null;
}

/** How charging a saved means of payment went; `pending` is told by a later event. */
export type Charge =
  | { readonly state: 'paid'; readonly payment: Payment }
  | { readonly state: 'pending' }
  | { readonly state: 'declined'; readonly reason: string };

/** Who takes the money of an order. */
export interface Cashier {
  readonly method: OrderRow['method'];
  /** Opens the page; the same order again gives the same page. */
  open(
    order: OrderRow,
    wish: { readonly saveMethod: boolean; readonly customerId: string | null },
  ): Promise<OpenedCheckout>;
  /** Charges without anybody present; the same order again is the same charge. */
  charge(order: OrderRow, saved: SavedMethod): Promise<Charge>;
}
