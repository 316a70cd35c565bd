import { MODELS } from '@aigateway/catalog';
import { type ImageOrder, PROVIDERS, type ProviderAnswer } from '@aigateway/providers';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { attemptRoute, RouteFailure } from './attempt-route.ts';
import { configureProviders } from './configure-providers.ts';
import { createDeploymentHealth, type DeploymentHealth } from './deployment-health.ts';
import { planRoute, type RouteStep } from './plan-route.ts';

const QUEUE_MS = 30_000;
const order = { count: 1 } as ImageOrder;
const answer: ProviderAnswer = {
  pictures: [],
  failures: [],
  warnings: [],
  upstreamMicroUsd: null,
};
const asked = vi.fn(async () => answer);
let health: DeploymentHealth;

beforeEach(() => {
  vi.useFakeTimers();
  asked.mockClear();
  health = createDeploymentHealth(() => 0);
});
afterEach(() => vi.useRealTimers());

/** The flagship's two routes, at makers that note that they were asked. */
function makeSteps(): [RouteStep, ...RouteStep[]] {
  const makers = PROVIDERS.map((one) => ({ ...one, generate: asked }));
  const providers = configureProviders(makers, { IDEOGRAM_API_KEY: 'a', FAL_KEY: 'b' });
  return planRoute(
    {
      models: MODELS.filter(({ id }) => id === 'ideogram/ideogram-character-remix'),
      routing: undefined,
      has: new Set(['source', 'character']),
      mustTake: [],
      size: null,
      speed: 'default',
      ownKeys: [],
      ownKeyOnly: false,
    },
    { providers, standIns: [], health },
  );
}

/** Takes every place of a step, for good. */
function takeAllPlaces({ key, deployment: { concurrency } }: RouteStep): Promise<() => void> {
  const { signal } = new AbortController();
  return health.enter({ key, concurrency }, concurrency, signal);
}

function attempt(steps: readonly [RouteStep, ...RouteStep[]]) {
  return attemptRoute(steps, order, {
    health,
    fetch,
    atelier: undefined as never,
    now: () => 0,
    signal: new AbortController().signal,
    onProgress: () => {},
    pause: async () => {},
    alert: () => {},
    makerWebhooks: { offer: () => ({}) },
  });
}

test("a call that waits for a place beyond the queue's end is 503, asking nobody", async () => {
  const [step] = makeSteps();
  await takeAllPlaces(step);
  const failure = attempt([step]).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(QUEUE_MS - 1);
  expect(health.read(step.key).waiting).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  const failed = await failure;
  expect(failed).toBeInstanceOf(RouteFailure);
  expect((failed as RouteFailure).error).toMatchObject({
    code: 'upstream_saturated',
    status: 503,
    retryAfterSeconds: 5,
  });
  expect((failed as RouteFailure).end.attempts).toMatchObject([{ reason: 'saturated' }]);
  expect(health.read(step.key)).toMatchObject({ waiting: 0, state: 'healthy' });
  expect(asked).not.toHaveBeenCalled();
});

test('where another route has room, a call goes there after it waited in vain', async () => {
  const [first, second] = makeSteps();
  await takeAllPlaces(first);
  const made = attempt(second ? [first, second] : [first]);
  await vi.advanceTimersByTimeAsync(QUEUE_MS);
  expect((await made).step.key).toBe('fal/character-remix');
  expect(asked).toHaveBeenCalledOnce();
});
