import { describe, expect, it } from 'vitest';
import type { ConsoleServices } from './console-services.ts';
import { createConsole } from './create-console.ts';
import { EMPTY_OVERVIEW, fakeServices } from './fake-services.ts';

const OWN = 'http://127.0.0.1:8080';

function postSignIn(services: ConsoleServices, headers: Record<string, string>, token: string) {
  return createConsole(services).request(`${services.publicUrl}/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams({ token }).toString(),
  });
}

async function office(services: ConsoleServices): Promise<string> {
  const response = await createConsole(services).request('/office', {
    headers: { cookie: 'aig_session=good-session' },
  });
  expect(response.headers.get('cache-control')).toBe('no-store');
  return response.text();
}

describe('signing in', () => {
  it('looking at a link does not use it up', async () => {
    let used = 0;
    const signIn = async () => {
      used += 1;
      return null;
    };
    const app = createConsole(fakeServices({ signIn }));
    const response = await app.request('/sign-in?token=good-link');
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('name="token" value="good-link"');
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(used).toBe(0);
  });

  it('pressing the button opens a session in a cookie no script can read', async () => {
    const response = await postSignIn(fakeServices(), { origin: OWN }, 'good-link');
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe('/office');
    const cookie = response.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^aig_session=good-session;/);
    expect(cookie).toContain('HttpOnly');
    expect(cookie).toContain('SameSite=Lax');
    expect(cookie).toContain('Path=/');
    expect(cookie).not.toContain('Secure');
  });

  it('the cookie is Secure where the gateway is reached through https', async () => {
    const services = fakeServices({ publicUrl: 'https://pictures.example' });
    const headers = { origin: 'https://pictures.example' };
    const response = await postSignIn(services, headers, 'good-link');
    expect(response.headers.get('set-cookie')).toContain('Secure');
  });

  it.each([
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    {},
  ])('a form from elsewhere is refused: %o', async (headers) => {
    const response = await postSignIn(fakeServices(), headers, 'good-link');
    expect(response.status).toBe(403);
    expect(response.headers.get('set-cookie')).toBeNull();
  });

  it('a wrong link opens nothing', async () => {
    const response = await postSignIn(fakeServices(), { origin: OWN }, 'bad-link');
    expect(response.status).toBe(400);
    expect(response.headers.get('set-cookie')).toBeNull();
  });

  it('a token with markup in it stays text', async () => {
    const app = createConsole(fakeServices());
    const token = '"><script>alert(1)</script>';
    const html = await (await app.request(`/sign-in?token=${encodeURIComponent(token)}`)).text();
    expect(html).not.toContain('<script>alert');
  });

  it('signing out ends the session and takes the cookie back', async () => {
    const ended: string[] = [];
    const services = fakeServices({
      signOut: async (token) => {
        ended.push(token);
      },
    });
    const response = await createConsole(services).request('/sign-out', {
      method: 'POST',
      headers: { 'sec-fetch-site': 'same-origin', cookie: 'aig_session=good-session' },
    });
    expect(response.status).toBe(303);
    expect(ended).toEqual(['good-session']);
    expect(response.headers.get('set-cookie')).toMatch(/aig_session=;.*Max-Age=0/);
  });
});

describe('the office', () => {
  it('says how to get in to those who are not', async () => {
    const app = createConsole(fakeServices());
    for (const cookie of ['', 'aig_session=forged']) {
      const html = await (await app.request('/office', { headers: { cookie } })).text();
      expect(html).toContain('npm start');
      expect(html).not.toContain('Available');
    }
  });

  it('shows balance, keys and pictures, and every name as text', async () => {
    const evil = '<img src=x onerror=alert(1)>';
    const html = await office(
      fakeServices({
        readOverview: async () => ({
          ...EMPTY_OVERVIEW,
          availableCents: '475',
          keys: [{ id: 'key_1', name: evil, last4: 'x9Qz', createdAtMs: 0, revoked: false }],
          recent: [
            {
              requestId: 'req_1',
              model: evil,
              provider: 'atelier',
              status: 'captured',
              images: 1,
              costCents: '5',
              latencyMs: 2400,
              createdAtMs: 0,
              pictures: [{ url: `${OWN}/img/img_1.png?exp=1&sig=a`, width: 64, height: 64 }],
            },
          ],
        }),
      }),
    );
    expect(html).not.toContain('<img src=x');
    expect(html).toContain('&lt;img src=x');
    expect(html).toContain('$4.75');
    expect(html).toContain('sk-aig-…x9Qz');
    expect(html).toContain('src="/img/img_1.png?exp=1&amp;sig=a"');
  });

  it('an empty office says what to do first', async () => {
    const html = await office(fakeServices());
    expect(html).toContain('There is no key yet.');
    expect(html).toContain('curl http://127.0.0.1:8080/v1/images/generations');
  });
});
