import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { createElement } from 'react';
import type { PlayServices } from '../console-services.ts';
import { answerPrivate } from '../http/render-html.ts';
import { PayPage } from '../pages/pay-page.tsx';
import type { Site } from '../ui/site.ts';

const MAX_FORM_BYTES = 4 * 1024;

/** The page of play money. Whoever has an order's address may pay it: nobody loses anything. */
export function payRoutes(play: PlayServices, site: Site): Hono {
  const app = new Hono();
  app.get('/pay/:id', async (context) => {
    const order = await play.read(context.req.param('id'));
    if (order === null) return context.notFound();
    const save = context.req.query('save') === '1';
    return answerPrivate(context, createElement(PayPage, { site, order, save }));
  });
  app.post('/pay/:id', bodyLimit({ maxSize: MAX_FORM_BYTES }), async (context) => {
    const id = context.req.param('id');
    const { action, save } = await context.req.parseBody();
    const order = action === 'pay' ? await play.pay(id, save === '1') : await play.cancel(id);
    if (order === null) return context.notFound();
    context.header('cache-control', 'no-store');
    return context.redirect(`/pay/${id}`, 303);
  });
  return app;
}
