import { ApiError, type Session } from '@aigateway/contract';
import { readMemberSession } from '../accounts/sessions.ts';
import type { SessionDesk } from '../control-plane.ts';
import type { Principal } from '../principal.ts';
import type { ControlParts } from './parts.ts';

/** The desk for who is signed in. */
export function createSessionDesk(parts: ControlParts): SessionDesk {
  return {
    readSession: (by) => readSession(parts, by),
    async switchOrganisation(by, organisationId) {
      const { kysely } = parts.database;
      const member = await kysely
        .selectFrom('member')
        .select('role')
        .where('organisation_id', '=', organisationId)
        .where('person_id', '=', by.keyId)
        .executeTakeFirst();
      if (!member) {
        throw new ApiError('member_not_found', 'You are in no such organisation.', {
          param: 'organisation_id',
        });
      }
      await kysely
        .updateTable('session')
        .set({ organisation_id: organisationId, updated_at_ms: BigInt(parts.system.now()) })
        .where('id', '=', sessionIdOf(by))
        .execute();
      return readSession(parts, by);
    },
  };
}

async function readSession({ database }: ControlParts, by: Principal): Promise<Session> {
  const { kysely } = database;
  const session = await readMemberSession(kysely, sessionIdOf(by));
  if (!session) throw new ApiError('missing_api_key', 'The session has ended. Sign in again.');
  const memberships = await kysely
    .selectFrom('member')
    .innerJoin('organisation', 'organisation.id', 'member.organisation_id')
    .select(['member.organisation_id', 'organisation.name', 'member.role'])
    .where('member.person_id', '=', session.personId)
    .orderBy('member.created_at_ms')
    .orderBy('member.organisation_id')
    .execute();
  return {
    object: 'session',
    person: {
      id: session.personId,
      name: session.personName,
      email: session.email,
      has_password: session.hasPassword,
    },
    organisation_id: session.organisationId,
    role: session.role,
    memberships,
  };
}

/** Only signed-in people come here, by the table of access. */
function sessionIdOf({ actor }: Principal): string {
  if (actor.kind === 'member') return actor.sessionId;
  throw new ApiError('scope_exceeded', 'This is for signed-in people only.');
}
