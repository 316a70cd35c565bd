import { describe, expect, it } from 'vitest';
import type { AccountServices, Entry } from './account-services.ts';
import { createConsole } from './create-console.ts';
import { fakeAccounts, fakeServices, GOOD_SESSION } from './fake-services.ts';

const OWN = 'http://127.0.0.1:8080';

function consoleWith(accounts: Partial<AccountServices> = {}) {
  return createConsole(fakeServices({ accounts: fakeAccounts(accounts) }));
}

type Fields = Record<string, string>;

function post(app: ReturnType<typeof consoleWith>, path: string, form: Fields = {}) {
  return send(app, path, { form, headers: { origin: OWN } });
}

function send(
  app: ReturnType<typeof consoleWith>,
  path: string,
  { form, headers }: { form: Fields; headers: Fields },
) {
  return app.request(`${OWN}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(form).toString(),
  });
}

/** Every form that changes something; a session goes with each. */
const FORMS = [
  '/sign-in',
  '/sign-in/google',
  '/sign-up',
  '/sign-out',
  '/invitation/good-invitation',
  '/account/password',
];

describe('the door', () => {
  it('looking at a link does not use it up', async () => {
    let used = 0;
    const enterByLink = async (): Promise<Entry> => {
      used += 1;
      return { outcome: 'refused', reason: 'link_spent' };
    };
    const app = consoleWith({ enterByLink });
    const response = await app.request('/sign-in?token=good-link');
    expect(await response.text()).toContain('name="token" value="good-link"');
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(used).toBe(0);
  });

  it.each([
    ['/sign-in', { token: 'good-link' }, '/office'],
    ['/sign-in', { email: 'ada@example.com', password: 'good-password' }, '/office'],
    ['/sign-up', { name: 'Ada', email: 'ada@example.com', password: 'good-password' }, '/office'],
  ])('%s hands over the cookie and leads on', async (path, form, to) => {
    const response = await post(consoleWith(), path, form);
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe(to);
    expect(response.headers.get('set-cookie')).toContain('aig_session=good-session');
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it.each(FORMS)('%s is refused when another site sends it', async (path) => {
    const touched: string[] = [];
    const trap = <Value>(value: Value) => {
      touched.push(path);
      return Promise.resolve(value);
    };
    const entered: Entry = { outcome: 'entered', cookies: [] };
    const app = consoleWith({
      socialProviders: ['google'],
      enterByLink: () => trap(entered),
      enterByPassword: () => trap(entered),
      signUpWith: () => trap(entered),
      startSocial: () => trap({ url: 'https://accounts.google.com/x', cookies: [] }),
      acceptInvitation: () => trap(entered),
      setPassword: () => trap(entered),
      signOut: () => trap([]),
    });
    const cookie = 'aig_session=good-session';
    const form = { email: 'a@example.com' };
    for (const headers of [
      { cookie, origin: 'https://evil.example' },
      { cookie, origin: 'null' },
      { cookie, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      { cookie, 'sec-fetch-site': 'same-site' },
      { cookie },
    ]) {
      expect((await send(app, path, { form, headers })).status).toBe(403);
    }
    expect(touched).toEqual([]);
    await send(app, path, { form, headers: { cookie, origin: OWN } });
    expect(touched).toEqual([path]);
  });

  it.each([
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/a\r\nx: y',
    '/@evil.example:1/',
    '',
  ])('after signing in it never leads to another host: %o', async (next) => {
    const form = { email: 'ada@example.com', password: 'good-password', next };
    const response = await post(consoleWith(), '/sign-in', form);
    expect(response.headers.get('location')).toBe('/office');
    const page = await consoleWith().request(`/sign-in?next=${encodeURIComponent(next)}`);
    expect(await page.text()).toContain('name="next" value="/office"');
  });

  it('leads on to a page of this site', async () => {
    const form = { email: 'a@b.co', password: 'good-password', next: '/invitation/abc-_?x=1' };
    const response = await post(consoleWith(), '/sign-in', form);
    expect(response.headers.get('location')).toBe('/invitation/abc-_?x=1');
  });

  it('a wrong password and an unknown address get the very same page', async () => {
    const pages = await Promise.all(
      ['known@example.com', 'other@example.com'].map(async (email) => {
        const response = await post(consoleWith(), '/sign-in', { email, password: 'x' });
        expect(response.status).toBe(400);
        expect(response.headers.get('set-cookie')).toBeNull();
        return (await response.text()).replaceAll(email, 'EMAIL');
      }),
    );
    expect(pages[0]).toBe(pages[1]);
    expect(pages[0]).toContain('do not open an account');
  });

  it('too many attempts are 429 with the time to wait', async () => {
    const wait = async (): Promise<Entry> => ({ outcome: 'wait', seconds: 600 });
    const app = consoleWith({ enterByPassword: wait });
    const response = await post(app, '/sign-in', { email: 'a@b.co', password: 'x' });
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('600');
    expect(await response.text()).toContain('10 min');
  });

  it('names and what was typed stay text, and a password is never written back', async () => {
    const evil = '"><script>alert(1)</script>';
    const refuse = async (): Promise<Entry> => ({ outcome: 'refused', reason: 'name_missing' });
    const app = consoleWith({
      signUpWith: refuse,
      enterByPassword: refuse,
      setPassword: refuse,
      readSession: async () => ({ ...GOOD_SESSION, personName: evil, name: evil, email: evil }),
      findInvitation: async () => ({ organisationName: evil, role: 'viewer', email: evil }),
    });
    const typed = { name: evil, email: evil, password: 'typed-secret', present: 'typed-secret' };
    const cookie = 'aig_session=good-session';
    const answers = await Promise.all([
      post(app, '/sign-up', typed),
      post(app, '/sign-up', { ...typed, invitation: 'any' }),
      post(app, '/sign-in', typed),
      send(app, '/account/password', { form: typed, headers: { cookie, origin: OWN } }),
      app.request('/invitation/any', { headers: { cookie } }),
      app.request('/office', { headers: { cookie } }),
      app.request(`/sign-in?token=${encodeURIComponent(evil)}`),
    ]);
    for (const response of answers) {
      const html = await response.text();
      expect(html).toContain('script&gt;');
      expect(html).not.toContain('<script>alert');
      expect(html).not.toContain('typed-secret');
    }
  });

  it('no page of it may be framed, kept or sniffed', async () => {
    for (const path of [
      '/sign-in',
      '/sign-up',
      '/invitation/good-invitation',
      '/sign-in?token=a',
    ]) {
      const { headers } = await consoleWith().request(path);
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cache-control')).toBe('no-store');
    }
  });

  it('offers the providers that are set, and lets forms lead there only', async () => {
    const none = await consoleWith().request('/sign-in');
    expect(await none.text()).not.toContain('Continue with');
    expect(none.headers.get('content-security-policy')).toMatch(/form-action 'self'(;|$)/);
    const app = consoleWith({ socialProviders: ['github'] });
    const github = await app.request('/sign-in');
    expect(await github.text()).toContain('Continue with GitHub');
    const policy = github.headers.get('content-security-policy');
    expect(policy).toContain("form-action 'self' https://github.com;");
    expect((await post(app, '/sign-in/google')).status).toBe(404);
    expect((await app.request('/auth/callback/google?code=1')).status).toBe(404);
  });

  it('where sign-up is closed the page says so', async () => {
    const response = await consoleWith({ signUp: 'invite' }).request('/sign-up');
    expect(response.status).toBe(403);
    const html = await response.text();
    expect(html).toContain('by invitation only');
    expect(html).not.toContain('<form');
  });

  it('signing out takes the cookie back', async () => {
    const response = await post(consoleWith(), '/sign-out');
    expect(response.headers.get('set-cookie')).toContain('Max-Age=0');
    expect(response.headers.get('location')).toBe('/');
  });
});
