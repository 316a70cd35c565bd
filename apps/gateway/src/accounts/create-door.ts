import type { AccountServices, Entry, Visitor } from '@aigateway/console';
import { writeAudit } from '../audit-log.ts';
import { OWNER_ORGANISATION_ID } from '../auth/owner.ts';
import type { Auth } from './create-auth.ts';
import { type DoorParts, enterWith, headersOf, readSession } from './entry.ts';
import { acceptInvitation, findInvitation } from './invitations.ts';
import type { AccountParts } from './parts.ts';
import { isFitPassword, putPassword, readAddress, unlessTaken } from './people.ts';
import { endSessions, type MemberSession } from './sessions.ts';
import { signUpWith } from './sign-up.ts';
import type { Throttle } from './throttle.ts';

/** Everything about getting in and out, for pages and for routes. */
export interface Door extends AccountServices {
  readSession(visitor: Pick<Visitor, 'cookie'>): Promise<MemberSession | null>;
}

/** The door over the database. */
export function createDoor(given: AccountParts & { readonly throttle: Throttle }): Door {
  let made: Promise<Auth> | null = null;
  const auth = () => {
    made ??= import('./create-auth.ts').then(({ createAuth }) => createAuth(given));
    return made;
  };
  const parts: DoorParts = { ...given, auth };
  return {
    signUp: given.config.signUp,
    socialProviders: (['google', 'github'] as const).filter(
      (provider) => given.config.socialProviders[provider] !== undefined,
    ),
    readSession: (visitor) => readSession(parts, visitor),
    enterByLink: (token, visitor) => enterByLink(parts, token, visitor),
    enterByPassword: (form, visitor) => enterByPassword(parts, form, visitor),
    signUpWith: (form, visitor) => signUpWith(parts, form, visitor),
    async startSocial(provider, visitor) {
      if (given.config.socialProviders[provider] === undefined) return null;
      const { response, headers } = await (await auth()).api.signInSocial({
        body: {
          provider,
          disableRedirect: true,
          callbackURL: '/office',
          errorCallbackURL: '/sign-in?failed=provider',
        },
        headers: headersOf(visitor),
        returnHeaders: true,
      });
      return response.url === undefined
        ? null
        : { url: response.url, cookies: headers.getSetCookie() };
    },
    finishSocial: async (request) => (await auth()).handler(request),
    findInvitation: (token) => findInvitation(given.database.kysely, given.system, token),
    acceptInvitation: (token, visitor) => accept(parts, token, visitor),
    setPassword: (form, visitor) => setPassword(parts, form, visitor),
    signOut: (visitor) => signOut(parts, visitor),
  };
}

async function enterByLink(parts: DoorParts, token: string, visitor: Visitor): Promise<Entry> {
  const seconds = await parts.throttle.admit('address', visitor.address);
  if (seconds !== null) return { outcome: 'wait', seconds };
  const entry = await enterWith(
    parts,
    ({ api }) =>
      api.signInLink({ body: { token }, headers: headersOf(visitor), returnHeaders: true }),
    visitor,
  );
  return entry ?? { outcome: 'refused', reason: 'link_spent' };
}

async function enterByPassword(
  parts: DoorParts,
  form: { readonly email: string; readonly password: string },
  visitor: Visitor,
): Promise<Entry> {
  const email = form.email.trim().toLowerCase();
  const seconds = await parts.throttle.admitSignIn(visitor.address, email);
  if (seconds !== null) return { outcome: 'wait', seconds };
  const body = { email, password: form.password };
  // What is no address or too long for a password costs as much as a wrong one.
  const fit = readAddress(email) !== null && isFitPassword(form.password);
  const entry = await enterWith(
    parts,
    ({ api }) =>
      api.signInEmail({
        body: fit ? body : { email: 'nobody@address.invalid', password: 'not the password' },
        headers: headersOf(visitor),
        returnHeaders: true,
      }),
    visitor,
  );
  if (entry) {
    await parts.throttle.forgive(visitor.address, email);
    return entry;
  }
  await noteRefusal(parts, email);
  return { outcome: 'refused', reason: 'wrong_credentials' };
}

/**
 * One line for every failure, known account or not, so that both take as long; strangers' tries
 * are the operator's to see. What was typed is not in it.
 */
async function noteRefusal({ database, system, throttle }: DoorParts, email: string) {
  const member = await database.kysely
    .selectFrom('person')
    .innerJoin('member', 'member.person_id', 'person.id')
    .select(['person.id', 'member.organisation_id'])
    .where('person.email', '=', email)
    .executeTakeFirst();
  if (!(await throttle.mayLog())) return;
  await writeAudit(database.kysely, system, {
    organisationId: member?.organisation_id ?? OWNER_ORGANISATION_ID,
    actor: 'nobody',
    action: 'session.refused',
    subject: member?.id ?? null,
  });
}

async function accept(parts: DoorParts, token: string, visitor: Visitor): Promise<Entry> {
  const { database, system } = parts;
  const session = await readSession(parts, visitor);
  if (!session) return { outcome: 'refused', reason: 'wrong_credentials' };
  const guest = { id: session.personId, email: session.email ?? '' };
  const joined = await database.transaction(async (executor) => {
    const organisationId = await acceptInvitation(executor, system, { token, guest });
    if (organisationId === null) return false;
    await executor
      .updateTable('session')
      .set({ organisation_id: organisationId, updated_at_ms: BigInt(system.now()) })
      .where('id', '=', session.sessionId)
      .execute();
    return true;
  });
  return joined
    ? { outcome: 'entered', cookies: [] }
    : { outcome: 'refused', reason: 'not_invited' };
}

async function setPassword(
  parts: DoorParts,
  form: { readonly email: string; readonly present: string; readonly next: string },
  visitor: Visitor,
): Promise<Entry> {
  const session = await readSession(parts, visitor);
  if (!session) return { outcome: 'refused', reason: 'wrong_credentials' };
  const seconds = await parts.throttle.admitSignIn(visitor.address, session.personId);
  if (seconds !== null) return { outcome: 'wait', seconds };
  if (session.hasPassword && !(await knowsPassword(parts, session.personId, form.present))) {
    return { outcome: 'refused', reason: 'password_wrong' };
  }
  if (!isFitPassword(form.next)) return { outcome: 'refused', reason: 'password_unfit' };
  const email = readAddress(form.email);
  if (email === null) return { outcome: 'refused', reason: 'address_unusable' };
  const hash = await (await (await parts.auth()).$context).password.hash(form.next);
  const { sessionId, personId, organisationId } = session;
  const { database, system } = parts;
  const work = database.transaction(async (executor) => {
    await executor
      .updateTable('person')
      .set({ email, email_verified: 0n, updated_at_ms: BigInt(system.now()) })
      .where('id', '=', personId)
      .where('email', '!=', email)
      .execute();
    await putPassword(executor, system, { personId, hash });
    await endSessions(executor, personId, sessionId);
    await writeAudit(executor, system, {
      organisationId,
      actor: `person:${personId}`,
      action: 'password.set',
      subject: personId,
    });
    return true;
  });
  if ((await unlessTaken(work)) === null) {
    return { outcome: 'refused', reason: 'address_not_taken' };
  }
  return { outcome: 'entered', cookies: [] };
}

async function knowsPassword({ auth, database }: DoorParts, personId: string, password: string) {
  const row = await database.kysely
    .selectFrom('sign_in_method')
    .select('password_hash')
    .where('person_id', '=', personId)
    .where('provider', '=', 'credential')
    .executeTakeFirst();
  if (!row?.password_hash) return false;
  const { password: library } = await (await auth()).$context;
  return library.verify({ hash: row.password_hash, password: password.slice(0, 1000) });
}

async function signOut(parts: DoorParts, visitor: Visitor): Promise<readonly string[]> {
  const { auth, database, system } = parts;
  const session = await readSession(parts, visitor);
  const { headers } = await (await auth()).api.signOut({
    headers: headersOf(visitor),
    returnHeaders: true,
  });
  if (session) {
    await writeAudit(database.kysely, system, {
      organisationId: session.organisationId,
      actor: `person:${session.personId}`,
      action: 'session.ended',
      subject: session.sessionId,
    });
  }
  return headers.getSetCookie();
}
