import type { Provider } from '@aigateway/providers';
import { beforeEach, expect, test } from 'vitest';
import type { ConfiguredProvider } from './configure-providers.ts';
import { createMakerWebhooks, type MakerWebhooks } from './maker-webhooks.ts';

/** A maker whose deliveries are genuine when they say so; the body is the job's id. */
function configured(id: string, change: Partial<ConfiguredProvider> = {}): ConfiguredProvider {
  const provider: Provider = {
    id,
    title: id,
    credentials: { keyVariable: 'KEY', ...(id === 'secret' && { settings: SECRET }) },
    deployments: [],
    generate: async () => {
      throw new TypeError('not asked here');
    },
    verifyWebhook: async ({ headers, body }) =>
      headers.genuine ? { jobId: Buffer.from(body).toString() } : null,
  };
  const set = { credential: 'key', baseUrl: null, settings: {}, reachable: true, usable: true };
  return { provider, ...set, ...change };
}
const SECRET = { webhookSecret: 'SECRET' };

let publicUrl: string;
let desk: MakerWebhooks;
let woken: number;
const keys = configured('keys');

function openDesk(...providers: ConfiguredProvider[]) {
  return createMakerWebhooks({
    providers: new Map(providers.map((one) => [one.provider.id, one])),
    publicUrl: () => publicUrl,
    fetch,
    now: () => 0,
  });
}
beforeEach(() => {
  publicUrl = 'https://gateway.example';
  woken = 0;
  desk = openDesk(keys);
});

const bring = (jobId: string, headers: Record<string, string> = { genuine: 'yes' }) =>
  desk.receive('keys', { headers, body: Buffer.from(jobId) });
const wait = (jobId: string) =>
  desk.offer(keys, null).onWake?.(jobId, () => {
    woken += 1;
  });

test('word that comes before the wait begins is heard, once', async () => {
  expect(await bring('job')).toBe('accepted');
  wait('job')?.();
  wait('job')?.();
  expect(woken).toBe(1);
});

test('only the wait for the very job of the very maker is woken', async () => {
  const forget = wait('job');
  expect(await bring('other')).toBe('accepted');
  expect(await bring('job', {})).toBe('refused');
  expect(woken).toBe(0);
  expect(await bring('job')).toBe('accepted');
  expect(woken).toBe(1);
  expect(await bring('job')).toBe('refused');
  forget?.();
  expect(woken).toBe(1);
});

test('ten thousand later deliveries push the oldest out of memory, no more', async () => {
  await bring('first');
  for (let at = 0; at < 9_999; at += 1) await bring(`job-${at}`);
  expect(await bring('first')).toBe('refused');
  await bring('one more');
  expect(await bring('first')).toBe('accepted');
});

test('without https, a verifier, or the secret there is nothing to call', async () => {
  const { verifyWebhook, ...silent } = keys.provider;
  const noSecret = configured('secret');
  const secret = configured('secret', { settings: { webhookSecret: 'whsec_x' } });
  const mute = { ...keys, provider: { ...silent, id: 'mute' } };
  desk = openDesk(keys, mute, noSecret);
  const delivery = { headers: { genuine: 'yes' }, body: Buffer.from('job') };
  for (const id of ['mute', 'secret', 'nobody', '__proto__']) {
    expect(await desk.receive(id, delivery)).toBe('unknown');
  }
  expect(desk.offer(mute, null)).toEqual({});
  expect(desk.offer(noSecret, null)).toEqual({});
  expect(desk.offer(secret, null).webhookUrl).toMatch(/\/secret$/);
  // The account behind an own key signs with a secret that only its owner knows.
  expect(desk.offer(secret, {})).toEqual({});
  expect(desk.offer(keys, {}).webhookUrl).toMatch(/\/keys$/);
  publicUrl = 'http://gateway.example';
  expect(desk.offer(keys, null)).toEqual({});
  expect(await bring('job')).toBe('unknown');
});
