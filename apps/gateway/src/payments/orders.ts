import { type MicroUsd, microUsd } from '@aigateway/contract';
import type { Database, Executor } from '@aigateway/database';
import { collectDebt, quoteTopUp, topUp } from '@aigateway/ledger';
import { liftFreeLimits } from '../accounts/organisations.ts';
import { writeAudit } from '../audit-log.ts';
import type { System } from '../system.ts';
import type { OrderRow, Payment } from './cashier.ts';
import { saveMethod } from './profiles.ts';

/** What orders are kept with. */
export interface OrderParts {
  readonly database: Database;
  readonly system: System;
}

/** What is ordered. */
export interface NewOrder {
  readonly organisationId: string;
  readonly creditMicroUsd: MicroUsd;
  readonly purpose: OrderRow['purpose'];
  readonly method: OrderRow['method'];
}

/** Writes an open order; a second open reload of an organisation is a unique violation. */
export async function createOrder(
  { database, system }: OrderParts,
  { organisationId, creditMicroUsd, purpose, method }: NewOrder,
): Promise<OrderRow> {
  const quote = quoteTopUp(creditMicroUsd);
  const row: OrderRow = {
    id: system.newId('order'),
    organisation_id: organisationId,
    purpose,
    method,
    state: 'open',
    credit_micro_usd: quote.creditMicroUsd,
    fee_micro_usd: quote.feeMicroUsd,
    total_micro_usd: quote.totalMicroUsd,
    transaction_id: system.newId('transaction'),
    session_id: null,
    payment_id: null,
    checkout_url: null,
    receipt_number: null,
    receipt_url: null,
    failure: null,
    created_at_ms: BigInt(system.now()),
    paid_at_ms: null,
  };
  await database.transaction((executor) =>
    executor.insertInto('payment_order').values(row).execute(),
  );
  return row;
}

/** An order by its id, whoever's it is. */
export function findOrder(executor: Executor, id: string): Promise<OrderRow | undefined> {
  return executor.selectFrom('payment_order').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Changes an order that is not paid; a paid one stays as it is. */
export async function changeUnpaid(
  { database }: OrderParts,
  id: string,
  set: Partial<Pick<OrderRow, 'state' | 'session_id' | 'checkout_url' | 'failure'>>,
): Promise<void> {
  await database.transaction((executor) =>
    executor
      .updateTable('payment_order')
      .set(set)
      .where('id', '=', id)
      .where('state', '<>', 'paid')
      .execute(),
  );
}

/**
 * Books a confirmed payment: wallet, fee and outside world move, the order is paid and the audit
 * log says so, all in one transaction, once. Then the wallet pays what its owner owes.
 */
export async function fulfilOrder(
  { database, system }: OrderParts,
  order: OrderRow,
  payment: Payment,
): Promise<void> {
  const { id, organisation_id: organisationId } = order;
  const nowMs = BigInt(system.now());
  await topUp(database, {
    id: order.transaction_id,
    organisationId,
    creditMicroUsd: microUsd(order.credit_micro_usd),
    reference: id,
    atMs: nowMs,
    also: async (executor) => {
      await executor
        .updateTable('payment_order')
        .set({
          state: 'paid',
          payment_id: payment.paymentId,
          receipt_number: payment.receiptNumber,
          receipt_url: payment.receiptUrl,
          failure: null,
          paid_at_ms: nowMs,
        })
        .where('id', '=', id)
        .execute();
      await liftFreeLimits(executor, organisationId);
      if (payment.saved) {
        await saveMethod(executor, { organisationId, ...payment.saved, atMs: nowMs });
      }
      await writeAudit(executor, system, {
        organisationId,
        actor: 'system',
        action: 'credit.bought',
        subject: id,
        detail: { credit_micro_usd: order.credit_micro_usd, purpose: order.purpose },
      });
    },
  });
  await collectDebt(database, { id: system.newId('transaction'), organisationId, atMs: nowMs });
}
