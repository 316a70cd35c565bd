import {
  ApiError,
  type CreditInvoice,
  type CreditOrder,
  type CreditTransaction,
  type ListPage,
  type PageQuery,
  toCents,
} from '@aigateway/contract';
import type { Database } from '@aigateway/database';
import { readStatement } from '@aigateway/ledger';
import { isAfter, limitOf, startOf, toPage, writeCursor } from '../control/page.ts';
import type { OrderRow } from './cashier.ts';

/** Orders of an organisation, newest first. */
export async function listOrders(
  database: Database,
  organisationId: string,
  page: PageQuery,
): Promise<ListPage<CreditOrder>> {
  const rows = await ownOrders(database, organisationId, page).execute();
  return toPage(rows, limitOf(page), { item: toWireOrder, cursor });
}

/** Paid orders of an organisation as invoices, newest first. */
export async function listInvoices(
  database: Database,
  organisationId: string,
  page: PageQuery,
): Promise<ListPage<CreditInvoice>> {
  const rows = await ownOrders(database, organisationId, page)
    .where('state', '=', 'paid')
    .execute();
  const reversals = await readReversals(database, rows);
  return toPage(rows, limitOf(page), {
    item: (row) => toInvoice(row, reversals.get(row.id) ?? []),
    cursor,
  });
}

/** The wallet's postings, newest first. Throws 400 for a cursor of another list. */
export async function listTransactions(
  database: Database,
  organisationId: string,
  page: PageQuery,
): Promise<ListPage<CreditTransaction>> {
  const limit = BigInt(limitOf(page));
  const query = { organisationId, limit, cursor: page.cursor ?? null };
  const { lines, nextCursor } = await readStatement(database.kysely, query).catch((cause) => {
    if (!(cause instanceof RangeError)) throw cause;
    const message = 'cursor: is not a next_cursor of this list.';
    throw new ApiError('invalid_value', message, { param: 'cursor' });
  });
  return {
    object: 'list',
    data: lines.map((line) => ({
      id: line.transactionId,
      object: 'credit_transaction',
      kind: line.kind,
      amount_cents: toCents(line.amountMicroUsd),
      reference: line.reference,
      note: line.note,
      created_at: toSeconds(line.createdAtMs),
    })),
    has_more: nextCursor !== null,
    next_cursor: nextCursor,
  };
}

/** An order as callers see it. */
export function toWireOrder(row: OrderRow): CreditOrder {
  return {
    id: row.id,
    object: 'credit_order',
    status: row.state,
    purpose: row.purpose,
    method: row.method,
    ...toAmounts(row),
    checkout_url: row.state === 'open' ? row.checkout_url : null,
    failure: row.failure,
    created_at: toSeconds(row.created_at_ms),
    paid_at: row.paid_at_ms === null ? null : toSeconds(row.paid_at_ms),
  };
}

function ownOrders(database: Database, organisationId: string, page: PageQuery) {
  return database.kysely
    .selectFrom('payment_order')
    .selectAll()
    .where('organisation_id', '=', organisationId)
    .where(isAfter(startOf(page)))
    .orderBy('created_at_ms', 'desc')
    .orderBy('id', 'desc')
    .limit(limitOf(page) + 1);
}

function cursor(row: OrderRow): string {
  return writeCursor([Number(row.created_at_ms), row.id]);
}

interface Standing {
  readonly kind: 'refund' | 'dispute';
  readonly amount: bigint;
}

async function readReversals(
  database: Database,
  orders: readonly OrderRow[],
): Promise<Map<string, Standing[]>> {
  const found = new Map<string, Standing[]>();
  if (orders.length === 0) return found;
  const rows = await database.kysely
    .selectFrom('payment_reversal')
    .select(['order_id', 'kind', 'amount_micro_usd as amount'])
    .where('state', '=', 'reversed')
    .where(
      'order_id',
      'in',
      orders.map((order) => order.id),
    )
    .execute();
  for (const { order_id, ...one } of rows)
    found.set(order_id, [...(found.get(order_id) ?? []), one]);
  return found;
}

function toInvoice(row: OrderRow, reversals: readonly Standing[]): CreditInvoice {
  const back = reversals.reduce((sum, one) => sum + one.amount, 0n);
  return {
    id: row.id,
    object: 'credit_invoice',
    status: statusOf(row, { back, disputed: reversals.some((one) => one.kind === 'dispute') }),
    number: row.receipt_number,
    url: row.receipt_url,
    ...toAmounts(row),
    refunded_cents: toCents(back),
    paid_at: toSeconds(row.paid_at_ms ?? row.created_at_ms),
  };
}

function statusOf(
  row: OrderRow,
  { back, disputed }: { back: bigint; disputed: boolean },
): CreditInvoice['status'] {
  if (disputed) return 'disputed';
  if (back === 0n) return 'paid';
  return back < row.total_micro_usd ? 'partly_refunded' : 'refunded';
}

function toAmounts(row: OrderRow) {
  return {
    currency: 'usd',
    credit_cents: toCents(row.credit_micro_usd),
    fee_cents: toCents(row.fee_micro_usd),
    total_cents: toCents(row.total_micro_usd),
  } as const;
}

function toSeconds(atMs: bigint): number {
  return Math.floor(Number(atMs) / 1000);
}
