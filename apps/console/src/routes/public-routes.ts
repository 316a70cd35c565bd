import { MODELS } from '@aigateway/catalog';
import { type Context, Hono } from 'hono';
import { createElement, type ReactElement } from 'react';
import { PublicPages } from '../http/public-pages.ts';
import { renderHtml } from '../http/render-html.ts';
import { writeModelMarkdown } from '../model-copy/model-markdown.ts';
import { HomePage } from '../pages/home-page.tsx';
import { ModelPage } from '../pages/model-page.tsx';
import { ModelsPage } from '../pages/models-page.tsx';
import type { Site } from '../ui/site.ts';

const HTML = 'text/html; charset=utf-8';
const MARKDOWN = 'text/markdown; charset=utf-8';

/** The shop window: the same for everybody. */
export function publicRoutes(site: Site): Hono {
  const app = new Hono();
  const pages = new PublicPages();
  const show = (context: Context, key: string, page: () => ReactElement) =>
    pages.answer(context, key, { contentType: HTML, render: () => renderHtml(page()) });

  app.get('/', (context) => show(context, '/', () => createElement(HomePage, { site })));
  app.get('/models', (context) =>
    show(context, '/models', () => createElement(ModelsPage, { site })),
  );
  app.get('/models/:maker/:model', (context) => {
    const { maker, model: name } = context.req.param();
    const markdown = name.endsWith('.md');
    const id = `${maker}/${markdown ? name.slice(0, -3) : name}`;
    const model = MODELS.find((one) => one.id === id);
    if (model === undefined) return context.notFound();
    if (!markdown) return show(context, id, () => createElement(ModelPage, { site, model }));
    const render = () => writeModelMarkdown(model, site);
    return pages.answer(context, `${id}.md`, { contentType: MARKDOWN, render });
  });
  return app;
}
