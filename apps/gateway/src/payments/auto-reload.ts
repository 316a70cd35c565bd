import { microUsd } from '@aigateway/contract';
import { type Database, isUniqueViolation } from '@aigateway/database';
import { writeAudit } from '../audit-log.ts';
import type { System } from '../system.ts';
import type { Cashier, OrderRow } from './cashier.ts';
import { changeUnpaid, createOrder, fulfilOrder } from './orders.ts';
import { type ProfileRow, readProfile, savedMethodOf } from './profiles.ts';

const DAY_MS = 86_400_000;
/** A charge whose answer was lost is asked for again after this, under the same key. */
const ASK_AGAIN_MS = 60_000;
/** Keys of charges are remembered for a day there; later nobody may ask again. */
const LONGEST_OPEN_MS = 20 * 60 * 60 * 1000;

/** What reloads work with. */
export interface ReloadParts {
  readonly database: Database;
  readonly system: System;
  readonly cashier: Cashier;
}

/**
 * Buys credit for every wallet that fell below its owner's threshold, and takes up charges whose
 * answer never came. One open reload an organisation, kept by the database, however many processes
 * look at once. Failures of one do not keep others waiting; the first is thrown at the end.
 */
export async function reloadWallets(parts: ReloadParts): Promise<void> {
  const faults: unknown[] = [];
  for (const order of await openReloads(parts)) {
    await askAgain(parts, order).catch((error: unknown) => faults.push(error));
  }
  for (const profile of await dueProfiles(parts)) {
    await reloadOne(parts, profile).catch((error: unknown) => faults.push(error));
  }
  if (faults.length > 0) throw faults[0];
}

/** Ends a reload that was declined and lets reloads rest until their owner looks at them. */
export async function declineReload(
  { database, system }: Pick<ReloadParts, 'database' | 'system'>,
  order: OrderRow,
  reason: string,
): Promise<void> {
  const { id, organisation_id: organisationId } = order;
  await database.transaction(async (executor) => {
    const ended = await executor
      .updateTable('payment_order')
      .set({ state: 'failed', failure: reason })
      .where('id', '=', id)
      .where('state', '=', 'open')
      .executeTakeFirst();
    if (ended.numUpdatedRows === 0n) return;
    await executor
      .updateTable('payment_profile')
      .set({ reload_paused: reason, changed_at_ms: BigInt(system.now()) })
      .where('organisation_id', '=', organisationId)
      .execute();
    await writeAudit(executor, system, {
      organisationId,
      actor: 'system',
      action: 'auto_reload.paused',
      subject: id,
      detail: { reason },
    });
  });
}

function dueProfiles({ database }: ReloadParts): Promise<ProfileRow[]> {
  return database.kysely
    .selectFrom('payment_profile')
    .innerJoin('account', 'account.organisation_id', 'payment_profile.organisation_id')
    .selectAll('payment_profile')
    .where('account.kind', '=', 'wallet')
    .where('reload_enabled', '=', 1n)
    .where('reload_paused', 'is', null)
    .where('payment_method_id', 'is not', null)
    .where((row) =>
      row(
        row('account.posted_micro_usd', '-', row.ref('account.held_micro_usd')),
        '<',
        row.ref('reload_threshold_micro_usd'),
      ),
    )
    .execute();
}

async function reloadOne(parts: ReloadParts, profile: ProfileRow): Promise<void> {
  const { organisation_id: organisationId } = profile;
  if (await isDayFull(parts, profile)) return;
  const creditMicroUsd = microUsd(profile.reload_credit_micro_usd);
  const { method } = parts.cashier;
  try {
    const wish = { organisationId, creditMicroUsd, purpose: 'reload', method } as const;
    await charge(parts, await createOrder(parts, wish), profile);
  } catch (error) {
    // Another process was quicker.
    if (!isUniqueViolation(error)) throw error;
  }
}

async function isDayFull(
  { database, system }: ReloadParts,
  { organisation_id, reload_most_a_day }: ProfileRow,
): Promise<boolean> {
  const now = system.now();
  const { count } = await database.kysely
    .selectFrom('payment_order')
    .select((row) => row.fn.countAll<bigint>().as('count'))
    .where('organisation_id', '=', organisation_id)
    .where('purpose', '=', 'reload')
    .where('created_at_ms', '>=', BigInt(now - (now % DAY_MS)))
    .executeTakeFirstOrThrow();
  return BigInt(count) >= reload_most_a_day;
}

/** A charge that was never answered leaves its order open, and the next look asks again. */
async function charge(parts: ReloadParts, order: OrderRow, profile: ProfileRow): Promise<void> {
  const saved = savedMethodOf(profile);
  if (saved === null) return declineReload(parts, order, 'no_payment_method');
  const end = await parts.cashier.charge(order, saved);
  if (end.state === 'paid') await fulfilOrder(parts, order, end.payment);
  if (end.state === 'declined') await declineReload(parts, order, end.reason);
}

function openReloads({ database, system, cashier }: ReloadParts): Promise<OrderRow[]> {
  return database.kysely
    .selectFrom('payment_order')
    .selectAll()
    .where('purpose', '=', 'reload')
    .where('state', '=', 'open')
    .where('method', '=', cashier.method)
    .where('created_at_ms', '<=', BigInt(system.now() - ASK_AGAIN_MS))
    .execute();
}

async function askAgain(parts: ReloadParts, order: OrderRow): Promise<void> {
  if (parts.system.now() - Number(order.created_at_ms) > LONGEST_OPEN_MS) {
    await changeUnpaid(parts, order.id, { failure: 'outcome_unknown' });
    return declineReload(parts, order, 'outcome_unknown');
  }
  await charge(parts, order, await readProfile(parts.database.kysely, order.organisation_id));
}
