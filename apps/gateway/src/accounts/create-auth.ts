import { createHmac } from 'node:crypto';
import type { IdKind } from '@aigateway/contract';
import type { BetterAuthPlugin } from 'better-auth';
import { APIError, createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { betterAuth } from 'better-auth/minimal';
import { z } from 'zod';
import { writeAudit } from '../audit-log.ts';
import { AUTH_TABLES, createAuthAdapter } from './auth-adapter.ts';
import { homeOf } from './organisations.ts';
import { type AccountParts, SESSION_COOKIE } from './parts.ts';
import { PASSWORD_LENGTH } from './people.ts';
import { spendSignInLink } from './sign-in-links.ts';

const SESSION_TTL_S = 14 * 24 * 60 * 60;

/** Where the answers of outside providers arrive: `/auth/callback/{provider}`. */
export const AUTH_PATH = '/auth';

const ID_KINDS: Readonly<Record<string, IdKind>> = {
  user: 'person',
  session: 'session',
  account: 'signInMethod',
  verification: 'signInProof',
};

/** The sign-in library over our store. Nothing leaves the machine but calls to set providers. */
export function createAuth(parts: AccountParts) {
  const { config, system } = parts;
  const baseURL = parts.publicUrl();
  return betterAuth({
    appName: 'AIgateway',
    baseURL,
    basePath: AUTH_PATH,
    trustedOrigins: [baseURL],
    secret: createHmac('sha256', parts.secret).update('aigateway sessions').digest('base64url'),
    database: createAuthAdapter(parts.database),
    telemetry: { enabled: false },
    logger: { disabled: true },
    // Attempts are counted at the door, by address and account; see throttle.ts.
    rateLimit: { enabled: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH.min,
      maxPasswordLength: PASSWORD_LENGTH.max,
      ...(parts.passwords && { password: parts.passwords }),
    },
    socialProviders: config.socialProviders,
    user: AUTH_TABLES.user,
    session: {
      ...AUTH_TABLES.session,
      expiresIn: SESSION_TTL_S,
      disableSessionRefresh: true,
      additionalFields: {
        organisationId: { type: 'string', required: false, fieldName: 'organisation_id' },
      },
    },
    account: {
      ...AUTH_TABLES.account,
      updateAccountOnSignIn: false,
      // Addresses are not proven here: one at a provider must not open an account made by others.
      accountLinking: { enabled: false },
    },
    verification: AUTH_TABLES.verification,
    advanced: {
      useSecureCookies: baseURL.startsWith('https://'),
      cookiePrefix: 'aig',
      cookies: { session_token: { name: SESSION_COOKIE } },
      ipAddress: { disableIpTracking: true },
      database: { generateId: ({ model }) => system.newId(ID_KINDS[model] ?? 'signInProof') },
    },
    databaseHooks: {
      user: {
        create: {
          before: async (user) => {
            // Only outside providers make people here; passwords are set by sign-up.ts.
            return config.signUp === 'open' && user.emailVerified === true;
          },
        },
      },
      session: {
        create: {
          async before(session) {
            await forgetExpired(parts);
            const organisationId = await homeOf(parts, session.userId);
            return organisationId === null ? false : { data: { organisationId } };
          },
          after: (session) => noteOpened(parts, session),
        },
      },
    },
    plugins: [signInByLink(parts)],
  });
}

/** The library, made. */
export type Auth = ReturnType<typeof createAuth>;

/** Signing in by a one-time link, as an endpoint of the library, so that it sets its cookie. */
function signInByLink(parts: AccountParts) {
  const body = z.object({ token: z.string().max(512) });
  return {
    id: 'sign-in-link',
    endpoints: {
      signInLink: createAuthEndpoint('/sign-in/link', { method: 'POST', body }, async (context) => {
        const { internalAdapter } = context.context;
        const personId = await spendSignInLink(parts, context.body.token);
        const user = personId === null ? null : await internalAdapter.findUserById(personId);
        const session = user && (await internalAdapter.createSession(user.id));
        if (!user || !session) throw new APIError('UNAUTHORIZED');
        await setSessionCookie(context, { session, user });
        return context.json({ token: session.token });
      }),
    },
  } satisfies BetterAuthPlugin;
}

async function forgetExpired({ database, system }: AccountParts): Promise<void> {
  await database.kysely
    .deleteFrom('session')
    .where('expires_at_ms', '<', BigInt(system.now()))
    .execute();
}

async function noteOpened(
  { database, system }: AccountParts,
  session: { readonly id: string; readonly userId: string; readonly organisationId?: unknown },
): Promise<void> {
  await writeAudit(database.kysely, system, {
    organisationId: String(session.organisationId),
    actor: `person:${session.userId}`,
    action: 'session.opened',
    subject: session.id,
  });
}
