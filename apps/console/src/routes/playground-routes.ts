import { type CatalogModel, MODELS } from '@aigateway/catalog';
import { Hono } from 'hono';
import { createElement } from 'react';
import type { ConsoleServices, PlaygroundServices } from '../console-services.ts';
import { CLIENT_SCRIPT } from '../http/asset-store.ts';
import { PublicPages } from '../http/public-pages.ts';
import { renderHydratable } from '../http/render-html.ts';
import { readSession } from '../http/visitor.ts';
import { PlaygroundPage } from '../pages/playground-page.tsx';
import { describeModelForm } from '../playground/describe-form.ts';
import type { PlaygroundProps } from '../playground/playground-props.ts';
import { CHARACTERS } from '../samples/characters.ts';
import { playgroundModel } from '../samples/featured.ts';
import type { Site } from '../ui/site.ts';

/** The playground's page, and the key with which it calls the public API like anybody else. */
export function playgroundRoutes(
  services: ConsoleServices,
  playground: PlaygroundServices,
  site: Site,
): Hono {
  const app = new Hono();
  const pages = new PublicPages();
  app.get('/playground', (context) => {
    const asked = context.req.query('model');
    const model = MODELS.filter(isCallable).find(({ id }) => id === asked) ?? playgroundModel();
    const render = () => {
      const start = startWith(playground, site, model.id);
      const script = site.assetUrl(CLIENT_SCRIPT);
      return renderHydratable(createElement(PlaygroundPage, { site, start, script }));
    };
    return pages.answer(context, model.id, { contentType: 'text/html; charset=utf-8', render });
  });
  app.post('/playground/key', async (context) => {
    const issued = await playground.issueKey(await readSession(context, services));
    context.header('cache-control', 'no-store');
    return issued === null ? context.json({ key: null }, 403) : context.json({ key: issued.key });
  });
  return app;
}

/** What the playground of this installation starts with. */
function startWith(playground: PlaygroundServices, site: Site, modelId: string): PlaygroundProps {
  return {
    publicUrl: site.publicUrl,
    modelId,
    models: MODELS.filter(isCallable).map(describeModelForm),
    styles: playground.artStyles.map(({ id, title, summary }) => ({
      id,
      title,
      summary,
      thumbnailUrl: site.findAssetUrl(`styles/${id}.webp`),
    })),
    characters: CHARACTERS.map(({ name, asset, alt }) => ({
      name,
      alt,
      url: site.assetUrl(asset),
    })),
  };
}

/** Models of the edits endpoint alone cannot be called from here. */
function isCallable({ endpoints }: CatalogModel): boolean {
  return endpoints === undefined || endpoints.includes('/v1/images/generations');
}
