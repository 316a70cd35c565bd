import type { AccountServices, Entry, SocialProvider } from '../account-services.ts';
import { Field, RefusalNote } from '../ui/form.tsx';
import type { Site } from '../ui/site.ts';
import { MessagePage } from './message-page.tsx';

const PROVIDER_NAMES: Readonly<Record<SocialProvider, string>> = {
  google: 'Google',
  github: 'GitHub',
};

/** The door: address and password, outside providers, and where a one-time link comes from. */
export function SignInPage(props: {
  site: Site;
  accounts: Pick<AccountServices, 'signUp' | 'socialProviders'>;
  /** Path to go to afterwards. */
  next: string;
  refused?: Exclude<Entry, { outcome: 'entered' }>;
  email?: string;
  /** An outside provider sent the visitor back without an account. */
  failed?: boolean;
}) {
  const { site, accounts, next, refused, email = '', failed = false } = props;
  return (
    <MessagePage site={site} title="Sign in">
      <RefusalNote refused={refused} />
      {failed && (
        <p className="note" role="alert">
          The provider opened no account here. If the address has one, sign in with its password.
        </p>
      )}
      <form className="door" method="post" action="/sign-in">
        <input type="hidden" name="next" value={next} />
        <Field label="Email" name="email" type="email" autoComplete="username" value={email} />
        <Field label="Password" name="password" type="password" autoComplete="current-password" />
        <button className="button" type="submit">
          Sign in
        </button>
      </form>
      {accounts.socialProviders.map((provider) => (
        <form key={provider} method="post" action={`/sign-in/${provider}`}>
          <button className="button button-quiet" type="submit">
            Continue with {PROVIDER_NAMES[provider]}
          </button>
        </form>
      ))}
      {accounts.signUp === 'open' && (
        <p>
          No account yet? <a href="/sign-up">Make one</a>.
        </p>
      )}
      <p className="quiet">
        If you run this gateway: <HowToGetALink />
      </p>
    </MessagePage>
  );
}

/**
 * Opening a one-time link shows a button; only pressing it uses the link up. Mail programs and
 * chats that preview links would otherwise burn it.
 */
export function LinkPage({ site, token }: { site: Site; token: string }) {
  return (
    <MessagePage site={site} title="Sign in">
      <p>This link works once. It opens the office of this gateway in this browser.</p>
      <form method="post" action="/sign-in">
        <input type="hidden" name="token" value={token} />
        <button className="button" type="submit">
          Open the office
        </button>
      </form>
    </MessagePage>
  );
}

/** Where a sign-in link comes from. */
export function HowToGetALink() {
  return (
    <>
      <code>npx aigateway owner link</code> prints a link that signs the owner in once, without a
      password.
    </>
  );
}
