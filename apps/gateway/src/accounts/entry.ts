import type { Entry, Visitor } from '@aigateway/console';
import type { Auth } from './create-auth.ts';
import { type AccountParts, SESSION_COOKIE } from './parts.ts';
import { readMemberSession } from './sessions.ts';
import type { Throttle } from './throttle.ts';

/** What the door works with. */
export interface DoorParts extends AccountParts {
  readonly throttle: Throttle;
  /**
   * The sign-in library, loaded and made at its first use: only then the public address is known,
   * and a gateway that nobody signs in to does not carry it.
   */
  readonly auth: () => Promise<Auth>;
}

/** The library reads cookies only; where a browser comes from is counted at the door. */
export function headersOf({ cookie }: Pick<Visitor, 'cookie'>): Headers {
  return new Headers(cookie === '' ? {} : { cookie });
}

/** The living session of a browser, or null. */
export async function readSession({ auth, database }: DoorParts, visitor: Pick<Visitor, 'cookie'>) {
  if (!visitor.cookie.includes(`${SESSION_COOKIE}=`)) return null;
  const found = await (await auth()).api.getSession({ headers: headersOf(visitor) });
  return found ? readMemberSession(database.kysely, found.session.id) : null;
}

/** Opens a session by the library; the one that the browser had before is ended. */
export async function enterWith(
  parts: DoorParts,
  work: (auth: Auth) => Promise<{ readonly headers: Headers }>,
  visitor: Visitor,
): Promise<Entry | null> {
  const before = await readSession(parts, visitor);
  try {
    const { headers } = await work(await parts.auth());
    if (before) {
      await parts.database.kysely
        .deleteFrom('session')
        .where('id', '=', before.sessionId)
        .execute();
    }
    return { outcome: 'entered', cookies: headers.getSetCookie() };
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
}

/** The library's own `APIError`, told by its status: its class is not loaded here. */
function isRefusal(error: unknown): boolean {
  return (
    error instanceof Error &&
    'statusCode' in error &&
    typeof error.statusCode === 'number' &&
    error.statusCode < 500
  );
}
