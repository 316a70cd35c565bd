import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { ConsoleServices, ConsoleSession, OpenedSession } from '../console-services.ts';

/** Name of the cookie that carries the session token. */
export const SESSION_COOKIE = 'aig_session';

/** Hands the session to the browser: out of reach of scripts and of other sites' forms. */
export function writeSession(context: Context, opened: OpenedSession, publicUrl: string): void {
  setCookie(context, SESSION_COOKIE, opened.sessionToken, {
    ...cookieAttributes(publicUrl),
    expires: new Date(opened.expiresAtMs),
  });
}

/** Takes the cookie back; the session itself is ended by `signOut`. */
export function clearSession(context: Context, publicUrl: string): void {
  deleteCookie(context, SESSION_COOKIE, cookieAttributes(publicUrl));
}

/** The session's token as sent, or null. */
export function readSessionToken(context: Context): string | null {
  const token = getCookie(context, SESSION_COOKIE);
  return token === undefined || token === '' || token.length > 512 ? null : token;
}

/** Who sent this request, or null. */
export async function readSession(
  context: Context,
  services: ConsoleServices,
): Promise<ConsoleSession | null> {
  const token = readSessionToken(context);
  return token === null ? null : services.readSession(token);
}

function cookieAttributes(publicUrl: string) {
  return {
    httpOnly: true,
    sameSite: 'Lax',
    path: '/',
    secure: publicUrl.startsWith('https://'),
  } as const;
}
