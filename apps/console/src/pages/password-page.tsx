import type { ConsoleSession, Entry } from '../account-services.ts';
import { Field, RefusalNote } from '../ui/form.tsx';
import type { Site } from '../ui/site.ts';
import { MessagePage } from './message-page.tsx';

/** The address and password of who is signed in. */
export function PasswordPage(props: {
  site: Site;
  session: ConsoleSession;
  email?: string;
  refused?: Exclude<Entry, { outcome: 'entered' }>;
}) {
  const { site, session, refused, email = session.email ?? '' } = props;
  const { hasPassword } = session;
  return (
    <MessagePage site={site} title={hasPassword ? 'Change your password' : 'Set a password'}>
      <p>
        {hasPassword
          ? 'All your other sessions end.'
          : 'With an address and a password you sign in here without a link.'}
      </p>
      <RefusalNote refused={refused} />
      <form className="door" method="post" action="/account/password">
        <Field label="Email" name="email" type="email" autoComplete="username" value={email} />
        {hasPassword && (
          <Field
            label="Present password"
            name="present"
            type="password"
            autoComplete="current-password"
          />
        )}
        <Field
          label="New password"
          name="password"
          type="password"
          autoComplete="new-password"
          hint="At least 10 characters."
        />
        <button className="button" type="submit">
          Save
        </button>
      </form>
    </MessagePage>
  );
}
