import { Hono } from 'hono';
import type { AssetStore } from '../http/asset-store.ts';

/** Files whose names carry their hash: they may be kept for ever. */
export function assetRoutes(assets: AssetStore): Hono {
  const app = new Hono();
  app.get('/assets/*', (context) => {
    const asset = assets.read(context.req.path);
    if (asset === null) return context.notFound();
    return context.body(asset.bytes, 200, {
      'content-type': asset.contentType,
      'cache-control': 'public, max-age=31536000, immutable',
    });
  });
  return app;
}
