import { Hono } from 'hono';
import { createElement } from 'react';
import type { Doc } from '../docs/load-docs.ts';
import { linksFrom } from '../docs/resolve-link.ts';
import { PublicPages } from '../http/public-pages.ts';
import { renderHtml } from '../http/render-html.ts';
import { DocPage, DocsIndexPage } from '../pages/docs-page.tsx';
import type { Site } from '../ui/site.ts';

const HTML = 'text/html; charset=utf-8';
const MARKDOWN = 'text/markdown; charset=utf-8';

/** The repository's documents as pages, each with its Markdown twin; nothing without documents. */
export function docsRoutes(site: Site, docs: readonly Doc[]): Hono {
  const app = new Hono();
  const pages = new PublicPages();
  const known = new Set(docs.map(({ slug }) => slug));
  if (docs.length === 0) return app;
  app.get('/docs', (context) => {
    const render = () => renderHtml(createElement(DocsIndexPage, { site, docs }));
    return pages.answer(context, '/docs', { contentType: HTML, render });
  });
  app.get('/docs.md', (context) => {
    const render = () => docs.map(({ markdown }) => markdown).join('\n\n---\n\n');
    return pages.answer(context, '/docs.md', { contentType: MARKDOWN, render });
  });
  app.get('/docs/*', (context) => {
    const asked = context.req.path.slice('/docs/'.length);
    const markdown = asked.endsWith('.md');
    const slug = markdown ? asked.slice(0, -'.md'.length) : asked;
    const doc = docs.find((one) => one.slug === slug);
    if (doc === undefined) return context.notFound();
    if (markdown) {
      const render = () => doc.markdown;
      return pages.answer(context, asked, { contentType: MARKDOWN, render });
    }
    const isFolder = docs.some((one) => one.slug.startsWith(`${slug}/`));
    const resolve = linksFrom(slug, isFolder, known);
    const render = () => renderHtml(createElement(DocPage, { site, doc, docs, resolve }));
    return pages.answer(context, slug, { contentType: HTML, render });
  });
  return app;
}
