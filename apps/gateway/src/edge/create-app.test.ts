import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
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

test('a slow sender of too much gets the answer, not a broken connection', async () => {
  const { hostname, port } = new URL(gateway.url);
  const length = 90 * 1024 * 1024;
  const socket = connect({ host: hostname, port: Number(port) });
  const head = [
    'POST /v1/images/generations HTTP/1.1',
    `Host: ${hostname}`,
    `Authorization: Bearer ${gateway.key}`,
    'Content-Type: application/json',
    `Content-Length: ${length}`,
    'Connection: close',
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  let answer = '';
  socket.setEncoding('latin1').on('data', (text) => (answer += text));
  // Longer than the half second that the server's library would wait.
  await setTimeout(700);
  const piece = Buffer.alloc(1024 * 1024, 'x');
  for (let sent = 0; sent < length; sent += piece.length) {
    if (!socket.write(piece)) await once(socket, 'drain');
  }
  await once(socket, 'end');
  expect(answer).toMatch(/^HTTP\/1.1 413 /);
  expect(answer).toContain('payload_too_large');
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
