import { describe, expect, it } from 'vitest';
import type { RankedModel, RankingServices } from './console-services.ts';
import { createConsole } from './create-console.ts';
import { fakeServices } from './fake-services.ts';

const ROWS: readonly RankedModel[] = [
  { model: 'ideogram/ideogram-v3', pictures: 9, requests: 3, people: 1 },
  { model: 'atelier/scene', pictures: 4, requests: 4, people: 3 },
  { model: 'sold/once', pictures: 1, requests: 1, people: 2 },
].map((row, i) => ({ ...row, spendCents: String([1, 0, 5][i]), trend: [0, row.pictures] }));

const SIGNED_IN = { headers: { cookie: 'aig_session=good-session' } };

function open(access: RankingServices['access'] = 'public', rows = ROWS) {
  const asked: string[] = [];
  const read: RankingServices['read'] = async (window) => {
    asked.push(window);
    return { rows, people: rows.length, asOfMs: 0 };
  };
  return { app: createConsole(fakeServices({ rankings: { access, read } })), asked };
}

/** The models of the page in their order. */
async function placesOf(app: ReturnType<typeof createConsole>, path: string, init?: RequestInit) {
  const html = await (await app.request(path, init)).text();
  return [...html.matchAll(/<tr id="([^"]+)"/g)].map((match) => match[1]);
}

describe('the rankings', () => {
  it.each([
    ['pictures', ['ideogram/ideogram-v3', 'atelier/scene', 'sold/once']],
    ['requests', ['atelier/scene', 'ideogram/ideogram-v3', 'sold/once']],
    ['spend', ['sold/once', 'ideogram/ideogram-v3', 'atelier/scene']],
    ['people', ['atelier/scene', 'sold/once', 'ideogram/ideogram-v3']],
  ])('are ordered by %s', async (by, places) => {
    expect(await placesOf(open().app, `/rankings?by=${by}`)).toEqual(places);
  });

  it('read the time that is asked for, and say how each model did in it', async () => {
    const { app, asked } = open();
    const html = await (await app.request('/rankings?window=30d')).text();
    expect(asked).toEqual(['30d']);
    expect(html).toContain('Pictures of Ideogram V3 over time');
    expect(html).toContain('no longer sold');
  });

  it('say so when nobody has made a picture', async () => {
    const html = await (await open('public', []).app.request('/rankings')).text();
    expect(html).toContain('Nobody has made a picture in this time.');
    expect(html).not.toContain('<table');
  });

  it('show strangers nothing where they are for those who are signed in', async () => {
    const { app, asked } = open('signed-in');
    expect(await placesOf(app, '/rankings')).toEqual([]);
    expect(asked).toEqual([]);
    expect(await placesOf(app, '/rankings', SIGNED_IN)).toHaveLength(3);
    expect(await (await app.request('/models')).text()).not.toContain('Most used here');
  });

  it('are nowhere when the operator switched them off', async () => {
    const app = createConsole(fakeServices());
    expect((await app.request('/rankings')).status).toBe(404);
    expect(await (await app.request('/')).text()).not.toContain('href="/rankings"');
  });
});
