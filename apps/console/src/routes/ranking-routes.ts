import { Hono } from 'hono';
import { createElement } from 'react';
import { readRankingQuery } from '../catalogue/rank-models.ts';
import type { ConsoleServices, RankingServices } from '../console-services.ts';
import { answerPrivate } from '../http/render-html.ts';
import { readSession } from '../http/visitor.ts';
import { RankingsDoorPage, RankingsPage } from '../pages/rankings-page.tsx';
import type { Site } from '../ui/site.ts';

/** The use of this installation, for those whom the operator lets see it. */
export function rankingRoutes(
  services: ConsoleServices,
  rankings: RankingServices,
  site: Site,
): Hono {
  const app = new Hono();
  app.get('/rankings', async (context) => {
    if (rankings.access === 'signed-in' && (await readSession(context, services)) === null) {
      return answerPrivate(context, createElement(RankingsDoorPage, { site }));
    }
    const query = readRankingQuery(context.req.query());
    const ranking = await rankings.read(query.window);
    return answerPrivate(context, createElement(RankingsPage, { site, query, ranking }));
  });
  return app;
}
