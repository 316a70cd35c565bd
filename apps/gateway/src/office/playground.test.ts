import { MODELS } from '@aigateway/catalog';
import { describeStores } from '@aigateway/database/testing';
import { PROVIDERS } from '@aigateway/providers';
import { expect, test } from 'vitest';
import { hashApiKey } from '../auth/api-key.ts';
import { createKeyStore } from '../auth/key-store.ts';
import { ensureOwner, OWNER_ORGANISATION_ID } from '../auth/owner.ts';
import { builtInModels } from '../routing/built-in-models.ts';
import { configureProviders } from '../routing/configure-providers.ts';
import { createDeploymentHealth } from '../routing/deployment-health.ts';
import { indexModels } from '../routing/resolve-model.ts';
import { createSystem } from '../system.ts';
import { createPlayground } from './playground.ts';

const MINUTE_MS = 60_000;
const OWNER = {
  personId: 'usr_1',
  personName: 'Ada',
  email: null,
  hasPassword: false,
  organisationId: OWNER_ORGANISATION_ID,
  role: 'owner',
  isOperator: true,
  name: 'Owner',
} as const;

describeStores('keys of the playground', (store) => {
  const open = async (mode: 'sandbox' | 'production') => {
    let nowMs = 1_800_000_000_000;
    const system = { ...createSystem(), now: () => nowMs };
    await ensureOwner(store.database(), system);
    const keys = createKeyStore(store.database(), system);
    const describeModel = () => {
      throw new Error('no page asks here');
    };
    const playground = createPlayground({
      keys,
      system,
      mode,
      builtInModels: () => ['atelier/scene'],
      describeModel,
    });
    return { keys, playground, pass: (ms: number) => (nowMs += ms) };
  };

  test('a stranger gets built-in models only, on the play wallet, for an hour', async () => {
    const { keys, playground } = await open('sandbox');
    const issued = await playground.issueKey(null);
    const found = await keys.find(hashApiKey(issued?.key ?? ''));
    expect(found?.principal).toMatchObject({
      organisationId: OWNER_ORGANISATION_ID,
      allowedModels: ['atelier/scene'],
      scopes: ['images', 'read'],
    });
    expect(found?.expiresAtMs).toBe(1_800_000_000_000 + 60 * MINUTE_MS);
  });

  test('one key serves all strangers until it grows old', async () => {
    const { playground, pass } = await open('sandbox');
    const [first, twin] = await Promise.all([playground.issueKey(null), playground.issueKey(null)]);
    expect(twin).toEqual(first);
    pass(55 * MINUTE_MS);
    expect(await playground.issueKey(null)).not.toEqual(first);
  });

  test('in production a stranger gets none, a signed-in person one for all models', async () => {
    const { keys, playground } = await open('production');
    expect(await playground.issueKey(null)).toBeNull();
    const issued = await playground.issueKey(OWNER);
    const found = await keys.find(hashApiKey(issued?.key ?? ''));
    expect(found?.principal.allowedModels).toBeNull();
  });

  test('a member who may only look gets what a stranger gets', async () => {
    const viewer = { ...OWNER, role: 'viewer' } as const;
    expect(await (await open('production')).playground.issueKey(viewer)).toBeNull();
    const { keys, playground } = await open('sandbox');
    const issued = await playground.issueKey(viewer);
    const found = await keys.find(hashApiKey(issued?.key ?? ''));
    expect(found?.principal.allowedModels).toEqual(['atelier/scene']);
  });
});

test.each([
  ['the engine stands in for', {}, true],
  ['the operator pays a maker for', { IDEOGRAM_API_KEY: 'key-of-the-operator' }, false],
])('whether a stranger may use a model that %s', (_, variables, may) => {
  const table = {
    providers: configureProviders(PROVIDERS, variables),
    standIns: [{ models: '*', provider: 'atelier', deployment: 'remix', listed: false }],
    health: createDeploymentHealth(() => 0),
  };
  const models = builtInModels(indexModels(MODELS), table);
  expect(models.includes('ideogram/ideogram-character-remix')).toBe(may);
  expect(models).toContain('atelier/character-remix');
});
