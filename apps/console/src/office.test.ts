import { ENDPOINTS } from '@aigateway/contract';
import { describe, expect, it } from 'vitest';
import type { ApiCall } from './api-call.ts';
import type { ConsoleServices } from './console-services.ts';
import { createConsole } from './create-console.ts';
import { fakeAccounts, fakeServices, GOOD_SESSION } from './fake-services.ts';
import { OFFICE_PAGES } from './office/office-pages.ts';

const OWN = 'http://127.0.0.1:8080';
const COOKIE = 'aig_session=good-session';
const EVIL = '<img src=x onerror=alert(1)>';

const key = {
  id: 'key_1',
  object: 'key',
  name: EVIL,
  prefix: 'sk-aig-ab',
  last4: 'x9Qz',
  scopes: ['images', 'read'],
  spend_cap_cents: 500,
  rate_limit_rpm: null,
  images_per_minute: null,
  max_concurrent_images: null,
  allowed_models: ['ideogram/*'],
  default_tag: null,
  sub_account_id: null,
  rotation_pending: false,
  created_at: 0,
  expires_at: null,
  revoked_at: null,
};

/** An API that answers these paths (their beginnings), and remembers what it was asked. */
function fakeApi(answers: Record<string, unknown>, given: Partial<ConsoleServices> = {}) {
  const calls: ApiCall[] = [];
  const services = fakeServices({
    callApi: async (call) => {
      calls.push(call);
      const path = Object.keys(answers).find((start) => call.path.startsWith(start));
      if (path !== undefined) return { status: 200, body: answers[path], requestId: 'req_1' };
      const error = { message: `There is no ${EVIL}.`, type: 'not_found' };
      return { status: 404, body: { error }, requestId: 'req_lost' };
    },
    ...given,
  });
  return { app: createConsole(services), calls };
}

const keysApi = (given: Partial<ConsoleServices> = {}) =>
  fakeApi(
    { '/v1/keys/key_1/rotate': { ...key, key: 'sk-aig-once' }, '/v1/keys': list(key) },
    given,
  );

function list(...data: unknown[]) {
  return { object: 'list', data, has_more: false, next_cursor: null };
}

function form(fields: Record<string, string>, origin = OWN) {
  return {
    method: 'POST',
    headers: {
      cookie: COOKIE,
      origin,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams(fields).toString(),
  };
}

describe('the office', () => {
  it('leads those who are not in to the door, from every page', async () => {
    const app = createConsole(fakeServices());
    for (const { slug } of OFFICE_PAGES) {
      const path = slug === '' ? '/office' : `/office/${slug}`;
      const response = await app.request(path, { headers: { cookie: 'aig_session=forged' } });
      expect(response.headers.get('location')).toBe(`/sign-in?next=${path}`);
    }
  });

  it('shows every name as text, and is kept by no cache', async () => {
    const response = await keysApi().app.request('/office/keys', { headers: { cookie: COOKIE } });
    const html = await response.text();
    expect(html).not.toContain('<img src=x');
    expect(html).toContain('&lt;img src=x');
    expect(html).toContain('sk-aig-…x9Qz');
    expect(html).toContain('$5.00 a month');
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('says what the API refused, and under which request', async () => {
    const { app } = fakeApi({});
    const html = await (await app.request('/office/keys', { headers: { cookie: COOKIE } })).text();
    expect(html).toContain('There is no &lt;img');
    expect(html).toContain('req_lost');
  });

  it('shows pages only to the roles they are for', async () => {
    const as = (change: Partial<typeof GOOD_SESSION>) =>
      keysApi({
        accounts: fakeAccounts({ readSession: async () => ({ ...GOOD_SESSION, ...change }) }),
      }).app;
    const status = async (change: Partial<typeof GOOD_SESSION>, path: string) =>
      (await as(change).request(path, { headers: { cookie: COOKIE } })).status;
    expect(await status({ role: 'viewer' }, '/office/keys')).toBe(200);
    expect(await status({ role: 'viewer' }, '/office/wallet')).toBe(404);
    expect(await status({ role: 'owner', isOperator: false }, '/office/gateway')).toBe(404);
  });
});

const record = {
  request_id: 'req_7',
  model: 'ideogram/ideogram-v3',
  provider: 'atelier',
  status: 'completed',
  error_code: null,
  attempts: 2,
  images: 1,
  latency_ms: 900,
  cost_cents: 6,
  list_cents: 6,
  tag: EVIL,
  key_id: 'key_1',
  sub_account_id: null,
  own_key: false,
  created_at: 0,
};

describe('usage', () => {
  const DAY = 86_400;
  const sums = { requests: 1, images: 2, cost_cents: 6, list_cents: 6, own_key_requests: 0 };
  const used = (...rows: object[]) => ({ ...list(...rows), from: 10 * DAY, to: 13 * DAY });
  const show = async (path: string) => {
    const { app, calls } = fakeApi({
      '/v1/usage/recent': list(record),
      '/v1/usage?group_by=day': used({ day: '1970-01-12', ...sums }),
      '/v1/usage?group_by=key': used({ key: 'key_1', ...sums }, { key: 'key_gone', ...sums }),
      '/v1/keys': list(key),
      '/v1/members': list(),
    });
    const html = await (await app.request(path, { headers: { cookie: COOKIE } })).text();
    return { html, calls };
  };

  it('is drawn for every day of the time, also for those without any', async () => {
    const { html } = await show('/office/usage');
    for (const bar of ['1970-01-11: 0 pictures', '1970-01-12: 2 pictures', '1970-01-13: 0']) {
      expect(html).toContain(`<title>${bar}`);
    }
    expect(html).toContain('most on 1970-01-12: 2 pictures');
  });

  it('by key calls keys by their names, as text, and unknown ones by their ids', async () => {
    const { html, calls } = await show('/office/usage?by=key&window=7d&show=charged');
    expect(html).toContain('&lt;img src=x');
    expect(html).not.toContain('<img src=x');
    expect(html).toContain('key_gone');
    expect(calls.map(({ path }) => path)).toContain('/v1/usage?group_by=key&window=7d&limit=100');
  });

  it('leads to each request', async () => {
    expect((await show('/office/usage')).html).toContain('/office/usage/request?id=req_7');
  });
});

describe('one request', () => {
  const report = {
    ...record,
    object: 'usage.request',
    images_requested: 2,
    image_ids: [],
    warnings: ['style has no effect'],
    deployments: [
      { provider: 'ideogram', deployment: 'v3', outcome: 'failed', reason: 'first', latency_ms: 5 },
      { provider: 'fal', deployment: 'v3', outcome: 'delivered', reason: EVIL, latency_ms: 895 },
    ],
    fields: [{ field: 'style', support: 'unsupported', note: 'has no effect' }],
  };

  it('shows who was asked, how long it took, and what was dropped, as text', async () => {
    const { app } = fakeApi({ '/v1/usage/req_7': report });
    const path = '/office/usage/request?id=req_7';
    const html = await (await app.request(path, { headers: { cookie: COOKIE } })).text();
    for (const fact of ['ideogram/v3', 'fal/v3', '895 ms', 'dropped', '1 of 2', '$0.06']) {
      expect(html).toContain(fact);
    }
    expect(html).not.toContain('<img src=x');
  });

  it('that is not there is said with the id of the call that looked for it', async () => {
    const { app, calls } = fakeApi({});
    const path = '/office/usage/request?id=../admin';
    const response = await app.request(path, { headers: { cookie: COOKIE } });
    expect([response.status, await response.text()]).toEqual([
      400,
      expect.stringContaining('req_lost'),
    ]);
    expect(calls.map((call) => call.path)).toEqual(['/v1/usage/..%2Fadmin']);
  });
});

describe('pages of the operator', () => {
  const PAGES = ['gateway', 'models', 'organisations', 'limits', 'every-log'];

  it('are not there for anybody else', async () => {
    const { app, calls } = fakeApi(
      {},
      {
        accounts: fakeAccounts({
          readSession: async () => ({ ...GOOD_SESSION, isOperator: false }),
        }),
      },
    );
    for (const page of PAGES) {
      const response = await app.request(`/office/${page}`, { headers: { cookie: COOKIE } });
      expect(response.status, page).toBe(404);
    }
    expect(calls).toEqual([]);
  });

  it('send a limit that was left empty as none, and credit with its reason', async () => {
    const answers = { '/v1/admin/organisations': list(), '/v1/credit': {} };
    const { app, calls } = fakeApi(answers);
    const send = (fields: Record<string, string>) =>
      app.request('/office/organisations', form(fields));
    await send({ act: 'limits', id: 'org_1', rpm: '', days: '30' });
    await send({ act: 'adjust', id: 'org_1', amount: '-2.5', reason: 'counted twice' });
    expect(calls).toEqual([
      {
        method: 'PATCH',
        path: '/v1/admin/organisations/org_1',
        body: { rate_limit_rpm: null, image_retention_days: 30 },
      },
      {
        method: 'POST',
        path: '/v1/credit/adjustments',
        body: { amount_cents: -250, reason: 'counted twice', organisation_id: 'org_1' },
      },
    ]);
  });
});

describe('a form of the office', () => {
  it('acts through the API and leads to a fresh page', async () => {
    const { app, calls } = keysApi();
    const response = await app.request('/office/keys', form({ act: 'revoke', id: 'key_1' }));
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe('/office/keys?did=revoke');
    expect(calls).toEqual([{ method: 'DELETE', path: '/v1/keys/key_1' }]);
  });

  it('shows a secret once, on its own answer', async () => {
    const { app } = keysApi();
    const response = await app.request('/office/keys', form({ act: 'rotate', id: 'key_1' }));
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('sk-aig-once');
    const later = await app.request('/office/keys', { headers: { cookie: COOKIE } });
    expect(await later.text()).not.toContain('sk-aig-once');
  });

  it('sends limits that were left empty as none', async () => {
    const { app, calls } = keysApi();
    await app.request('/office/keys', form({ act: 'change', id: 'key_1', cap: '2.50', rpm: '' }));
    expect(calls[0]?.body).toMatchObject({ spend_cap_cents: 250, rate_limit_rpm: null });
  });

  it('is refused when another site sends it, and nothing is called', async () => {
    const { app, calls } = keysApi();
    const sent = form({ act: 'revoke', id: 'key_1' }, 'https://evil.example');
    expect((await app.request('/office/keys', sent)).status).toBe(403);
    expect(calls).toEqual([]);
  });

  it('makes a call that the contract has, and its id stays one part of the path', async () => {
    const known = ENDPOINTS.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
    for (const { acts = {} } of OFFICE_PAGES) {
      for (const { call } of Object.values(acts)) {
        expect(known.map((one) => one.replace(/\{\w+\}/, '{id}'))).toContain(call);
      }
    }
    const { app, calls } = keysApi();
    await app.request('/office/keys', form({ act: 'revoke', id: '../admin/x' }));
    expect(calls).toEqual([{ method: 'DELETE', path: '/v1/keys/..%2Fadmin%2Fx' }]);
  });

  it('that names no act of the page is not found', async () => {
    const { app } = keysApi();
    expect((await app.request('/office/keys', form({ act: 'constructor' }))).status).toBe(404);
  });
});
