import type { Entry, EntryRefusal, SignUpForm, Visitor } from '@aigateway/console';
import { type DoorParts, enterWith, headersOf } from './entry.ts';
import { acceptInvitation } from './invitations.ts';
import { addPerson, isFitPassword, putPassword, readAddress, unlessTaken } from './people.ts';

/** Rolls the new person back when its invitation is not to be had. */
class NotInvited extends Error {}

/** Makes a person with a password, by an invitation or where sign-up is open, and signs it in. */
export async function signUpWith(
  parts: DoorParts,
  form: SignUpForm,
  visitor: Visitor,
): Promise<Entry> {
  const seconds = await parts.throttle.admit('sign_up', visitor.address);
  if (seconds !== null) return { outcome: 'wait', seconds };
  const email = readAddress(form.email);
  const fault = faultOf(parts, form, email);
  if (fault !== null || email === null) {
    return { outcome: 'refused', reason: fault ?? 'address_unusable' };
  }
  const fresh = await addWithPassword(parts, form, email);
  if (fresh === 'not_invited') return { outcome: 'refused', reason: 'not_invited' };
  // An address that was taken already opens with its own password only, like any sign-in.
  const entry = await enterWith(
    parts,
    ({ api }) =>
      api.signInEmail({
        body: { email, password: form.password },
        headers: headersOf(visitor),
        returnHeaders: true,
      }),
    visitor,
  );
  return entry ?? { outcome: 'refused', reason: 'address_not_taken' };
}

function faultOf(
  { config }: DoorParts,
  form: SignUpForm,
  email: string | null,
): EntryRefusal | null {
  if (config.signUp === 'closed') return 'sign_up_closed';
  if (config.signUp === 'invite' && form.invitation === null) return 'sign_up_closed';
  if (form.name.trim() === '' || form.name.length > 100) return 'name_missing';
  if (!isFitPassword(form.password)) return 'password_unfit';
  return email === null ? 'address_unusable' : null;
}

/** Person, password and membership together, or nothing of them. */
async function addWithPassword(
  { auth, database, system }: DoorParts,
  { name, password, invitation }: SignUpForm,
  email: string,
): Promise<'made' | 'taken' | 'not_invited'> {
  const hash = await (await (await auth()).$context).password.hash(password);
  const id = system.newId('person');
  const work = database.transaction(async (executor) => {
    await addPerson(executor, system, { id, email, name: name.trim() });
    await putPassword(executor, system, { personId: id, hash });
    if (invitation === null) return;
    const guest = { id, email };
    if ((await acceptInvitation(executor, system, { token: invitation, guest })) === null) {
      throw new NotInvited();
    }
  });
  try {
    return (await unlessTaken(work.then(() => 'made' as const))) ?? 'taken';
  } catch (error) {
    if (error instanceof NotInvited) return 'not_invited';
    throw error;
  }
}
