import { type CatalogModel, MODELS } from '@aigateway/catalog';
import { microUsd } from '@aigateway/contract';
import { PROVIDERS } from '@aigateway/providers';
import { beforeEach, describe, expect, test } from 'vitest';
import { configureProviders } from './configure-providers.ts';
import { createDeploymentHealth, type DeploymentHealth } from './deployment-health.ts';
import { planRoute, type RouteWish } from './plan-route.ts';

const providers = configureProviders(PROVIDERS, {
  IDEOGRAM_API_KEY: 'a',
  FAL_KEY: 'b',
  OPENAI_API_KEY: 'c',
});
const find = (id: string): CatalogModel => {
  const model = MODELS.find((one) => one.id === id);
  if (!model) throw new TypeError(`no model ${id}`);
  return model;
};
const v3 = find('ideogram/ideogram-v3');
const v4 = find('ideogram/ideogram-v4');
const mini = find('openai/gpt-image-1-mini');

let health: DeploymentHealth;
beforeEach(() => {
  health = createDeploymentHealth(() => 0);
});

function plan(change: Partial<RouteWish>, among = providers) {
  const wish: RouteWish = {
    models: [v3],
    routing: undefined,
    has: new Set(),
    mustTake: [],
    size: null,
    speed: 'default',
    ownKeys: [],
    ownKeyOnly: false,
    ...change,
  };
  const steps = planRoute(wish, { providers: among, standIns: [], health });
  return steps.map(({ model, key }) => `${model.id} by ${key}`);
}

const byIdeogram = 'ideogram/ideogram-v3 by ideogram/v3';
const byFal = 'ideogram/ideogram-v3 by fal/v3';
const byMini = 'openai/gpt-image-1-mini by openai/gpt-image-1-mini';

describe('a route', () => {
  test('follows the order of the models, and of the deployments of each', () => {
    expect(plan({ models: [mini, v3] })).toEqual([byMini, byIdeogram, byFal]);
    expect(plan({ models: [v3, mini] })).toEqual([byIdeogram, byFal, byMini]);
  });

  test('has three hops at most', () => {
    expect(plan({ models: [v3, v4, mini] })).toHaveLength(3);
    expect(plan({ models: [v3, v4, mini] })).not.toContain(byMini);
  });

  test('by cost begins with the cheapest upstream', () => {
    const price = (cost: bigint) => {
      const each = microUsd(cost);
      return { turbo: each, default: each, quality: each };
    };
    const dear = {
      ...v3,
      deployments: v3.deployments.map((one) => ({
        ...one,
        upstream: price(one.provider === 'fal' ? 1n : 2n),
      })),
    };
    expect(plan({ models: [dear] })[0]).toBe(byIdeogram);
    expect(plan({ models: [dear], routing: { policy: 'cost' } })[0]).toBe(byFal);
  });

  test('by latency begins with the one that was fastest, the unknown come last', () => {
    health.succeeded({ key: 'fal/v3', concurrency: 1 }, 900);
    expect(plan({ routing: { policy: 'latency' } })).toEqual([byFal, byIdeogram]);
    health.succeeded({ key: 'ideogram/v3', concurrency: 1 }, 300);
    expect(plan({ routing: { policy: 'latency' } })).toEqual([byIdeogram, byFal]);
  });

  test('that is pinned, or may not fall back, has one hop', () => {
    expect(plan({ routing: { policy: 'pinned', providers: ['fal'] } })).toEqual([byFal]);
    expect(plan({ routing: { allow_fallback: false } })).toEqual([byIdeogram]);
  });

  test('keeps to the providers that were named, in their order', () => {
    expect(plan({ routing: { providers: ['fal', 'ideogram'] } })).toEqual([byFal, byIdeogram]);
    expect(() => plan({ routing: { providers: ['google'] } })).toThrow(/among google/);
  });
});

describe('an engine in the own network', () => {
  const planEngine = (variables: Record<string, string>) => {
    const engines = configureProviders(PROVIDERS, variables);
    return () => plan({ models: [find('local/engine')] }, engines);
  };

  test('is served by its address alone, in the plain form where no flavour is set', () => {
    const address = { OPENAI_COMPATIBLE_BASE_URL: 'http://127.0.0.1:8000' };
    expect(planEngine(address)()).toEqual(['local/engine by openai-compatible/plain']);
    expect(planEngine({ ...address, OPENAI_COMPATIBLE_FLAVOUR: 'sglang' })()).toEqual([
      'local/engine by openai-compatible/sglang',
    ]);
  });

  test('is not there without an address, whatever else is set', () => {
    expect(planEngine({ OPENAI_COMPATIBLE_API_KEY: 'k' })).toThrow(/No route for local\/engine/);
  });
});

describe('a size over 2048 pixels', () => {
  const large = { width: 2880, height: 1440 };

  test('is asked of the routes that list it, and of no other', () => {
    expect(plan({ models: [mini, v4], size: large })).toEqual([
      'ideogram/ideogram-v4 by ideogram/v4',
    ]);
  });

  test('that no route has is refused with what there is', () => {
    const size = { width: 2881, height: 1440 };
    expect(() => plan({ models: [v4], size })).toThrow(/up to 2048 pixels, or one of .*2880x1440/);
    expect(() => plan({ models: [mini], size: large })).toThrow(
      /makes 2880x1440: .*2048 pixels\.$/,
    );
  });
});
