import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { createElement, type ReactElement } from 'react';
import type { ConsoleSession } from '../account-services.ts';
import type { ConsoleServices } from '../console-services.ts';
import { answerPrivate } from '../http/render-html.ts';
import { readSession, readVisitor } from '../http/visitor.ts';
import { type ActResult, type OfficePage, runAct } from '../office/define-office-page.ts';
import { ApiProblem, type OfficeApi, openOfficeApi } from '../office/office-api.ts';
import { maySee, OfficeFrame, pathOf, type Word } from '../office/office-frame.tsx';
import { OFFICE_PAGES } from '../office/office-pages.ts';
import type { Site } from '../ui/site.ts';

const MAX_FORM_BYTES = 16 * 1024;

/** One request for a page of the office. */
interface Visit {
  readonly context: Context;
  readonly site: Site;
  readonly page: OfficePage;
  readonly session: ConsoleSession;
  readonly api: OfficeApi;
}

/**
 * The office: different for everybody, kept by no cache. Its pages read and change things only
 * through the public API, in the name of who is signed in; forms work without a script.
 */
export function officeRoutes(services: ConsoleServices, site: Site): Hono {
  const app = new Hono();
  const smallForm = bodyLimit({ maxSize: MAX_FORM_BYTES });
  for (const page of OFFICE_PAGES) {
    const visit = (answer: (visit: Visit) => Promise<Response>) => async (context: Context) => {
      const session = await readSession(context, services);
      if (session === null) return goTo(context, `/sign-in?next=${pathOf(page)}`);
      if (!maySee(session, page)) return context.notFound();
      const api = openOfficeApi(services.callApi, readVisitor(context));
      return answer({ context, site, page, session, api });
    };
    app.get(pathOf(page), visit(showPage));
    if (page.acts) app.post(pathOf(page), smallForm, visit(takeForm));
  }
  return app;
}

async function showPage(visit: Visit): Promise<Response> {
  const { context, page } = visit;
  const notice = page.acts?.[context.req.query('did') ?? '']?.notice;
  return answer(visit, notice === undefined ? {} : { notice });
}

/** A form's deed. What needs no more words is followed by a fresh page: a reload is safe then. */
async function takeForm(visit: Visit): Promise<Response> {
  const { context, page, api } = visit;
  const body = await context.req.parseBody();
  const form = (field: string) => (typeof body[field] === 'string' ? body[field] : '');
  const name = form('act');
  const act = Object.hasOwn(page.acts ?? {}, name) ? page.acts?.[name] : undefined;
  if (!act) return context.notFound();
  let result: ActResult;
  try {
    result = await runAct(act, api, form);
  } catch (error) {
    if (error instanceof ApiProblem) return answer(visit, { problem: error }, 400);
    throw error;
  }
  if (result === undefined) return goTo(context, `${pathOf(page)}?did=${name}`);
  if ('goTo' in result) return goTo(context, result.goTo);
  return answer(visit, { secret: result });
}

async function answer(visit: Visit, word: Word, status: 200 | 400 = 200): Promise<Response> {
  const { context, site, page, session, api } = visit;
  const frame = (said: Word, children: ReactElement | null) =>
    createElement(OfficeFrame, {
      site,
      session,
      page,
      pages: OFFICE_PAGES.filter((one) => maySee(session, one)),
      word: said,
      children,
    });
  try {
    // A form's page starts afresh: its query was the one of the page before.
    const query = context.req.method === 'GET' ? context.req.query() : {};
    const content = await page.render(api, { site, session, query });
    return answerPrivate(context, frame(word, content), status);
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    return answerPrivate(context, frame({ ...word, problem: error }, null), 400);
  }
}

function goTo(context: Context, path: string): Response {
  context.header('cache-control', 'no-store');
  return context.redirect(path, 303);
}
