import type { Site } from '../ui/site.ts';
import { MessagePage } from './message-page.tsx';

/**
 * Opening a one-time link shows a button; only pressing it uses the link up. Mail programs and
 * chats that preview links would otherwise burn it.
 */
export function SignInPage({ site, token }: { site: Site; token: string }) {
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

/** The link was unknown, used or too old. */
export function SignInFailedPage({ site }: { site: Site }) {
  return (
    <MessagePage site={site} title="This link is used up">
      <p>
        Sign-in links work once and for a short time. <HowToGetALink />
      </p>
      <p>
        <a href="/office">Back to the office door</a>
      </p>
    </MessagePage>
  );
}

/** Where a sign-in link comes from. */
export function HowToGetALink() {
  return (
    <>
      The gateway prints a fresh one in its terminal each time it starts, on the line that begins
      with “Sign in”.
    </>
  );
}
