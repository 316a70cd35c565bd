import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../testing/start-test-gateway.ts';

describe('keys that the playground makes', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway();
  });
  afterAll(() => gateway.close());

  const keys = async () => (await (await gateway.get('/v1/keys')).json()).data;

  test('are not listed among the keys, and are used under one name', async () => {
    const before = await keys();
    const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: gateway.url };
    const issued = await fetch(`${gateway.url}/playground/key`, { method: 'POST', headers });
    const { key } = (await issued.json()) as { key: string };
    const body = { model: 'atelier/scene', prompt: 'a red fox', size: '512x512' };
    const made = await gateway.send('POST', '/v1/images/generations', { key, body });
    expect(made.status).toBe(200);
    expect(await keys()).toEqual(before);
    const used = await (await gateway.get('/v1/usage?group_by=key')).json();
    expect(used.data).toMatchObject([{ key: 'playground', requests: 1, images: 1 }]);
  });

  test('are told apart from a key that somebody gave the same name', async () => {
    const named = await (await gateway.post('/v1/keys', { name: 'Playground' })).json();
    expect((await keys()).map(({ id }: { id: string }) => id)).toContain(named.id);
  });
});
