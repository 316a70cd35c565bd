import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../testing/start-test-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

test('the site stands behind the API: pages for people, the envelope for programs', async () => {
  const page = await fetch(`${gateway.url}/models/ideogram/ideogram-character-remix`);
  expect(page.headers.get('content-type')).toContain('text/html');
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  const api = await fetch(`${gateway.url}/v1/no-such-thing`);
  expect(await api.json()).toMatchObject({ error: { code: 'endpoint_not_found' } });
});

test('a long form is refused before it is read', async () => {
  const response = await fetch(`${gateway.url}/sign-in`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: `token=${'x'.repeat(70_000)}`,
  });
  expect(response.status).toBe(413);
});

test('the printed link signs the owner in, once, and shows the wallet', async () => {
  const token = new URL(gateway.signInUrl).searchParams.get('token') ?? '';
  const spend = () =>
    fetch(`${gateway.url}/sign-in`, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded',
        Origin: gateway.url,
      },
      body: new URLSearchParams({ token }),
    });
  const cookie = (await spend()).headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/^aig_session=[^;]+;.*HttpOnly/i);
  const office = await fetch(`${gateway.url}/office`, {
    headers: { Cookie: cookie.split(';')[0] ?? '' },
  });
  expect(await office.text()).toContain('5.00');
  expect((await spend()).headers.get('set-cookie')).toBeNull();
});

test.each(['/v1/usage/by-tag', '/v1/usage/by-model', '/v1/usage/recent'])(
  '%s is a path of its own, not the parameter of another',
  async (path) => {
    expect((await gateway.get(path)).status).toBe(200);
  },
);
