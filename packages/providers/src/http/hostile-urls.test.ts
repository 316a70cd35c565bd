import { describe, expect, test } from 'vitest';
import { callUpstream } from './call-upstream.ts';
import { fetchPublicPicture } from './fetch-public-picture.ts';
import { fetchResultBytes } from './fetch-result-bytes.ts';
import { isPublicAddress } from './public-address.ts';
import { defineEndpoint } from './upstream-endpoint.ts';

/** URLs that no caller and no upstream may make this gateway fetch. */
const HOSTILE_URLS = [
  // Loopback and unspecified, in every spelling of IPv4 that a URL parser folds.
  'https://127.0.0.1/a.png',
  'https://127.1/a.png',
  'https://127.0.1/a.png',
  'https://2130706433/a.png',
  'https://0x7f000001/a.png',
  'https://0x7f.0.0.1/a.png',
  'https://0177.0.0.1/a.png',
  'https://017700000001/a.png',
  'https://0x7f.0x0.0x0.0x1/a.png',
  'https://0177.0x0.0.1/a.png',
  'https://127.255.255.254/a.png',
  'https://0.0.0.0/a.png',
  'https://0/a.png',
  'https://%31%32%37.0.0.1/a.png',
  'https://１２７.0.0.1/a.png',
  'https://①②⑦.⓪.⓪.①/a.png',
  'https://127。0。0。1/a.png',
  // Private, shared, benchmarking, documentation, reserved, multicast, broadcast.
  'https://10.0.0.1/a.png',
  'https://10.255.255.255/a.png',
  'https://172.16.0.1/a.png',
  'https://172.31.255.255/a.png',
  'https://192.168.0.1/a.png',
  'https://3232235521/a.png',
  'https://0xc0a80001/a.png',
  'https://100.64.0.1/a.png',
  'https://192.0.0.1/a.png',
  'https://192.0.2.1/a.png',
  'https://198.18.0.1/a.png',
  'https://198.51.100.1/a.png',
  'https://203.0.113.1/a.png',
  'https://224.0.0.1/a.png',
  'https://240.0.0.1/a.png',
  'https://255.255.255.255/a.png',
  // Link-local and where clouds keep secrets.
  'https://169.254.169.254/latest/meta-data/',
  'https://169.254.0.1/a.png',
  'https://2852039166/latest/meta-data/',
  'https://0xa9fea9fe/latest/meta-data/',
  'https://0251.0376.0251.0376/latest/meta-data/',
  'https://169.254.170.2/v2/credentials',
  'https://100.100.100.200/latest/meta-data/',
  'https://168.63.129.16/machine',
  'https://metadata.google.internal/computeMetadata/v1/',
  'https://instance-data.ec2.internal/latest/',
  'https://[fd00:ec2::254]/latest/',
  // IPv6 loopback, unspecified, link-local, unique-local, site-local, multicast, documentation.
  'https://[::1]/a.png',
  'https://[0:0:0:0:0:0:0:1]/a.png',
  'https://[::]/a.png',
  'https://[fe80::1]/a.png',
  'https://[febf::1]/a.png',
  'https://[fc00::1]/a.png',
  'https://[fdff::1]/a.png',
  'https://[fec0::1]/a.png',
  'https://[ff02::1]/a.png',
  'https://[2001:db8::1]/a.png',
  'https://[3fff::1]/a.png',
  'https://[100::1]/a.png',
  'https://[5f00::1]/a.png',
  // IPv4 inside IPv6: mapped, compatible, translated, NAT64, 6to4, Teredo.
  'https://[::ffff:127.0.0.1]/a.png',
  'https://[::ffff:169.254.169.254]/latest/',
  'https://[::ffff:a9fe:a9fe]/latest/',
  'https://[0:0:0:0:0:ffff:a9fe:a9fe]/latest/',
  'https://[0000:0000:0000:0000:0000:FFFF:7F00:0001]/a.png',
  'https://[::ffff:10.0.0.1]/a.png',
  'https://[::ffff:8.8.8.8]/a.png',
  'https://[::127.0.0.1]/a.png',
  'https://[::a9fe:a9fe]/a.png',
  'https://[::ffff:0:127.0.0.1]/a.png',
  'https://[64:ff9b::7f00:1]/a.png',
  'https://[64:ff9b::169.254.169.254]/latest/',
  'https://[64:ff9b:1::a9fe:a9fe]/latest/',
  'https://[2002:7f00:1::1]/a.png',
  'https://[2002:a9fe:a9fe::]/latest/',
  'https://[2001:0:7f00:1::]/a.png',
  // Names of this machine and this network, single labels and trailing dots.
  'https://localhost/a.png',
  'https://LOCALHOST/a.png',
  'https://localhost./a.png',
  'https://foo.localhost/a.png',
  'https://printer.local/a.png',
  'https://router.lan/a.png',
  'https://db.internal/a.png',
  'https://gitlab.corp/a.png',
  'https://nas.home.arpa/a.png',
  'https://redis/a.png',
  'https://kubernetes.default.svc.cluster.local/a.png',
  'https://example.com./a.png',
  'https://127.0.0.1./a.png',
  // User names, ports, other schemes, and what is no URL.
  'https://example.com@127.0.0.1/a.png',
  'https://user:pass@example.com/a.png',
  'https://user@example.com/a.png',
  'https://example.com:8443/a.png',
  'https://example.com:22/a.png',
  'https://127.0.0.1:6379/a.png',
  'http://example.com/a.png',
  'http://169.254.169.254/latest/',
  'HTTP://example.com/a.png',
  'ftp://example.com/a.png',
  'file:///etc/passwd',
  'gopher://127.0.0.1:6379/_FLUSHALL',
  'data:image/png;base64,iVBORw0KGgo=',
  'blob:https://example.com/1',
  'javascript:alert(1)',
  'unix:/var/run/docker.sock',
  '//example.com/a.png',
  '/etc/passwd',
  'https://',
  'https://[::1/a.png',
  '',
];

const never = (_name: string, _options: unknown, done: (error: Error, a: string) => void) =>
  done(new Error('nobody may be asked for this name'), '');
const signal = new AbortController().signal;

test('there are at least 80 hostile URLs', () => {
  expect(new Set(HOSTILE_URLS).size).toBe(HOSTILE_URLS.length);
  expect(HOSTILE_URLS.length).toBeGreaterThanOrEqual(80);
});

describe.each(HOSTILE_URLS.map((url) => [url]))('%s', (url) => {
  test('is not fetched for a caller', async () => {
    const fetched = fetchPublicPicture(url, {
      maxBytes: 1000,
      timeoutMs: 1000,
      signal,
      lookup: never as never,
    });
    await expect(fetched).rejects.toMatchObject({ kind: 'not_allowed' });
  });

  test('is not fetched as a result, even when its host is listed', async () => {
    const host = URL.canParse(url) ? new URL(url).hostname : 'example.com';
    const endpoint = defineEndpoint({
      makerUrl: 'https://api.ideogram.ai',
      configuredUrl: null,
      secret: null,
    });
    const fetched = fetchResultBytes(url, {
      endpoint,
      resultHosts: [host],
      signal,
      lookup: never as never,
    });
    await expect(fetched).rejects.toMatchObject({ kind: 'not_allowed' });
  });

  test('is never called with the secret of a maker', async () => {
    const endpoint = defineEndpoint({
      makerUrl: 'https://api.ideogram.ai',
      configuredUrl: null,
      secret: { header: 'api-key', value: 's' },
    });
    const path = url.startsWith('/') ? `https:${url}` : url;
    const called = callUpstream(endpoint, { method: 'GET', path, signal, timeoutMs: 1000 });
    await expect(called).rejects.toMatchObject({ kind: 'not_allowed', sent: false });
  });
});

describe('a name that resolves to a private address', () => {
  const answers = [
    ['127.0.0.1', 4],
    ['169.254.169.254', 4],
    ['10.1.2.3', 4],
    ['::1', 6],
    ['::ffff:a9fe:a9fe', 6],
    ['64:ff9b::7f00:1', 6],
    ['fd00::1', 6],
    ['fe80::1', 6],
  ] as const;

  test.each(answers)('%s is refused at connect time', async (address, family) => {
    const lookup = (_: string, __: unknown, done: (error: null, all: unknown) => void) =>
      done(null, [{ address, family }]);
    const options = { maxBytes: 1000, timeoutMs: 1000, signal, lookup: lookup as never };
    await expect(fetchPublicPicture('https://pictures.example.com/a.png', options)).rejects.toThrow(
      'not on the public internet',
    );
  });

  test('is refused when it hides behind a public one', async () => {
    const lookup = (_: string, __: unknown, done: (error: null, all: unknown) => void) =>
      done(null, [
        { address: '93.184.216.34', family: 4 },
        { address: '127.0.0.1', family: 4 },
      ]);
    const endpoint = defineEndpoint({
      makerUrl: 'https://api.ideogram.ai',
      configuredUrl: null,
      secret: null,
    });
    const fetched = fetchResultBytes('https://ideogram.ai/a.png', {
      endpoint,
      resultHosts: ['ideogram.ai'],
      signal,
      lookup: lookup as never,
    });
    await expect(fetched).rejects.toMatchObject({ kind: 'not_allowed' });
  });

  test('is judged anew for every connection, so that rebinding gains nothing', async () => {
    let asked = 0;
    const lookup = (_: string, __: unknown, done: (error: null, all: unknown) => void) => {
      asked += 1;
      done(null, [{ address: '127.0.0.1', family: 4 }]);
    };
    const options = { maxBytes: 1000, timeoutMs: 1000, signal, lookup: lookup as never };
    const url = 'https://rebound.example.com/a.png';
    await expect(fetchPublicPicture(url, options)).rejects.toMatchObject({ kind: 'not_allowed' });
    await expect(fetchPublicPicture(url, options)).rejects.toMatchObject({ kind: 'not_allowed' });
    expect(asked).toBe(2);
  });
});

test.each([
  ['8.8.8.8', true],
  ['93.184.216.34', true],
  ['2606:4700::1111', true],
  ['2a00:1450:4001::1', true],
  ['08.8.8.8', false],
  ['8.8.8', false],
  ['0x8.8.8.8', false],
  ['fe80::1%eth0', false],
  ['not an address', false],
  ['', false],
])('the address %j is public: %s', (address, expected) => {
  expect(isPublicAddress(address)).toBe(expected);
});
