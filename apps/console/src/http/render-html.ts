import type { Context } from 'hono';
import type { ReactElement } from 'react';
import { renderToStaticMarkup, renderToString } from 'react-dom/server';

/** A page as text. Every string inside is escaped by React. */
export function renderHtml(page: ReactElement): string {
  return `<!doctype html>${renderToStaticMarkup(page)}`;
}

/** The same with the marks that hydration needs, for pages of which a part comes to life. */
export function renderHydratable(page: ReactElement): string {
  return `<!doctype html>${renderToString(page)}`;
}

/** A page for one visitor: never kept by any cache. */
export function answerPrivate(
  context: Context,
  page: ReactElement,
  status: 200 | 400 | 403 | 404 | 429 | 500 = 200,
): Response {
  return context.body(renderHtml(page), status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
  });
}
