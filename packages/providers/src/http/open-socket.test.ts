import { acceptSocket, type FakeSocket, startFakeServer } from '@aigateway/testkit';
import { expect, test, vi } from 'vitest';
import { openSocket } from './open-socket.ts';
import { defineEndpoint } from './upstream-endpoint.ts';

const secret = { header: 'authorization', value: 'Bearer s' };
const configured = (url: string) => defineEndpoint({ makerUrl: null, configuredUrl: url, secret });

test('text is heard, the secret is sent, and no Origin', async () => {
  const open: FakeSocket[] = [];
  const headers: unknown[] = [];
  const server = await startFakeServer(
    () => {},
    (request, socket) => {
      headers.push(request.headers);
      open.push(acceptSocket(request, socket));
      open[0]?.sendBinary(Uint8Array.of(1));
      open[0]?.send({ hello: 1 });
    },
  );
  const heard: string[] = [];
  const socket = openSocket(configured(server.url), '/ws?clientId=1', (text) => heard.push(text));
  await vi.waitFor(() => expect(heard).toEqual(['{"hello":1}']));
  expect(headers[0]).toMatchObject({ authorization: 'Bearer s' });
  expect(headers[0]).not.toHaveProperty('origin');
  socket?.close();
  open[0]?.close();
  await server.close();
});

test.each(['http://169.254.169.254', 'http://[fe80::1]', 'http://[::ffff:a9fe:a9fe]'])(
  '%s is never called, whoever configured it',
  (url) => {
    expect(openSocket(configured(url), '/ws', () => {})).toBeNull();
  },
);

test('a path that leads to another origin is not called', () => {
  expect(
    openSocket(configured('http://127.0.0.1:9'), 'http://127.0.0.1:8/ws', () => {}),
  ).toBeNull();
});
