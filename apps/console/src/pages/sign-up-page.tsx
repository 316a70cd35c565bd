import type { AccountServices, Entry } from '../account-services.ts';
import { Field, PersonFields, RefusalNote } from '../ui/form.tsx';
import type { Site } from '../ui/site.ts';
import { MessagePage } from './message-page.tsx';

/** What was typed before, so that a refused form is not typed twice; never a password. */
export interface TypedBefore {
  readonly name: string;
  readonly email: string;
}

/** An account with an organisation of its own. */
export function SignUpPage(props: {
  site: Site;
  accounts: Pick<AccountServices, 'signUp'>;
  form?: TypedBefore;
  refused?: Exclude<Entry, { outcome: 'entered' }>;
}) {
  const { site, accounts, form, refused } = props;
  if (accounts.signUp !== 'open') return <ClosedPage site={site} />;
  return (
    <MessagePage site={site} title="Make an account">
      <p>
        It comes with an organisation of your own: a wallet, keys, and a place to invite others.
      </p>
      <RefusalNote refused={refused} />
      <form className="door" method="post" action="/sign-up">
        <PersonFields form={form} />
        <Field
          label="Password"
          name="password"
          type="password"
          autoComplete="new-password"
          hint="At least 10 characters."
        />
        <button className="button" type="submit">
          Make an account
        </button>
      </form>
      <p>
        You have one? <a href="/sign-in">Sign in</a>.
      </p>
    </MessagePage>
  );
}

function ClosedPage({ site }: { site: Site }) {
  return (
    <MessagePage site={site} title="By invitation">
      <p>
        New accounts of this gateway are made by invitation only. Ask whoever runs it for a link, or
        else <a href="/sign-in">sign in</a>.
      </p>
    </MessagePage>
  );
}
