import { type CatalogModel, MODELS } from '@aigateway/catalog';
import { type Context, Hono } from 'hono';
import { createElement, type ReactElement } from 'react';
import { readComparedIds, readVersus } from '../catalogue/read-compared.ts';
import { EVERYTHING, readModelQuery, selectModels } from '../catalogue/select-models.ts';
import type { ConsoleServices } from '../console-services.ts';
import { CLIENT_SCRIPT } from '../http/asset-store.ts';
import { PublicPages } from '../http/public-pages.ts';
import { renderHtml, renderHydratable } from '../http/render-html.ts';
import { writeModelMarkdown } from '../model-copy/model-markdown.ts';
import { ComparePage, MOST_COMPARED } from '../pages/compare-page.tsx';
import { HomePage } from '../pages/home-page.tsx';
import { ModelPage } from '../pages/model-page.tsx';
import { ModelsPage } from '../pages/models-page.tsx';
import { ReferencePage } from '../pages/reference-page.tsx';
import type { Site } from '../ui/site.ts';

const HTML = 'text/html; charset=utf-8';
const MARKDOWN = 'text/markdown; charset=utf-8';

/** The shop window: the same for everybody. */
export function publicRoutes(services: ConsoleServices, site: Site): Hono {
  const app = new Hono();
  const pages = new PublicPages();
  const show = (context: Context, key: string, page: () => ReactElement) =>
    pages.answer(context, key, { contentType: HTML, render: () => renderHtml(page()) });

  app.get('/', (context) => show(context, '/', () => createElement(HomePage, { site })));
  app.get('/models', async (context) => {
    const parameters = context.req.query();
    const query = readModelQuery(parameters);
    const usage = query.sort === 'usage' ? await readUsage(services) : undefined;
    const models = selectModels(MODELS, query, usage);
    const page = () => createElement(ModelsPage, { site, query, models });
    return Object.keys(parameters).length > 0
      ? showOnce(context, page())
      : show(context, '/models', page);
  });
  app.get('/collections/:collection', (context) => {
    const collection = context.req.param('collection');
    if (!MODELS.some((model) => model.collections.includes(collection))) return context.notFound();
    const query = { ...EVERYTHING, collection };
    const models = selectModels(MODELS, query);
    return show(context, `/collections/${collection}`, () =>
      createElement(ModelsPage, { site, query, models }),
    );
  });
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
  app.get('/reference', (context) =>
    show(context, '/reference', () => createElement(ReferencePage, { site })),
  );
  app.route('/compare', compareRoutes(site));
  return app;
}

function compareRoutes(site: Site): Hono {
  const app = new Hono();
  const showCompared = (context: Context, models: readonly CatalogModel[]) => {
    const script = site.hasPlayground ? site.findAssetUrl(CLIENT_SCRIPT) : null;
    const page = createElement(ComparePage, { site, models, script });
    return showOnce(context, page, renderHydratable);
  };
  app.get('/', (context) => {
    const ids = readComparedIds(context.req.queries('models') ?? []);
    const models = ids.flatMap((id) => MODELS.filter((model) => model.id === id));
    return showCompared(context, models.slice(0, MOST_COMPARED));
  });
  app.get('/:versus', (context) => {
    const models = readVersus(context.req.param('versus'), MODELS);
    return models === null ? context.notFound() : showCompared(context, models);
  });
  return app;
}

/** Pictures a model made here in a week, where anybody may know. */
async function readUsage({ rankings }: ConsoleServices): Promise<(id: string) => number> {
  if (rankings?.access !== 'public') return () => 0;
  const { rows } = await rankings.read('7d');
  const pictures = new Map(rows.map((row) => [row.model, row.pictures]));
  return (id) => pictures.get(id) ?? 0;
}

/** A public page that depends on the query: there are too many of them to keep. */
function showOnce(context: Context, page: ReactElement, render = renderHtml): Response {
  return context.body(render(page), 200, {
    'content-type': HTML,
    'cache-control': 'public, no-cache',
  });
}
