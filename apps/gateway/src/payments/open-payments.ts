import type { PlayServices } from '@aigateway/console';
import type { Database } from '@aigateway/database';
import { collectDebt, listDebtors } from '@aigateway/ledger';
import type { Config } from '../config.ts';
import type { CreditDesk } from '../credit-desk.ts';
import type { ClaimStore } from '../idempotency/claim-store.ts';
import { readMargins } from '../office/margins.ts';
import type { System } from '../system.ts';
import { declineReload, reloadWallets } from './auto-reload.ts';
import type { Cashier } from './cashier.ts';
import { createCreditDesk } from './create-credit-desk.ts';
import type { OrderParts } from './orders.ts';
import { createPlayCashier } from './play-cashier.ts';
import { createPlayDesk } from './play-desk.ts';
import type { StripeCashier } from './stripe-cashier.ts';

const RELOAD_INTERVAL_MS = 10_000;

/** What the room of payments is made from. */
export interface PaymentGround {
  readonly config: Pick<Config, 'mode' | 'stripe'>;
  readonly database: Database;
  readonly system: System;
  readonly claims: ClaimStore;
  readonly publicUrl: () => string;
  readonly isOperator: (organisationId: string) => boolean;
  /** Tells the operator of money that needs a look. */
  readonly alert: (what: string, detail: Readonly<Record<string, unknown>>) => void;
}

/** The room of payments. */
export interface Payments {
  readonly desk: CreditDesk;
  /** Null where money is real. */
  readonly play: PlayServices | null;
  /** Reloads what fell low and collects what is owed. */
  tend(): Promise<void>;
  /** Tends now and every ten seconds until stopped. */
  start(onFault: (error: unknown) => void): { stop(): void };
}

/** Real money with a key of Stripe, play money in a sandbox without one, else none. */
export async function openPayments(ground: PaymentGround): Promise<Payments> {
  const { config, database, system, claims, publicUrl, isOperator, alert } = ground;
  const orders: OrderParts = { database, system };
  const stripe = await openCashier(ground);
  const isPlay = stripe === null && config.mode === 'sandbox';
  const cashier: Cashier | null = stripe ?? (isPlay ? createPlayCashier(publicUrl) : null);
  const tend = async () => {
    await collectDebts(orders);
    if (cashier) await reloadWallets({ ...orders, cashier });
  };
  return {
    desk: createCreditDesk({
      ...orders,
      claims,
      isOperator,
      cashier,
      receiveEvent: stripe && (await toReceiver(ground, stripe)),
      readMargins: (window) => readMargins(database, window),
      report: (error) => alert('payment provider failed', { kind: nameOf(error) }),
    }),
    play: isPlay ? createPlayDesk(orders) : null,
    tend,
    start(onFault) {
      const run = () => tend().catch(onFault);
      const timer = setInterval(run, RELOAD_INTERVAL_MS);
      timer.unref();
      return { stop: () => clearInterval(timer) };
    },
  };
}

/** Stripe's library is loaded only where it is used. */
async function openCashier({ config, publicUrl }: PaymentGround): Promise<StripeCashier | null> {
  if (config.stripe === null) return null;
  const { createStripeCashier, openStripe } = await import('./stripe-cashier.ts');
  return createStripeCashier(openStripe(config.stripe), publicUrl);
}

async function toReceiver(
  { config, database, system, alert }: PaymentGround,
  cashier: StripeCashier,
): Promise<CreditDesk['receiveEvent']> {
  const { stripe } = config;
  if (stripe === null) return null;
  const { receiveStripeEvent } = await import('./stripe-events.ts');
  const parts = {
    database,
    system,
    cashier,
    webhookSecret: stripe.webhookSecret,
    live: /^.k_live_/.test(stripe.secretKey),
    alert: (eventId: string, reason: string) =>
      alert('a payment fits no order', { event: eventId, reason }),
  };
  return (body, signature) =>
    receiveStripeEvent(
      { ...parts, declined: (order, reason) => declineReload(parts, order, reason) },
      body,
      signature,
    );
}

async function collectDebts({ database, system }: OrderParts): Promise<void> {
  for (const organisationId of await listDebtors(database.kysely)) {
    const id = system.newId('transaction');
    await collectDebt(database, { id, organisationId, atMs: BigInt(system.now()) });
  }
}

/** The kind of a failure: its message may tell of keys or people. */
function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}
