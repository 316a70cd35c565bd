import {
  ApiError,
  type Member,
  type Organisation,
  type OrganisationUpdate,
  type Role,
  reaches,
} from '@aigateway/contract';
import type { Executor } from '@aigateway/database';
import { NO_ADDRESS } from '../accounts/people.ts';
import { endSessions } from '../accounts/sessions.ts';
import { writeAudit } from '../audit-log.ts';
import type { TeamDesk } from '../control-plane.ts';
import { actorOf, type Principal } from '../principal.ts';
import { limitOf, startOf, toPage, writeCursor } from './page.ts';
import { type ControlParts, toSeconds } from './parts.ts';
import { readAuditPage } from './read-audit-page.ts';

/** The desk for the organisation, its people, and who did what. */
export function createTeamDesk(parts: ControlParts): TeamDesk {
  const { database } = parts;
  return {
    readOrganisation: (by) => readOrganisation(database.kysely, by),
    updateOrganisation: (by, change) => updateOrganisation(parts, by, change),
    async listMembers(by, page) {
      const limit = limitOf(page);
      const start = startOf(page);
      let rows = members(database.kysely, by)
        .orderBy('member.created_at_ms', 'desc')
        .orderBy('person.id', 'desc')
        .limit(limit + 1);
      if (start) {
        rows = rows.where((is) =>
          is.or([
            is('member.created_at_ms', '<', start.atMs),
            is.and([is('member.created_at_ms', '=', start.atMs), is('person.id', '<', start.id)]),
          ]),
        );
      }
      return toPage(await rows.execute(), limit, {
        item: toWireMember,
        cursor: (row) => writeCursor([Number(row.created_at_ms), row.id]),
      });
    },
    changeRole: (by, id, role) => changeRole(parts, by, { id, role }),
    async removeMember(by, id) {
      await removeMember(parts, by, id);
      return { id, object: 'member', deleted: true };
    },
    async readAudit(by, page) {
      const list = await readAuditPage(database, by.organisationId, page);
      return { ...list, data: list.data.map(({ organisation_id: _, ...line }) => line) };
    },
  };
}

/** What a caller counts as among people: a key that runs the control plane counts as admin. */
export function rankOf({ actor, scopes }: Principal): Role {
  if (actor.kind === 'member') return actor.role;
  return scopes.includes('admin') ? 'admin' : 'viewer';
}

function members(executor: Executor, { organisationId }: Principal) {
  return executor
    .selectFrom('member')
    .innerJoin('person', 'person.id', 'member.person_id')
    .select(['person.id', 'person.name', 'person.email', 'member.role', 'member.created_at_ms'])
    .where('member.organisation_id', '=', organisationId);
}

interface MemberRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly created_at_ms: bigint;
}

function toWireMember({ id, name, email, role, created_at_ms }: MemberRow): Member {
  const address = email.endsWith(NO_ADDRESS) ? null : email;
  const created_at = toSeconds(created_at_ms);
  return { id, object: 'member', name, email: address, role, created_at };
}

/** One change of the team at a time: the organisation's row is locked, then the member is read. */
async function lockMember(executor: Executor, by: Principal, id: string): Promise<MemberRow> {
  await executor
    .updateTable('organisation')
    .set((is) => ({ name: is.ref('name') }))
    .where('id', '=', by.organisationId)
    .execute();
  const row = await members(executor, by).where('person.id', '=', id).executeTakeFirst();
  if (row) return row;
  throw new ApiError('member_not_found', 'There is no such member. GET /v1/members lists yours.');
}

async function keepAnOwner(executor: Executor, by: Principal, leaving: MemberRow): Promise<void> {
  if (leaving.role !== 'owner') return;
  const others = await members(executor, by)
    .where('member.role', '=', 'owner')
    .where('person.id', '!=', leaving.id)
    .executeTakeFirst();
  if (others) return;
  throw new ApiError('invalid_value', 'The last owner stays: make somebody else owner first.');
}

/** Nobody gives or touches a role above their own. Throws 403 `scope_exceeded`. */
export function refuseAbove(by: Principal, role: Role, what: string): void {
  if (reaches(rankOf(by), role)) return;
  throw new ApiError('scope_exceeded', `role: ${what} takes the role ${role}.`, { param: 'role' });
}

async function changeRole(
  { database, system }: ControlParts,
  by: Principal,
  { id, role }: { readonly id: string; readonly role: Role },
): Promise<Member> {
  return database.transaction(async (executor) => {
    const member = await lockMember(executor, by, id);
    if (by.actor.kind === 'member' && by.keyId === id) {
      throw new ApiError('scope_exceeded', 'role: nobody changes their own.', { param: 'role' });
    }
    refuseAbove(by, member.role, 'changing this member');
    refuseAbove(by, role, 'giving this role');
    if (role !== 'owner') await keepAnOwner(executor, by, member);
    await executor
      .updateTable('member')
      .set({ role })
      .where('organisation_id', '=', by.organisationId)
      .where('person_id', '=', id)
      .execute();
    await writeAudit(executor, system, {
      organisationId: by.organisationId,
      actor: actorOf(by),
      action: 'member.changed',
      subject: id,
      detail: { from: member.role, to: role },
    });
    return toWireMember({ ...member, role });
  });
}

async function removeMember(parts: ControlParts, by: Principal, id: string): Promise<void> {
  const { database, system, keys } = parts;
  const { organisationId } = by;
  const leaves = by.actor.kind === 'member' && by.keyId === id;
  const made = await database.transaction(async (executor) => {
    const member = await lockMember(executor, by, id);
    if (!leaves) refuseAbove(by, reaches(member.role, 'admin') ? member.role : 'admin', 'removing');
    await keepAnOwner(executor, by, member);
    await executor
      .deleteFrom('member')
      .where('organisation_id', '=', organisationId)
      .where('person_id', '=', id)
      .execute();
    await endSessions(executor, id);
    await writeAudit(executor, system, {
      organisationId,
      actor: actorOf(by),
      action: leaves ? 'member.left' : 'member.removed',
      subject: id,
      detail: { role: member.role },
    });
    return executor
      .selectFrom('api_key')
      .select('id')
      .where('organisation_id', '=', organisationId)
      .where('created_by', '=', id)
      .where('revoked_at_ms', 'is', null)
      .execute();
  });
  for (const key of made) await keys.revoke(organisationId, key.id, actorOf(by));
}

async function readOrganisation(executor: Executor, by: Principal): Promise<Organisation> {
  const row = await executor
    .selectFrom('organisation')
    .selectAll()
    .where('id', '=', by.organisationId)
    .executeTakeFirstOrThrow();
  return {
    id: row.id,
    object: 'organisation',
    name: row.name,
    rate_limit_rpm: toNumber(row.rate_limit_rpm),
    image_retention_days: toNumber(row.image_retention_days),
    created_at: toSeconds(row.created_at_ms),
  };
}

function toNumber(value: bigint | null): number | null {
  return value === null ? null : Number(value);
}

async function updateOrganisation(
  { database, system, isOperator, retentionDays }: ControlParts,
  by: Principal,
  { name, image_retention_days: days }: OrganisationUpdate,
): Promise<Organisation> {
  const { organisationId } = by;
  if (!isOperator(organisationId) && (days ?? 0) > retentionDays) {
    throw new ApiError(
      'scope_exceeded',
      `image_retention_days: this installation keeps pictures for ${retentionDays} days at most.`,
      { param: 'image_retention_days' },
    );
  }
  const change = {
    ...(name !== undefined && { name }),
    ...(days !== undefined && { image_retention_days: days === null ? null : BigInt(days) }),
  };
  return database.transaction(async (executor) => {
    const changed = executor.updateTable('organisation').set(change);
    await changed.where('id', '=', organisationId).execute();
    await writeAudit(executor, system, {
      organisationId,
      actor: actorOf(by),
      action: 'organisation.changed',
      subject: organisationId,
      detail: { name, image_retention_days: days },
    });
    return readOrganisation(executor, by);
  });
}
