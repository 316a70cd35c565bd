import type { Context } from 'hono';
import type { ConsoleSession, Entry, Visitor } from '../account-services.ts';
import type { ConsoleServices } from '../console-services.ts';

/** What the house tells the console about a request, beside the request itself. */
export interface ConsoleEnv {
  Bindings: { readonly address?: string };
}

/** The browser that asks. */
export function readVisitor(context: Context): Visitor {
  const { address } = (context.env ?? {}) as ConsoleEnv['Bindings'];
  return { cookie: context.req.header('cookie') ?? '', address: address ?? 'unknown' };
}

/** Who sent this request, or null. */
export async function readSession(
  context: Context,
  services: ConsoleServices,
): Promise<ConsoleSession | null> {
  const visitor = readVisitor(context);
  return visitor.cookie === '' ? null : services.accounts.readSession(visitor);
}

/** Hands the browser what keeps it signed in, or takes it back. */
export function giveCookies(context: Context, cookies: readonly string[]): void {
  for (const cookie of cookies) context.header('set-cookie', cookie, { append: true });
}

/** The way on after a form: a page of this site, or `otherwise`. Never another host. */
export function safePath(text: unknown, otherwise: string): string {
  return typeof text === 'string' && /^\/(?![/\\])[\w\-./~%?=&]{0,500}$/.test(text)
    ? text
    : otherwise;
}

/** Status of the page that says why somebody did not get in. */
export function statusOf(entry: Exclude<Entry, { outcome: 'entered' }>): 400 | 403 | 429 {
  if (entry.outcome === 'wait') return 429;
  return entry.reason === 'sign_up_closed' ? 403 : 400;
}
