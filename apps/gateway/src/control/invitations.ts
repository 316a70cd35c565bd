import { ApiError, type Invitation, type Role } from '@aigateway/contract';
import type { InvitationTable } from '@aigateway/database';
import type { Selectable } from 'kysely';
import { hashToken } from '../accounts/auth-adapter.ts';
import { newToken } from '../accounts/sign-in-links.ts';
import { writeAudit } from '../audit-log.ts';
import type { InvitationDesk } from '../control-plane.ts';
import { actorOf, type Principal } from '../principal.ts';
import { isAfter, limitOf, startOf, toPage, writeCursor } from './page.ts';
import { type ControlParts, toSeconds } from './parts.ts';
import { refuseAbove } from './team.ts';

const INVITATION_TTL_MS = 7 * 24 * 60 * 60 * 1000;

/** The desk for invitations. */
export function createInvitationDesk(parts: ControlParts): InvitationDesk {
  const { database, system } = parts;
  return {
    invite: (by, invitation) => invite(parts, by, invitation),
    async listInvitations(by, page) {
      const limit = limitOf(page);
      const rows = await database.kysely
        .selectFrom('invitation')
        .selectAll()
        .where('organisation_id', '=', by.organisationId)
        .where('ended_at_ms', 'is', null)
        .where('expires_at_ms', '>', BigInt(system.now()))
        .where(isAfter(startOf(page)))
        .orderBy('created_at_ms', 'desc')
        .orderBy('id', 'desc')
        .limit(limit + 1)
        .execute();
      return toPage(rows, limit, {
        item: toWireInvitation,
        cursor: (row) => writeCursor([Number(row.created_at_ms), row.id]),
      });
    },
    async withdrawInvitation(by, id) {
      await withdraw(parts, by, id);
      return { id, object: 'invitation', deleted: true };
    },
  };
}

async function invite(
  { database, system, publicUrl }: ControlParts,
  by: Principal,
  { role, email }: { readonly role: Role; readonly email?: string | undefined },
) {
  refuseAbove(by, role, 'inviting');
  const nowMs = system.now();
  const token = newToken(system);
  const row = {
    id: system.newId('invitation'),
    organisation_id: by.organisationId,
    token_hash: hashToken(token),
    role,
    email: email ?? null,
    invited_by: actorOf(by),
    created_at_ms: BigInt(nowMs),
    expires_at_ms: BigInt(nowMs + INVITATION_TTL_MS),
    ended_at_ms: null,
  };
  await database.transaction(async (executor) => {
    await executor.insertInto('invitation').values(row).execute();
    await writeAudit(executor, system, {
      organisationId: by.organisationId,
      actor: actorOf(by),
      action: 'invitation.created',
      subject: row.id,
      detail: { role },
    });
  });
  return { ...toWireInvitation(row), url: `${publicUrl()}/invitation/${token}` };
}

async function withdraw({ database, system }: ControlParts, by: Principal, id: string) {
  await database.transaction(async (executor) => {
    const row = await executor
      .updateTable('invitation')
      .set({ ended_at_ms: BigInt(system.now()) })
      .where('id', '=', id)
      .where('organisation_id', '=', by.organisationId)
      .where('ended_at_ms', 'is', null)
      .returning('id')
      .executeTakeFirst();
    if (!row) throw new ApiError('invitation_not_found', 'There is no such open invitation.');
    await writeAudit(executor, system, {
      organisationId: by.organisationId,
      actor: actorOf(by),
      action: 'invitation.withdrawn',
      subject: id,
    });
  });
}

function toWireInvitation(row: Selectable<InvitationTable>): Invitation {
  return {
    id: row.id,
    object: 'invitation',
    role: row.role,
    email: row.email,
    created_at: toSeconds(row.created_at_ms),
    expires_at: toSeconds(row.expires_at_ms),
  };
}
