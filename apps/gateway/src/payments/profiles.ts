import type { Executor, PaymentProfileTable } from '@aigateway/database';
import type { Selectable } from 'kysely';
import type { SavedMethod } from './cashier.ts';

/** How an organisation pays again, as it is stored. */
export type ProfileRow = Selectable<PaymentProfileTable>;

const DEFAULTS = {
  reload_enabled: 0n,
  reload_threshold_micro_usd: 2_000_000n,
  reload_credit_micro_usd: 20_000_000n,
  reload_most_a_day: 3n,
  reload_paused: null,
} as const;

/** The profile of an organisation; reloads are off for one that has none. */
export async function readProfile(executor: Executor, organisationId: string): Promise<ProfileRow> {
  const row = await executor
    .selectFrom('payment_profile')
    .selectAll()
    .where('organisation_id', '=', organisationId)
    .executeTakeFirst();
  return row ?? newProfile(organisationId);
}

/** What can be charged again, or null. */
export function savedMethodOf(profile: ProfileRow): SavedMethod | null {
  const { customer_id: customerId, payment_method_id: paymentMethodId } = profile;
  return customerId && paymentMethodId ? { customerId, paymentMethodId } : null;
}

/** Writes a profile in place of the one there was. */
export async function writeProfile(executor: Executor, profile: ProfileRow): Promise<void> {
  await executor
    .insertInto('payment_profile')
    .values(profile)
    .onConflict((conflict) => conflict.column('organisation_id').doUpdateSet(profile))
    .execute();
}

/** Keeps a means of payment, in place of an earlier one. */
export async function saveMethod(
  executor: Executor,
  {
    organisationId,
    customerId,
    paymentMethodId,
    atMs,
  }: SavedMethod & { readonly organisationId: string; readonly atMs: bigint },
): Promise<void> {
  const kept = {
    customer_id: customerId,
    payment_method_id: paymentMethodId,
    changed_at_ms: atMs,
  };
  await executor
    .insertInto('payment_profile')
    .values({ ...newProfile(organisationId), ...kept })
    .onConflict((conflict) => conflict.column('organisation_id').doUpdateSet(kept))
    .execute();
}

function newProfile(organisationId: string): ProfileRow {
  return {
    organisation_id: organisationId,
    customer_id: null,
    payment_method_id: null,
    ...DEFAULTS,
    changed_at_ms: 0n,
  };
}
