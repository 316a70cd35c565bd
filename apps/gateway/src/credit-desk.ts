import type {
  AutoReload,
  AutoReloadUpdate,
  CreditAdjustment,
  CreditCheckout,
  CreditGrant,
  CreditInvoice,
  CreditOrder,
  CreditQuote,
  CreditTransaction,
  ListPage,
  MarginList,
  PageQuery,
} from '@aigateway/contract';
import type { Once } from './once.ts';
import type { Principal } from './principal.ts';

/** Buying credit, and what came of it; everything acts for the organisation of the caller. */
export interface CreditDesk {
  quote(creditCents: number): CreditQuote;
  /**
   * With `once`, a repetition gets the order as it is then. Throws 422 `idempotency_key_reused`,
   * 503 `payments_not_configured` or `payment_provider_failed`.
   */
  checkout(by: Principal, body: CreditCheckout, once: Once | null): Promise<CreditOrder>;
  listOrders(by: Principal, page: PageQuery): Promise<ListPage<CreditOrder>>;
  /** Throws 404 `order_not_found`. */
  getOrder(by: Principal, id: string): Promise<CreditOrder>;
  listInvoices(by: Principal, page: PageQuery): Promise<ListPage<CreditInvoice>>;
  listTransactions(by: Principal, page: PageQuery): Promise<ListPage<CreditTransaction>>;
  readReload(by: Principal): Promise<AutoReload>;
  updateReload(by: Principal, change: AutoReloadUpdate): Promise<AutoReload>;
  /** For the operator's organisation only, else 403. `once` makes a repetition change nothing. */
  grant(by: Principal, body: CreditGrant, once: string | null): Promise<CreditTransaction>;
  adjust(by: Principal, body: CreditAdjustment, once: string | null): Promise<CreditTransaction>;
  readMargins(by: Principal, days: number): Promise<MarginList>;
  /** Null where no payment provider is configured; throws 400 for a forged event. */
  readonly receiveEvent: ((body: string, signature: string) => Promise<void>) | null;
}
