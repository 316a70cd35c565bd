import { microUsd } from '@aigateway/contract';
import type { Executor, PaymentReversalTable } from '@aigateway/database';
import { collectDebt, restorePayment, reversePayment } from '@aigateway/ledger';
import { type AuditAction, writeAudit } from '../audit-log.ts';
import type { OrderRow } from './cashier.ts';
import type { OrderParts } from './orders.ts';
import { transactionIdOf } from './transaction-id.ts';

/** Money of a paid order that went back, as the payment provider names it. */
export interface Reversal {
  readonly id: string;
  readonly kind: PaymentReversalTable['kind'];
  /** Of the order's total. */
  readonly amountMicroUsd: bigint;
}

/** Takes the credit of a refund or dispute back, once, unless it was restored already. */
export async function reverseOrder(
  { database, system }: OrderParts,
  order: OrderRow,
  reversal: Reversal,
): Promise<void> {
  if (await findReversal(database.kysely, reversal.id)) return;
  const { organisation_id: organisationId } = order;
  const transactionId = transactionIdOf(`reversal:${reversal.id}`);
  const nowMs = BigInt(system.now());
  await reversePayment(database, {
    id: transactionId,
    organisationId,
    transactionId: order.transaction_id,
    paidMicroUsd: microUsd(reversal.amountMicroUsd),
    note: reversal.kind,
    atMs: nowMs,
    also: async (executor) => {
      await insertReversal(executor, order, { reversal, state: 'reversed', nowMs });
      await tell({ database, system }, executor, { order, reversal, action: 'credit.reversed' });
      if (reversal.kind === 'dispute') await pauseReload(executor, organisationId);
    },
  });
  // What was held may be free again by now.
  await collectDebt(database, { id: system.newId('transaction'), organisationId, atMs: nowMs });
}

/**
 * Gives back what a reversal took that did not stand: a dispute that was won, a refund that failed.
 * It may come before the reversal itself, which then never happens.
 */
export async function restoreOrder(
  { database, system }: OrderParts,
  order: OrderRow,
  reversal: Reversal,
): Promise<void> {
  const nowMs = BigInt(system.now());
  const found = await findReversal(database.kysely, reversal.id);
  if (found?.state === 'restored') return;
  if (!found) {
    await database.transaction((executor) =>
      insertReversal(executor, order, { reversal, state: 'restored', nowMs }),
    );
    return;
  }
  const { organisation_id: organisationId } = order;
  await restorePayment(database, {
    id: transactionIdOf(`restoration:${reversal.id}`),
    organisationId,
    reversalId: found.transaction_id,
    note: reversal.kind,
    atMs: nowMs,
    also: async (executor) => {
      await executor
        .updateTable('payment_reversal')
        .set({ state: 'restored' })
        .where('id', '=', reversal.id)
        .execute();
      await tell({ database, system }, executor, { order, reversal, action: 'credit.restored' });
    },
  });
  await collectDebt(database, { id: system.newId('transaction'), organisationId, atMs: nowMs });
}

function findReversal(executor: Executor, id: string) {
  return executor
    .selectFrom('payment_reversal')
    .select(['state', 'transaction_id'])
    .where('id', '=', id)
    .executeTakeFirst();
}

interface NewReversal {
  readonly reversal: Reversal;
  readonly state: PaymentReversalTable['state'];
  readonly nowMs: bigint;
}

async function insertReversal(
  executor: Executor,
  order: OrderRow,
  { reversal, state, nowMs }: NewReversal,
): Promise<void> {
  await executor
    .insertInto('payment_reversal')
    .values({
      id: reversal.id,
      order_id: order.id,
      kind: reversal.kind,
      state,
      amount_micro_usd: reversal.amountMicroUsd,
      transaction_id: transactionIdOf(`reversal:${reversal.id}`),
      created_at_ms: nowMs,
    })
    .execute();
}

interface Deed {
  readonly order: OrderRow;
  readonly reversal: Reversal;
  readonly action: AuditAction;
}

function tell(
  { system }: OrderParts,
  executor: Executor,
  { order, reversal, action }: Deed,
): Promise<void> {
  return writeAudit(executor, system, {
    organisationId: order.organisation_id,
    actor: 'system',
    action,
    subject: order.id,
    detail: { kind: reversal.kind, amount_micro_usd: reversal.amountMicroUsd },
  });
}

/** A means of payment whose owner disputes is not charged again by itself. */
async function pauseReload(executor: Executor, organisationId: string): Promise<void> {
  await executor
    .updateTable('payment_profile')
    .set({ reload_paused: 'disputed' })
    .where('organisation_id', '=', organisationId)
    .execute();
}
