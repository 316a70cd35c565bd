import type { Context } from 'hono';
import { expect, test } from 'vitest';
import { clientAddress } from './client-address.ts';

const request = (forwarded: string | null) =>
  ({
    env: { incoming: { socket: { remoteAddress: '10.0.0.9' } } },
    req: { header: () => forwarded ?? undefined },
  }) as unknown as Context;

test.each([
  ['nobody in front: what a caller wrote is not believed', 0, '1.1.1.1', '10.0.0.9'],
  ['one proxy: the address that it saw', 1, '6.6.6.6, 1.1.1.1', '1.1.1.1'],
  ['two proxies: the address that the outer one saw', 2, '6.6.6.6, 1.1.1.1, 10.0.0.3', '1.1.1.1'],
  ['fewer entries than proxies: the peer', 3, '6.6.6.6, 1.1.1.1', '10.0.0.9'],
  ['no header: the peer', 1, null, '10.0.0.9'],
])('%s', (_, proxies, forwarded, expected) => {
  expect(clientAddress(request(forwarded), proxies)).toBe(expected);
});

test('an address is cut to a sane length', () => {
  expect(clientAddress(request('x'.repeat(500)), 1)).toHaveLength(64);
});
