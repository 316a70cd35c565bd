import {
  ApiError,
  type AutoReload,
  type AutoReloadUpdate,
  type CreditCheckout,
  type CreditOrder,
  type CreditQuote,
  fromCents,
  toCents,
} from '@aigateway/contract';
import { quoteTopUp } from '@aigateway/ledger';
import { writeAudit } from '../audit-log.ts';
import type { CreditDesk } from '../credit-desk.ts';
import type { ClaimStore } from '../idempotency/claim-store.ts';
import { doOnce } from '../idempotency/do-once.ts';
import { fingerprintOf } from '../idempotency/fingerprint.ts';
import type { ModelMargin } from '../office/margins.ts';
import type { Once } from '../once.ts';
import type { Principal } from '../principal.ts';
import { actorOf, ownerOf } from '../principal.ts';
import { requireOperator } from '../require-operator.ts';
import type { Cashier, OrderRow } from './cashier.ts';
import { adjustByHand, grantByHand, type HandParts } from './credit-by-hand.ts';
import { listInvoices, listOrders, listTransactions, toWireOrder } from './credit-lists.ts';
import { changeUnpaid, createOrder, findOrder } from './orders.ts';
import { type ProfileRow, readProfile, savedMethodOf, writeProfile } from './profiles.ts';

const FEE_PERCENT = 5;
const DAY_MS = 86_400_000;

/** What the desk works with. */
export interface CreditParts extends HandParts {
  /** Calls that must happen once. */
  readonly claims: ClaimStore;
  /** Null where nobody takes money. */
  readonly cashier: Cashier | null;
  readonly receiveEvent: CreditDesk['receiveEvent'];
  readonly readMargins: (window: { fromMs: number; toMs: number }) => Promise<ModelMargin[]>;
  /** Tells the operator that the payment provider failed. */
  readonly report: (error: unknown) => void;
}

/** The desk over the database. */
export function createCreditDesk(parts: CreditParts): CreditDesk {
  const { database, system } = parts;
  return {
    quote,
    checkout: (by, body, once) => checkoutOnce(parts, by, { body, once }),
    listOrders: (by, page) => listOrders(database, by.organisationId, page),
    getOrder: (by, id) => readOrder(parts, by, id),
    listInvoices: (by, page) => listInvoices(database, by.organisationId, page),
    listTransactions: (by, page) => listTransactions(database, by.organisationId, page),
    readReload: async (by) => toWireReload(await readProfile(database.kysely, by.organisationId)),
    updateReload: (by, change) => updateReload(parts, by, change),
    grant: (by, body, once) => grantByHand(parts, by, { body, once }),
    adjust: (by, body, once) => adjustByHand(parts, by, { body, once }),
    async readMargins(by, days) {
      requireOperator(parts, by);
      const toMs = system.now() + 1;
      const margins = await parts.readMargins({ fromMs: toMs - days * DAY_MS, toMs });
      return { object: 'list', data: margins.map(toWireMargin) };
    },
    receiveEvent: parts.receiveEvent,
  };
}

function quote(creditCents: number): CreditQuote {
  const { creditMicroUsd, feeMicroUsd, totalMicroUsd } = quoteTopUp(fromCents(creditCents));
  return {
    object: 'credit_quote',
    currency: 'usd',
    credit_cents: toCents(creditMicroUsd),
    fee_cents: toCents(feeMicroUsd),
    total_cents: toCents(totalMicroUsd),
    fee_percent: FEE_PERCENT,
  };
}

async function readOrder(
  { database }: CreditParts,
  by: Principal,
  id: string,
): Promise<CreditOrder> {
  const order = await findOrder(database.kysely, id);
  if (order?.organisation_id !== by.organisationId) throw orderNotFound();
  return toWireOrder(order);
}

/** A crash between order and answer leaves a page that nobody knows: nothing is paid by it. */
function checkoutOnce(
  parts: CreditParts,
  by: Principal,
  { body, once }: { readonly body: CreditCheckout; readonly once: Once | null },
): Promise<CreditOrder> {
  if (once === null) return checkout(parts, by, body);
  const { claims, database } = parts;
  const fingerprint = fingerprintOf('checkout', body);
  return doOnce(
    { once, owner: ownerOf(by), fingerprint },
    {
      async make(claim) {
        const order = await checkout(parts, by, body);
        await database.transaction((executor) => claims.complete(executor, claim, order.id));
        return order;
      },
      replay: (id) => readOrder(parts, by, id),
    },
    claims,
  );
}

async function checkout(
  parts: CreditParts,
  by: Principal,
  body: CreditCheckout,
): Promise<CreditOrder> {
  const { cashier, database } = parts;
  if (cashier === null) {
    throw new ApiError(
      'payments_not_configured',
      'Credit cannot be bought here: the operator has configured no payment provider.',
      { shouldRetry: false },
    );
  }
  const { organisationId } = by;
  const profile = await readProfile(database.kysely, organisationId);
  const order = await createOrder(parts, {
    organisationId,
    creditMicroUsd: fromCents(body.credit_cents),
    purpose: 'checkout',
    method: cashier.method,
  });
  const opened = await cashier
    .open(order, {
      saveMethod: body.save_payment_method ?? false,
      customerId: profile.customer_id,
    })
    .catch(async (error: unknown) => {
      await changeUnpaid(parts, order.id, { state: 'failed', failure: 'provider_failed' });
      parts.report(error);
      throw providerFailed(error);
    });
  const page = { session_id: opened.sessionId, checkout_url: opened.url };
  await changeUnpaid(parts, order.id, page);
  return toWireOrder({ ...order, ...page });
}

async function updateReload(
  parts: CreditParts,
  by: Principal,
  change: AutoReloadUpdate,
): Promise<AutoReload> {
  const { database, system } = parts;
  return database.transaction(async (executor) => {
    const before = await readProfile(executor, by.organisationId);
    if (change.enabled === true && savedMethodOf(before) === null) throw noMethod();
    const after = applyChange(before, change, BigInt(system.now()));
    await writeProfile(executor, after);
    await writeAudit(executor, system, {
      organisationId: by.organisationId,
      actor: actorOf(by),
      action: 'auto_reload.changed',
      subject: null,
      detail: { ...change },
    });
    return toWireReload(after);
  });
}

function applyChange(before: ProfileRow, change: AutoReloadUpdate, atMs: bigint): ProfileRow {
  const { enabled, threshold_cents: threshold, credit_cents: credit, most_per_day: most } = change;
  return {
    ...before,
    changed_at_ms: atMs,
    ...(enabled !== undefined && { reload_enabled: enabled ? 1n : 0n, reload_paused: null }),
    ...(threshold !== undefined && { reload_threshold_micro_usd: fromCents(threshold) }),
    ...(credit !== undefined && { reload_credit_micro_usd: fromCents(credit) }),
    ...(most !== undefined && { reload_most_a_day: BigInt(most) }),
  };
}

function toWireReload(profile: ProfileRow): AutoReload {
  return {
    object: 'auto_reload',
    enabled: profile.reload_enabled === 1n,
    threshold_cents: toCents(profile.reload_threshold_micro_usd),
    credit_cents: toCents(profile.reload_credit_micro_usd),
    most_per_day: Number(profile.reload_most_a_day),
    has_payment_method: savedMethodOf(profile) !== null,
    paused: profile.reload_paused,
  };
}

function toWireMargin(margin: ModelMargin) {
  return {
    model: margin.model,
    images: margin.images,
    images_of_unknown_cost: margin.imagesOfUnknownCost,
    list_cents: toCents(margin.listMicroUsd),
    upstream_cents: toCents(margin.upstreamMicroUsd),
    margin_cents: toCents(margin.marginMicroUsd),
    warning: margin.negative ? 'Makers took more for this model than its list price.' : null,
  };
}

/** The page of play money reads an order without a key: its id is the secret. */
export function isPlayable(order: OrderRow | undefined): order is OrderRow {
  return order?.method === 'play' && order.purpose === 'checkout';
}

function noMethod(): ApiError {
  return new ApiError(
    'invalid_value',
    'enabled: there is no saved means of payment. Buy credit with save_payment_method first.',
    { param: 'enabled' },
  );
}

function orderNotFound(): ApiError {
  return new ApiError('order_not_found', 'There is no such order.');
}

function providerFailed(cause: unknown): ApiError {
  const message = 'The payment provider did not answer as it should. Nothing was paid; try again.';
  return new ApiError('payment_provider_failed', message, { cause });
}
