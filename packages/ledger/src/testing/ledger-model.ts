import type { Database } from '@aigateway/database';

/** The store under test, and what names this run's rows. */
export interface LedgerReal {
  readonly database: Database;
  readonly organisationId: string;
  readonly prefix: string;
}

/** A hold as the model knows it. */
export interface ModelHold {
  readonly amount: bigint;
  state: 'held' | 'captured' | 'released' | 'expired';
  captured: bigint;
  readonly expiresAt: bigint;
}

/** A transaction that may be taken back, and how much of it is. */
export interface ModelPurchase {
  readonly id: string;
  readonly amount: bigint;
  refunded: bigint;
  readonly sign: bigint;
  /** What was paid for it, fee included; nothing for what was not bought. */
  readonly total: bigint;
  paidBack: bigint;
  creditBack: bigint;
}

/** One wallet in a few lines: what any sequence of verbs must come to. */
export class LedgerModel {
  posted = 0n;
  held = 0n;
  now = 100n;
  readonly holds: ModelHold[] = [];
  /** Every transaction that may be refunded: how much of it, and how much already is. */
  readonly purchases: ModelPurchase[] = [];
  readonly reversals: { id: string; purchase: ModelPurchase; paid: bigint; credit: bigint }[] = [];
  debt = 0n;
  count = 0n;

  get available(): bigint {
    return this.posted - this.held;
  }

  /** Ends a hold in the model. */
  end(hold: ModelHold, state: ModelHold['state'], captured: bigint): void {
    hold.state = state;
    hold.captured = captured;
    this.held -= hold.amount;
    this.posted -= captured;
  }
}
