import { MODELS } from '@aigateway/catalog';
import { Hono } from 'hono';
import type { CardPainter } from '../console-services.ts';
import type { AssetStore } from '../http/asset-store.ts';
import { cardPictureOf } from '../samples/samples-of.ts';

/** The pictures that model pages are shared with, drawn by the engine when first asked for. */
export function cardRoutes(paint: CardPainter, assets: AssetStore): Hono {
  const app = new Hono();
  app.get('/models/:maker/:model/card.jpg', async (context) => {
    const { maker, model: name } = context.req.param();
    const model = MODELS.find(({ id }) => id === `${maker}/${name}`);
    const card = model ? cardPictureOf(model) : null;
    if (card === null) return context.notFound();
    const { prompt, artStyle, seed } = card;
    const character = card.character ? assets.read(assets.urlOf(card.character)) : null;
    const bytes = await paint({ prompt, artStyle, seed, character: character?.bytes ?? null });
    return context.body(new Uint8Array(bytes), 200, {
      'content-type': 'image/jpeg',
      'cache-control': 'public, max-age=86400',
    });
  });
  return app;
}
