import type { Role } from '@aigateway/contract';
import type { Executor } from '@aigateway/database';
import { grantCredit, openAccounts } from '@aigateway/ledger';
import { writeAudit } from '../audit-log.ts';
import type { System } from '../system.ts';
import type { AccountParts } from './parts.ts';

/**
 * The organisation that a new session of a person works in: the one of the latest session that it
 * is still a member of, else the oldest. Who is in none gets one of its own where sign-up is open;
 * null elsewhere.
 */
export async function homeOf(parts: AccountParts, personId: string): Promise<string | null> {
  const known = await findHome(parts.database.kysely, personId);
  if (known !== null || parts.config.signUp !== 'open') return known;
  const { database, system, config } = parts;
  const organisationId = await database.transaction(async (executor) => {
    // The person's row is locked first: two that enter at once must not open two organisations.
    await executor
      .updateTable('person')
      .set((is) => ({ updated_at_ms: is.ref('updated_at_ms') }))
      .where('id', '=', personId)
      .execute();
    return (
      (await findHome(executor, personId)) ??
      openOrganisation(executor, { system, personId, limit: config.freeRateLimitRpm })
    );
  });
  await grantStart(parts, organisationId);
  return organisationId;
}

async function findHome(executor: Executor, personId: string): Promise<string | null> {
  const row = await executor
    .selectFrom('member')
    .leftJoin('session', (join) =>
      join
        .onRef('session.organisation_id', '=', 'member.organisation_id')
        .onRef('session.person_id', '=', 'member.person_id'),
    )
    .select('member.organisation_id')
    .where('member.person_id', '=', personId)
    .orderBy((is) => is.fn.coalesce('session.updated_at_ms', is.lit(0)), 'desc')
    .orderBy('member.created_at_ms')
    .limit(1)
    .executeTakeFirst();
  return row?.organisation_id ?? null;
}

/** A new organisation with the free limits, its accounts and its owner, named after that one. */
async function openOrganisation(
  executor: Executor,
  { system, personId, limit }: { system: System; personId: string; limit: number },
): Promise<string> {
  const id = system.newId('organisation');
  const atMs = BigInt(system.now());
  const { name } = await executor
    .selectFrom('person')
    .select('name')
    .where('id', '=', personId)
    .executeTakeFirstOrThrow();
  await executor
    .insertInto('organisation')
    .values({ id, name, created_at_ms: atMs, rate_limit_rpm: BigInt(limit) })
    .execute();
  await openAccounts(executor, { organisationId: id, atMs });
  await addMember(executor, system, { organisationId: id, personId, role: 'owner' });
  await writeAudit(executor, system, {
    organisationId: id,
    actor: `person:${personId}`,
    action: 'organisation.created',
    subject: id,
  });
  return id;
}

/** One id an organisation: however often it is tried, the credit is given once. */
async function grantStart({ database, system, config }: AccountParts, organisationId: string) {
  if (config.signUpCreditMicroUsd <= 0n) return;
  await grantCredit(database, {
    id: `txn_start_${organisationId}`,
    organisationId,
    amountMicroUsd: config.signUpCreditMicroUsd,
    note: 'credit of a new organisation',
    atMs: BigInt(system.now()),
  });
}

/** An organisation that has paid is bound by the limits of the installation only. */
export async function liftFreeLimits(executor: Executor, organisationId: string): Promise<void> {
  await executor
    .updateTable('organisation')
    .set({ rate_limit_rpm: null })
    .where('id', '=', organisationId)
    .where('rate_limit_rpm', 'is not', null)
    .execute();
}

/** What makes a person a member. */
export interface Membership {
  readonly organisationId: string;
  readonly personId: string;
  readonly role: Role;
}

/** Writes a membership; false when the person is a member already. */
export async function addMember(
  executor: Executor,
  system: System,
  { organisationId, personId, role }: Membership,
): Promise<boolean> {
  const added = await executor
    .insertInto('member')
    .values({
      organisation_id: organisationId,
      person_id: personId,
      role,
      created_at_ms: BigInt(system.now()),
    })
    .onConflict((conflict) => conflict.columns(['organisation_id', 'person_id']).doNothing())
    .executeTakeFirst();
  return (added.numInsertedOrUpdatedRows ?? 0n) > 0n;
}
