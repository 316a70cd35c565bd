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

  it('that names no act of the page is not found', async () => {
    const { app } = keysApi();
    expect((await app.request('/office/keys', form({ act: 'constructor' }))).status).toBe(404);
  });
});
