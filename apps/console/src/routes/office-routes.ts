import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { createElement } from 'react';
import type { ConsoleServices } from '../console-services.ts';
import { answerPrivate } from '../http/render-html.ts';
import {
  clearSession,
  readSession,
  readSessionToken,
  writeSession,
} from '../http/session-cookie.ts';
import { OfficeDoorPage, OfficePage } from '../pages/office-page.tsx';
import { SignInFailedPage, SignInPage } from '../pages/sign-in-page.tsx';
import type { Site } from '../ui/site.ts';

const MAX_FORM_BYTES = 16 * 1024;
const MAX_TOKEN_CHARACTERS = 512;

/** The office and its door: different for everybody, kept by no cache. */
export function officeRoutes(services: ConsoleServices, site: Site): Hono {
  const app = new Hono();
  const smallForm = bodyLimit({ maxSize: MAX_FORM_BYTES });
  app.get('/sign-in', (context) => {
    const token = context.req.query('token') ?? '';
    return isPlausible(token)
      ? answerPrivate(context, createElement(SignInPage, { site, token }))
      : answerPrivate(context, createElement(OfficeDoorPage, { site }));
  });
  app.post('/sign-in', smallForm, async (context) => {
    const { token } = await context.req.parseBody();
    const opened =
      typeof token === 'string' && isPlausible(token) ? await services.signIn(token) : null;
    if (opened === null) {
      return answerPrivate(context, createElement(SignInFailedPage, { site }), 400);
    }
    writeSession(context, opened, site.publicUrl);
    return goTo(context, '/office');
  });
  app.post('/sign-out', smallForm, async (context) => {
    const token = readSessionToken(context);
    if (token !== null) await services.signOut(token);
    clearSession(context, site.publicUrl);
    return goTo(context, '/');
  });
  app.get('/office', async (context) => {
    const session = await readSession(context, services);
    if (session === null) return answerPrivate(context, createElement(OfficeDoorPage, { site }));
    const overview = await services.readOverview(session);
    return answerPrivate(context, createElement(OfficePage, { site, session, overview }));
  });
  return app;
}

function isPlausible(token: string): boolean {
  return token !== '' && token.length <= MAX_TOKEN_CHARACTERS;
}

function goTo(context: Context, path: string): Response {
  context.header('cache-control', 'no-store');
  return context.redirect(path, 303);
}
