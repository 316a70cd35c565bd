import type { Entry, Visitor } from '@aigateway/console';
import { APIError } from 'better-auth/api';
import { type Auth, SESSION_COOKIE } from './create-auth.ts';
import type { AccountParts } from './parts.ts';
import { readMemberSession } from './sessions.ts';
import type { Throttle } from './throttle.ts';

/** What the door works with. */
export interface DoorParts extends AccountParts {
  readonly throttle: Throttle;
  /** The sign-in library, made at its first use: only then the public address is known. */
  readonly auth: () => Auth;
}

/** The library reads cookies only; where a browser comes from is counted at the door. */
export function headersOf({ cookie }: Pick<Visitor, 'cookie'>): Headers {
  return new Headers(cookie === '' ? {} : { cookie });
}

/** The living session of a browser, or null. */
export async function readSession({ auth, database }: DoorParts, visitor: Pick<Visitor, 'cookie'>) {
  if (!visitor.cookie.includes(`${SESSION_COOKIE}=`)) return null;
  const found = await auth().api.getSession({ headers: headersOf(visitor) });
  return found ? readMemberSession(database.kysely, found.session.id) : null;
}

/** Opens a session by the library; the one that the browser had before is ended. */
export async function enterWith(
  parts: DoorParts,
  work: Promise<{ readonly headers: Headers }>,
  visitor: Visitor,
): Promise<Entry | null> {
  const before = await readSession(parts, visitor);
  try {
    const { headers } = await work;
    if (before) {
      await parts.database.kysely
        .deleteFrom('session')
        .where('id', '=', before.sessionId)
        .execute();
    }
    return { outcome: 'entered', cookies: headers.getSetCookie() };
  } catch (error) {
    if (error instanceof APIError && error.statusCode < 500) return null;
    throw error;
  }
}
