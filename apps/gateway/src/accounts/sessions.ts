import type { ConsoleSession } from '@aigateway/console';
import type { Executor } from '@aigateway/database';
import { OWNER_ORGANISATION_ID } from '../auth/owner.ts';
import { NO_ADDRESS } from './people.ts';

/** A session with what its membership says now. */
export interface MemberSession extends ConsoleSession {
  readonly sessionId: string;
  /** The organisation's own bound on requests a minute; null = the installation's. */
  readonly rateLimitRpm: number | null;
}

/**
 * What a session may do is read at every call: a changed role counts at once, and who was removed
 * is out at once.
 */
export async function readMemberSession(
  executor: Executor,
  sessionId: string,
): Promise<MemberSession | null> {
  const row = await executor
    .selectFrom('session')
    .innerJoin('person', 'person.id', 'session.person_id')
    .innerJoin('member', (join) =>
      join
        .onRef('member.person_id', '=', 'session.person_id')
        .onRef('member.organisation_id', '=', 'session.organisation_id'),
    )
    .innerJoin('organisation', 'organisation.id', 'session.organisation_id')
    .select([
      'session.person_id',
      'session.organisation_id',
      'person.name as person_name',
      'person.email',
      'member.role',
      'organisation.name',
      'organisation.rate_limit_rpm',
    ])
    .select((is) =>
      is
        .selectFrom('sign_in_method')
        .select('id')
        .whereRef('sign_in_method.person_id', '=', 'session.person_id')
        .where('provider', '=', 'credential')
        .limit(1)
        .as('password_id'),
    )
    .where('session.id', '=', sessionId)
    .executeTakeFirst();
  if (!row) return null;
  return {
    sessionId,
    personId: row.person_id,
    personName: row.person_name,
    email: row.email.endsWith(NO_ADDRESS) ? null : row.email,
    hasPassword: row.password_id !== null,
    organisationId: row.organisation_id,
    role: row.role,
    isOperator: row.organisation_id === OWNER_ORGANISATION_ID,
    name: row.name,
    rateLimitRpm: row.rate_limit_rpm === null ? null : Number(row.rate_limit_rpm),
  };
}

/** Ends the sessions of a person, all or all but one. */
export async function endSessions(
  executor: Executor,
  personId: string,
  but?: string,
): Promise<void> {
  let rows = executor.deleteFrom('session').where('person_id', '=', personId);
  if (but !== undefined) rows = rows.where('id', '!=', but);
  await rows.execute();
}
