import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { createElement, type ReactElement } from 'react';
import type { Entry, SocialProvider } from '../account-services.ts';
import type { ConsoleServices } from '../console-services.ts';
import { answerPrivate } from '../http/render-html.ts';
import { giveCookies, readSession, readVisitor, safePath, statusOf } from '../http/visitor.ts';
import { InvitationPage, NoInvitationPage } from '../pages/invitation-page.tsx';
import { PasswordPage } from '../pages/password-page.tsx';
import { LinkPage, SignInPage } from '../pages/sign-in-page.tsx';
import { SignUpPage } from '../pages/sign-up-page.tsx';
import type { Site } from '../ui/site.ts';

const MAX_FORM_BYTES = 16 * 1024;
const MAX_TOKEN_CHARACTERS = 512;
const OFFICE = '/office';

type Refused = Exclude<Entry, { outcome: 'entered' }>;

/** Signing in, up and out, invitations and passwords: kept by no cache. */
export function accountRoutes(services: ConsoleServices, site: Site): Hono {
  const app = new Hono();
  const smallForm = bodyLimit({ maxSize: MAX_FORM_BYTES });
  for (const path of ['/sign-in', '/sign-in/*', '/sign-up', '/sign-out', '/invitation/*']) {
    app.use(path, smallForm);
  }
  app.use('/account/*', smallForm);
  addSignIn(app, services, site);
  addSocial(app, services);
  addSignUp(app, services, site);
  addInvitation(app, services, site);
  addPassword(app, services, site);
  app.post('/sign-out', async (context) => {
    giveCookies(context, await services.accounts.signOut(readVisitor(context)));
    return goTo(context, '/');
  });
  return app;
}

function addSignIn(app: Hono, { accounts }: ConsoleServices, site: Site): void {
  const page = (next: string, more: { refused?: Refused; email?: string; failed?: boolean }) =>
    createElement(SignInPage, { site, accounts, next, ...more });
  app.get('/sign-in', (context) => {
    const token = tokenOf(context.req.query('token'));
    if (token !== null) return answerPrivate(context, createElement(LinkPage, { site, token }));
    const next = safePath(context.req.query('next'), OFFICE);
    return answerPrivate(
      context,
      page(next, { failed: context.req.query('failed') !== undefined }),
    );
  });
  app.post('/sign-in', async (context) => {
    const form = await readForm(context);
    const visitor = readVisitor(context);
    const next = safePath(form.next, OFFICE);
    const byLink = form.token !== '';
    const entry = byLink
      ? await accounts.enterByLink(tokenOf(form.token) ?? '', visitor)
      : await accounts.enterByPassword(form, visitor);
    return answer(context, entry, {
      next,
      page: (refused) => page(next, { refused, email: form.email }),
    });
  });
}

function addSocial(app: Hono, { accounts }: ConsoleServices): void {
  app.post('/sign-in/:provider', async (context) => {
    const provider = accounts.socialProviders.find(
      (known: SocialProvider) => known === context.req.param('provider'),
    );
    const start = provider && (await accounts.startSocial(provider, readVisitor(context)));
    if (!start) return context.notFound();
    giveCookies(context, start.cookies);
    return goTo(context, start.url);
  });
  app.get('/auth/callback/:provider', (context) => {
    const { socialProviders } = accounts;
    const known = socialProviders.some((one) => one === context.req.param('provider'));
    return known ? accounts.finishSocial(context.req.raw) : context.notFound();
  });
}

function addSignUp(app: Hono, { accounts }: ConsoleServices, site: Site): void {
  app.get('/sign-up', (context) =>
    answerPrivate(
      context,
      createElement(SignUpPage, { site, accounts }),
      accounts.signUp === 'open' ? 200 : 403,
    ),
  );
  app.post('/sign-up', async (context) => {
    const form = await readForm(context);
    const invitation = tokenOf(form.invitation);
    const visitor = readVisitor(context);
    const entry = await accounts.signUpWith({ ...form, invitation }, visitor);
    const view = invitation === null ? null : await accounts.findInvitation(invitation);
    const page = (refused: Refused) =>
      view && invitation !== null
        ? createElement(InvitationPage, { site, view, token: invitation, form, refused })
        : createElement(SignUpPage, { site, accounts, form, refused });
    return answer(context, entry, { next: OFFICE, page });
  });
}

function addInvitation(app: Hono, services: ConsoleServices, site: Site): void {
  const { accounts } = services;
  app.get('/invitation/:token', async (context) => {
    const token = context.req.param('token');
    const view = tokenOf(token) === null ? null : await accounts.findInvitation(token);
    if (!view) return answerPrivate(context, createElement(NoInvitationPage, { site }), 404);
    const session = await readSession(context, services);
    return answerPrivate(context, createElement(InvitationPage, { site, view, token, session }));
  });
  app.post('/invitation/:token', async (context) => {
    const token = context.req.param('token');
    const entry = await accounts.acceptInvitation(token, readVisitor(context));
    return answer(context, entry, {
      next: OFFICE,
      page: () => createElement(NoInvitationPage, { site }),
    });
  });
}

function addPassword(app: Hono, services: ConsoleServices, site: Site): void {
  app.get('/account/password', async (context) => {
    const session = await readSession(context, services);
    if (!session) return goTo(context, '/sign-in?next=/account/password');
    return answerPrivate(context, createElement(PasswordPage, { site, session }));
  });
  app.post('/account/password', async (context) => {
    const session = await readSession(context, services);
    if (!session) return goTo(context, '/sign-in?next=/account/password');
    const { email, present, password } = await readForm(context);
    const form = { email, present, next: password };
    const entry = await services.accounts.setPassword(form, readVisitor(context));
    return answer(context, entry, {
      next: OFFICE,
      page: (refused) => createElement(PasswordPage, { site, session, email, refused }),
    });
  });
}

/** On with who got in; the form again, with the reason, for who did not. */
function answer(
  context: Context,
  entry: Entry,
  { next, page }: { next: string; page: (refused: Refused) => ReactElement },
): Response {
  if (entry.outcome === 'entered') {
    giveCookies(context, entry.cookies);
    return goTo(context, next);
  }
  if (entry.outcome === 'wait') context.header('retry-after', String(entry.seconds));
  return answerPrivate(context, page(entry), statusOf(entry));
}

const FIELDS = ['token', 'email', 'password', 'present', 'name', 'next', 'invitation'] as const;

async function readForm(context: Context): Promise<Record<(typeof FIELDS)[number], string>> {
  const body = await context.req.parseBody();
  const read = (field: string) => (typeof body[field] === 'string' ? body[field] : '');
  return Object.fromEntries(FIELDS.map((field) => [field, read(field)])) as Record<
    (typeof FIELDS)[number],
    string
  >;
}

function tokenOf(text: string | undefined): string | null {
  return text && text.length <= MAX_TOKEN_CHARACTERS ? text : null;
}

function goTo(context: Context, path: string): Response {
  context.header('cache-control', 'no-store');
  return context.redirect(path, 303);
}
