import { createHmac } from 'node:crypto';
import type { PublicPost } from '@aigateway/providers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../../../testing/start-test-gateway.ts';

const sent: { url: string; post: PublicPost }[] = [];
let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({
    async postWebhook(url, post) {
      sent.push({ url, post });
      return { status: 200 };
    },
  });
});
afterAll(() => gateway.close());

test('the webhook of a call is told of its job as GET shows it, signed', async () => {
  const url = 'https://example.com/my-hook';
  const response = await gateway.post('/v1/images/generations', {
    model: 'atelier/scene',
    prompt: 'a hill',
    size: '256x256',
    webhook_url: url,
  });
  const { id } = (await response.json()) as { id: string };
  await expect.poll(() => sent.length, { timeout: 5_000 }).toBe(1);
  const post = sent[0]?.post;
  if (!post) throw new Error('nothing was sent');
  const payload = JSON.parse(post.body) as { type: string; data: Record<string, unknown> };
  expect(payload).toMatchObject({ type: 'job.completed', data: { id, status: 'completed' } });
  expect((await fetch(String(payload.data.result_url))).status).toBe(200);
  const shown = await gateway.get('/v1/webhook-secret');
  expect(shown.headers.get('cache-control')).toBe('no-store');
  const { secret } = (await shown.json()) as { secret: string };
  const t = /t=(\d+)/.exec(post.headers['X-Gateway-Signature'] ?? '')?.[1];
  const v1 = createHmac('sha256', secret).update(`${t}.${post.body}`).digest('hex');
  expect(post.headers['X-Gateway-Signature']).toBe(`t=${t},v1=${v1}`);
  const log = (await (await gateway.get('/v1/webhook-deliveries')).json()) as {
    data: Record<string, unknown>[];
  };
  expect(log.data).toMatchObject([{ webhook_id: null, url, type: 'job.completed' }]);
}, 10_000);

test('webhooks are made, read, changed, tested and deleted', async () => {
  const body = { url: 'https://example.com/hook', events: ['job.completed', 'job.failed'] };
  const made = await gateway.post('/v1/webhooks', body);
  expect(made.status).toBe(201);
  const { id } = (await made.json()) as { id: string };
  const list = await gateway.get('/v1/webhooks');
  expect(await list.json()).toMatchObject({ data: [{ id, ...body, enabled: true }] });
  const path = `/v1/webhooks/${id}`;
  const changed = await gateway.send('PATCH', path, { body: { enabled: false } });
  expect(await changed.json()).toMatchObject({ enabled: false, url: body.url });
  await gateway.send('PATCH', path, { body: { enabled: true } });
  const tested = await gateway.send('POST', `${path}/test`);
  const delivery = (await tested.json()) as { id: string };
  expect(delivery).toMatchObject({ status: 'delivered' });
  const again = await gateway.send('POST', `/v1/webhook-deliveries/${delivery.id}/redeliver`);
  expect(again.status).toBe(201);
  const gone = await gateway.send('DELETE', path);
  expect(await gone.json()).toEqual({ id, object: 'webhook', deleted: true });
  expect((await gateway.get(path)).status).toBe(404);
  const rotated = await gateway.send('POST', '/v1/webhook-secret/rotate?at_once=true');
  expect(await rotated.json()).toMatchObject({ object: 'webhook_secret' });
});

test('only keys with the scope admin come near webhooks and their secret', async () => {
  const made = await gateway.send('POST', '/v1/keys', { body: { name: 'plain' } });
  const { key } = (await made.json()) as { key: string };
  for (const path of ['/v1/webhooks', '/v1/webhook-secret', '/v1/webhook-deliveries']) {
    expect((await gateway.send('GET', path, { key })).status).toBe(403);
  }
});

test.each([
  [{ url: 'http://example.com/', events: ['job.failed'] }],
  [{ url: 'https://example.com/', events: ['job.started'] }],
  [{ url: 'https://example.com/', events: [] }],
  [{ url: 'https://user:word@example.com/', events: ['job.failed'] }],
])('%j is refused', async (body) => {
  expect((await gateway.post('/v1/webhooks', body)).status).toBe(400);
});
