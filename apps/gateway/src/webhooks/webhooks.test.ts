import { describeStores } from '@aigateway/database/testing';
import { PublicFetchError, type PublicPost } from '@aigateway/providers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { recordEvent } from '../events.ts';
import { createDataKeys } from '../own-keys/data-keys.ts';
import { createSecretWrapper } from '../own-keys/key-wrapper.ts';
import type { Principal } from '../principal.ts';
import { createSystem } from '../system.ts';
import { openWebhooks } from './open-webhooks.ts';

const HOUR_MS = 3_600_000;

describeStores('webhooks', (place) => {
  const real = createSystem();
  let nowMs = 1_000_000_000;
  const system = { ...real, now: () => nowMs };
  let by: Principal;
  let sent: { url: string; post: PublicPost }[];
  let answer: (url: string) => number;

  beforeEach(async () => {
    sent = [];
    answer = () => 200;
    const organisationId = real.newId('organisation');
    by = { organisationId, keyId: 'key_1', actor: { kind: 'key' } } as Principal;
    await place
      .database()
      .kysely.insertInto('organisation')
      .values({ id: organisationId, name: 'x', created_at_ms: 1n })
      .execute();
  });
  afterEach(async () => {
    await place.database().kysely.deleteFrom('webhook_delivery').execute();
    await place.database().kysely.deleteFrom('event').execute();
  });

  function open() {
    const database = place.database();
    const wrapper = createSecretWrapper('s'.repeat(40), real.randomBytes);
    return openWebhooks({
      database,
      system,
      dataKeys: createDataKeys(database, system, { present: wrapper, former: null }),
      version: '1',
      async post(url, post) {
        sent.push({ url, post });
        const status = answer(url);
        if (status === 0) throw new PublicFetchError('failed', 'its host could not be reached');
        return { status };
      },
      showJob: async () => null,
      onFault: (error) => {
        throw error;
      },
    });
  }

  const tell = (once: string, type: 'balance.low' | 'key.rotated' = 'balance.low') =>
    recordEvent(place.database().kysely, system, {
      organisationId: by.organisationId,
      type,
      once,
      data: { threshold_percent: 80 },
    });

  test('an event reaches the addresses that chose it, once, signed', async () => {
    const { desk, sender } = open();
    const url = 'https://hooks.example.com/a';
    await desk.create(by, { url, events: ['balance.low'] });
    await desk.create(by, { url: 'https://hooks.example.com/b', events: ['key.rotated'] });
    await tell('one');
    await sender.beat();
    await sender.beat();
    expect(sent.map((one) => one.url)).toEqual([url]);
    const post = sent[0]?.post;
    if (!post) throw new Error('nothing was sent');
    const { body, headers } = post;
    expect(JSON.parse(body)).toMatchObject({
      id: expect.stringMatching(/^evt_/),
      type: 'balance.low',
      created: nowMs / 1000,
      data: { threshold_percent: 80 },
    });
    expect(headers['X-Gateway-Signature']).toMatch(/^t=1000000,v1=[0-9a-f]{64}$/);
    const log = await desk.listDeliveries(by, {});
    expect(log.data).toMatchObject([
      { status: 'delivered', tries: [{ status: 200, error: null }] },
    ]);
  });

  test('several processes that beat at once send each delivery once', async () => {
    const houses = [open(), open(), open()];
    for (const path of ['a', 'b', 'c', 'd']) {
      const url = `https://hooks.example.com/${path}`;
      await houses[0]?.desk.create(by, { url, events: ['balance.low'] });
    }
    for (let i = 0; i < 10; i++) await tell(`event ${i}`);
    await Promise.all(houses.map(({ sender }) => sender.beat()));
    await Promise.all(houses.map(({ sender }) => sender.beat()));
    expect(sent).toHaveLength(40);
    const keys = sent.map(({ post }) => post.headers['x-aig-delivery']);
    expect(new Set(keys).size).toBe(40);
  });

  test('what is not answered 2xx is tried eight times over a day, then given up', async () => {
    const { desk, sender } = open();
    await desk.create(by, { url: 'https://hooks.example.com/', events: ['balance.low'] });
    answer = () => 500;
    const startedMs = nowMs;
    await tell('one');
    const times: number[] = [];
    for (let minute = 0; minute <= 30 * 60; minute++) {
      const before = sent.length;
      await sender.beat();
      if (sent.length > before) times.push(nowMs - startedMs);
      nowMs += 60_000;
    }
    expect(times).toHaveLength(8);
    expect(times.at(-1)).toBeGreaterThan(23 * HOUR_MS);
    expect(times.at(-1)).toBeLessThan(25 * HOUR_MS);
    expect(new Set(sent.map(({ post }) => post.headers['webhook-id'])).size).toBe(1);
    const { data } = await desk.listDeliveries(by, { status: 'failed' });
    expect(data[0]?.tries).toHaveLength(8);
  }, 60_000);

  test.each([
    [302, 302, null],
    [0, null, 'its host could not be reached'],
  ] as const)('an answer of %i is a failure that the log explains', async (code, status, error) => {
    const { desk, sender } = open();
    await desk.create(by, { url: 'https://hooks.example.com/', events: ['balance.low'] });
    answer = () => code;
    await tell('one');
    await sender.beat();
    const { data } = await desk.listDeliveries(by, {});
    expect(data).toMatchObject([{ status: 'pending', tries: [{ status, error }] }]);
  });

  test('an address that fails for days is disabled, and the others are told so', async () => {
    const { desk, sender } = open();
    const bad = await desk.create(by, { url: 'https://bad.example.com/', events: ['balance.low'] });
    await desk.create(by, { url: 'https://good.example.com/', events: ['webhook.disabled'] });
    answer = (url) => (url.includes('bad') ? 503 : 200);
    for (let day = 0; day < 6; day++) {
      await tell(`day ${day}`);
      for (let hour = 0; hour < 48; hour++) {
        await sender.beat();
        nowMs += HOUR_MS / 2;
      }
    }
    expect(await desk.get(by, bad.id)).toMatchObject({ enabled: false });
    const told = sent.filter(({ url }) => url.includes('good'));
    expect(told).toHaveLength(1);
    expect(JSON.parse(told[0]?.post.body ?? '')).toMatchObject({
      type: 'webhook.disabled',
      data: { webhook_id: bad.id },
    });
    const before = sent.length;
    await tell('later');
    await sender.beat();
    expect(sent.length).toBe(before);
    await desk.update(by, bad.id, { enabled: true });
    answer = () => 200;
    await tell('again');
    await sender.beat();
    expect(await desk.get(by, bad.id)).toMatchObject({ enabled: true, failing_since: null });
  }, 60_000);

  test('a test sends now and tells the end; a redelivery sends the same event', async () => {
    const { desk, sender } = open();
    const hook = await desk.create(by, { url: 'https://a.example.com/', events: ['job.failed'] });
    answer = () => 410;
    const failed = await desk.test(by, hook.id);
    expect(failed).toMatchObject({
      type: 'webhook.test',
      status: 'failed',
      tries: [{ status: 410 }],
    });
    answer = () => 204;
    const again = await desk.redeliver(by, failed.id);
    await sender.beat();
    expect(await desk.getDelivery(by, again.id)).toMatchObject({
      status: 'delivered',
      event_id: failed.event_id,
    });
  });

  test('a rotated secret takes over while the former one still signs, for a day', async () => {
    const { desk, sender } = open();
    await desk.create(by, { url: 'https://a.example.com/', events: ['balance.low'] });
    const first = await desk.readSecret(by);
    expect(first.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(await desk.readSecret(by)).toEqual(first);
    nowMs += 1_000;
    const second = await desk.rotateSecret(by, false);
    expect(second.secret).not.toBe(first.secret);
    expect(second.previous_valid_until).toBe((nowMs + 24 * HOUR_MS) / 1000);
    const signatures = async (once: string) => {
      await tell(once);
      await sender.beat();
      return sent.at(-1)?.post.headers['webhook-signature']?.split(' ').length;
    };
    expect(await signatures('in between')).toBe(2);
    nowMs += 25 * HOUR_MS;
    expect(await signatures('after')).toBe(1);
    await desk.rotateSecret(by, true);
    expect(await signatures('at once')).toBe(1);
    const rows = await place.database().kysely.selectFrom('webhook_secret').selectAll().execute();
    expect(JSON.stringify(rows, (_, x) => String(x))).not.toContain(second.secret);
  });

  test('nothing of an organisation is seen or changed by another', async () => {
    const { desk } = open();
    const hook = await desk.create(by, { url: 'https://a.example.com/', events: ['job.failed'] });
    const { id: deliveryId } = await desk.test(by, hook.id);
    const other = { ...by, organisationId: 'org_other', keyId: 'key_2' };
    const seen = await Promise.allSettled([
      desk.get(other, hook.id),
      desk.update(other, hook.id, { enabled: false }),
      desk.remove(other, hook.id),
      desk.test(other, hook.id),
      desk.getDelivery(other, deliveryId),
      desk.redeliver(other, deliveryId),
    ]);
    for (const one of seen) expect(one).toMatchObject({ reason: { status: 404 } });
    expect((await desk.listDeliveries(other, {})).data).toEqual([]);
  });

  test.each(['https://127.0.0.1/', 'https://localhost/', 'https://[::1]/', 'https://x.test:8443/'])(
    '%s is refused when it is named',
    async (url) => {
      const made = open().desk.create(by, { url, events: ['job.failed'] });
      await expect(made).rejects.toMatchObject({ code: 'invalid_value', param: 'url' });
    },
  );
});
