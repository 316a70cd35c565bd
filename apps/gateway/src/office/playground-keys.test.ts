import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createKeyStore } from '../auth/key-store.ts';
import { createSystem } from '../system.ts';
import { startTestGateway, type TestGateway } from '../testing/start-test-gateway.ts';
import { createPlayground } from './playground.ts';

describe('keys that the playground makes', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway();
  });
  afterAll(() => gateway.close());

  /** As the page asks for it; the page itself is only there where it was built. */
  async function makePlaygroundKey(): Promise<string> {
    const database = await gateway.openStore();
    const system = createSystem();
    const playground = createPlayground({
      keys: createKeyStore(database, system),
      system,
      mode: 'sandbox',
      builtInModels: () => ['atelier/scene'],
      describeModel: () => {
        throw new Error('no page asks here');
      },
    });
    const issued = await playground.issueKey(null);
    await database.close();
    return issued?.key ?? '';
  }

  const keys = async () => (await (await gateway.get('/v1/keys')).json()).data;

  test('are not listed among the keys, and are used under one name', async () => {
    const before = await keys();
    const key = await makePlaygroundKey();
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
