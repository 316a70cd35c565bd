import type { ConsoleSession, Entry, InvitationView } from '../account-services.ts';
import { Field, PersonFields, RefusalNote } from '../ui/form.tsx';
import type { Site } from '../ui/site.ts';
import { MessagePage } from './message-page.tsx';
import type { TypedBefore } from './sign-up-page.tsx';

/** An invitation: one button for who is signed in, an account for who is not. */
export function InvitationPage(props: {
  site: Site;
  view: InvitationView;
  token: string;
  session?: ConsoleSession | null;
  form?: TypedBefore;
  refused?: Exclude<Entry, { outcome: 'entered' }>;
}) {
  const { site, view, token, session = null, form, refused } = props;
  const path = `/invitation/${encodeURIComponent(token)}`;
  return (
    <MessagePage site={site} title={`Join ${view.organisationName}`}>
      <p>
        You are invited as {view.role}
        {view.email !== null && <> under the address {view.email}</>}.
      </p>
      <RefusalNote refused={refused} />
      {session ? (
        <form method="post" action={path}>
          <p>You are signed in as {session.personName}.</p>
          <div className="actions">
            <button className="button" type="submit">
              Join
            </button>
          </div>
        </form>
      ) : (
        <>
          <form className="door" method="post" action="/sign-up">
            <input type="hidden" name="invitation" value={token} />
            <PersonFields form={form ?? { name: '', email: view.email ?? '' }} />
            <Field
              label="Password"
              name="password"
              type="password"
              autoComplete="new-password"
              hint="At least 10 characters."
            />
            <button className="button" type="submit">
              Make an account and join
            </button>
          </form>
          <p>
            You have an account here? <a href={`/sign-in?next=${path}`}>Sign in and join</a>.
          </p>
        </>
      )}
    </MessagePage>
  );
}

/** The invitation is unknown, spent, withdrawn, too old or somebody else's. */
export function NoInvitationPage({ site }: { site: Site }) {
  return (
    <MessagePage site={site} title="No such invitation">
      <p>
        Invitations work once and for seven days, some for one address only. Ask whoever sent you
        this one for another.
      </p>
    </MessagePage>
  );
}
