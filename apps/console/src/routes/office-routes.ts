import { Hono } from 'hono';
import { createElement } from 'react';
import type { ConsoleServices } from '../console-services.ts';
import { answerPrivate } from '../http/render-html.ts';
import { readSession } from '../http/visitor.ts';
import { OfficePage } from '../pages/office-page.tsx';
import type { Site } from '../ui/site.ts';

/** The office: different for everybody, kept by no cache. */
export function officeRoutes(services: ConsoleServices, site: Site): Hono {
  const app = new Hono();
  app.get('/office', async (context) => {
    const session = await readSession(context, services);
    if (session === null) return context.redirect('/sign-in?next=/office', 303);
    const overview = await services.readOverview(session);
    return answerPrivate(context, createElement(OfficePage, { site, session, overview }));
  });
  return app;
}
