import { type Context, Hono } from 'hono';
import { csrf } from 'hono/csrf';
import { HTTPException } from 'hono/http-exception';
import { createElement } from 'react';
import type { ConsoleServices } from './console-services.ts';
import { type Doc, loadDocs } from './docs/load-docs.ts';
import { type AssetStore, CLIENT_SCRIPT, loadAssets } from './http/asset-store.ts';
import { answerPrivate } from './http/render-html.ts';
import { securityHeaders } from './http/security-headers.ts';
import { FailedPage, NotFoundPage, RefusedPage } from './pages/message-page.tsx';
import { accountRoutes } from './routes/account-routes.ts';
import { assetRoutes } from './routes/asset-routes.ts';
import { cardRoutes } from './routes/card-routes.ts';
import { docsRoutes } from './routes/docs-routes.ts';
import { machineRoutes } from './routes/machine-routes.ts';
import { officeRoutes } from './routes/office-routes.ts';
import { payRoutes } from './routes/pay-routes.ts';
import { playgroundRoutes } from './routes/playground-routes.ts';
import { publicRoutes } from './routes/public-routes.ts';
import { rankingRoutes } from './routes/ranking-routes.ts';
import { SAMPLES, type Sample } from './samples/samples.ts';
import type { Site } from './ui/site.ts';

/** What may be replaced, by tests and by those who ship other pictures. */
export interface ConsoleOptions {
  readonly assets?: AssetStore;
  readonly samples?: readonly Sample[];
  readonly docs?: readonly Doc[];
}

/**
 * The shop window and the office as one request handler. It answers every path, unknown ones with
 * a page: put it behind all other routes, so that it only sees what they did not take.
 */
export function createConsole(services: ConsoleServices, options: ConsoleOptions = {}): Hono {
  const assets = options.assets ?? loadAssets();
  const docs = options.docs ?? loadDocs();
  const playground = assets.find(CLIENT_SCRIPT) === null ? null : (services.playground ?? null);
  const site: Site = {
    // Read late: a gateway on a free port learns its address only after it listens.
    get publicUrl() {
      return services.publicUrl;
    },
    version: services.version,
    mode: services.mode,
    assetUrl: assets.urlOf,
    findAssetUrl: assets.find,
    hasPlayground: playground !== null,
    hasRankings: services.rankings !== undefined,
    sortsByUsage: services.rankings?.access === 'public',
    hasCards: services.paintCard !== undefined,
    hasDocs: docs.length > 0,
    samples: options.samples ?? SAMPLES,
  };
  const app = new Hono();
  app.use(securityHeaders(services.accounts.socialProviders));
  app.use(csrf({ origin: (origin, context) => isOwnOrigin(origin, context, site) }));
  app.route('/', assetRoutes(assets));
  app.route('/', publicRoutes(services, site));
  app.route('/', machineRoutes(site, docs));
  app.route('/', docsRoutes(site, docs));
  app.route('/', accountRoutes(services, site));
  app.route('/', officeRoutes(services, site));
  if (services.paintCard) app.route('/', cardRoutes(services.paintCard, assets));
  if (services.rankings) app.route('/', rankingRoutes(services, services.rankings, site));
  if (playground) app.route('/', playgroundRoutes(services, playground, site));
  if (services.play) app.route('/', payRoutes(services.play, site));
  app.notFound((context) => answerPrivate(context, createElement(NotFoundPage, { site }), 404));
  app.onError((error, context) => {
    if (error instanceof HTTPException && error.status < 500) {
      return answerPrivate(context, createElement(RefusedPage, { site }), 403);
    }
    services.reportError(error, context.req.path);
    return answerPrivate(context, createElement(FailedPage, { site }), 500);
  });
  return app;
}

/** Forms may come from the public address and from the address of this very request. */
function isOwnOrigin(origin: string, context: Context, site: Site): boolean {
  return [site.publicUrl, context.req.url].some((url) => new URL(url).origin === origin);
}
