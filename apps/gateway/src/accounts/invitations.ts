import type { InvitationView } from '@aigateway/console';
import type { Role } from '@aigateway/contract';
import type { Executor, InvitationTable } from '@aigateway/database';
import type { Selectable } from 'kysely';
import { writeAudit } from '../audit-log.ts';
import type { System } from '../system.ts';
import { hashToken } from './auth-adapter.ts';
import { addMember } from './organisations.ts';

/** A stored invitation. */
export type InvitationRow = Selectable<InvitationTable>;

/** The open invitation of a token with its organisation's name, or null. */
export async function findInvitation(
  executor: Executor,
  system: System,
  token: string,
): Promise<(InvitationView & { readonly role: Role }) | null> {
  const row = await executor
    .selectFrom('invitation')
    .innerJoin('organisation', 'organisation.id', 'invitation.organisation_id')
    .select(['organisation.name', 'invitation.role', 'invitation.email'])
    .where('invitation.token_hash', '=', hashToken(token))
    .where('invitation.ended_at_ms', 'is', null)
    .where('invitation.expires_at_ms', '>', BigInt(system.now()))
    .executeTakeFirst();
  return row ? { organisationName: row.name, role: row.role, email: row.email } : null;
}

/** Who accepts. */
export interface Guest {
  readonly id: string;
  readonly email: string;
}

/**
 * Spends an invitation: the guest is a member from now on. The organisation, or null when the
 * invitation is spent, too old or for another address. Who is a member already keeps its role, and
 * the link stays good for somebody else.
 */
export async function acceptInvitation(
  executor: Executor,
  system: System,
  { token, guest }: { readonly token: string; readonly guest: Guest },
): Promise<string | null> {
  const nowMs = BigInt(system.now());
  const row = await executor
    .updateTable('invitation')
    .set({ ended_at_ms: nowMs })
    .where('token_hash', '=', hashToken(token))
    .where('ended_at_ms', 'is', null)
    .where('expires_at_ms', '>', nowMs)
    .where((is) => is.or([is('email', 'is', null), is('email', '=', guest.email)]))
    .returningAll()
    .executeTakeFirst();
  if (!row) return null;
  const { organisation_id: organisationId, role } = row;
  if (await addMember(executor, system, { organisationId, personId: guest.id, role })) {
    await writeAudit(executor, system, {
      organisationId,
      actor: `person:${guest.id}`,
      action: 'member.joined',
      subject: guest.id,
      detail: { role, invitation: row.id },
    });
    return organisationId;
  }
  await executor
    .updateTable('invitation')
    .set({ ended_at_ms: null })
    .where('id', '=', row.id)
    .execute();
  return organisationId;
}
