import { type CatalogModel, MODELS } from '@aigateway/catalog';
import { Hono } from 'hono';
import { createElement } from 'react';
import type { ConsoleServices, PlaygroundServices } from '../console-services.ts';
import { CLIENT_SCRIPT } from '../http/asset-store.ts';
import { PublicPages } from '../http/public-pages.ts';
import { renderHydratable } from '../http/render-html.ts';
import { readSession } from '../http/visitor.ts';
import { PlaygroundPage } from '../pages/playground-page.tsx';
import { offerModel } from '../playground/offer-models.ts';
import type { PlaygroundProps } from '../playground/playground-props.ts';
import { CHARACTERS } from '../samples/characters.ts';
import { playgroundModel } from '../samples/featured.ts';
import { sceneWords } from '../samples/scene-words.ts';
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
      const start = startWith(playground, site, model);
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

const EXAMPLES = 6;

/** What the playground of this installation starts with. */
function startWith(
  playground: PlaygroundServices,
  site: Site,
  model: CatalogModel,
): PlaygroundProps {
  return {
    publicUrl: site.publicUrl,
    schema: playground.describeModel(model),
    models: MODELS.filter(isCallable).map(offerModel),
    styleThumbnails: listThumbnails(playground, site),
    scenes: playground.scenes.map((scene) => ({
      ...scene,
      words: sceneWords(scene),
      thumbnailUrl: site.findAssetUrl(`scenes/${scene.id}.webp`),
    })),
    characters: CHARACTERS.map(({ name, asset, alt }) => ({
      name,
      alt,
      url: site.assetUrl(asset),
    })),
    examples: site.samples
      .flatMap(({ character, asset, ...sample }) =>
        character === null
          ? []
          : [{ ...sample, url: site.assetUrl(asset), character: site.assetUrl(character) }],
      )
      .slice(0, EXAMPLES),
  };
}

/** Pictures of the art styles, by their ids. */
function listThumbnails({ artStyles }: PlaygroundServices, site: Site): Record<string, string> {
  const names = artStyles.map((id) => [id, site.findAssetUrl(`styles/${id}.webp`)] as const);
  return Object.fromEntries(names.filter((pair): pair is [string, string] => pair[1] !== null));
}

/** Models of the edits endpoint alone cannot be called from here. */
function isCallable({ endpoints }: CatalogModel): boolean {
  return endpoints === undefined || endpoints.includes('/v1/images/generations');
}
