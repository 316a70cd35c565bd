import {
  makePng,
  type ProviderScenario,
  SCENARIO_RETRY_AFTER,
  type ScenarioFake,
  startFakeServer,
  UPSTREAM_TEXT,
} from '@aigateway/testkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type ImageOrder,
  type OrderField,
  type Picture,
  type Provider,
  type ProviderAnswer,
  type ProviderContext,
  ProviderError,
  type ProviderErrorKind,
} from './define-provider.ts';
import { readPicture } from './http/read-picture.ts';

type Billed = ProviderError['billed'];

/** Scenarios that end in a failure, and what it must look like. */
type Failures = Exclude<ProviderScenario, 'success' | 'several' | 'lying_type' | 'hang_up'>;

/** What a failed attempt must say. */
export interface ExpectedFailure {
  readonly kind: ProviderErrorKind;
  readonly billed: Billed;
}

/** One deployment of a provider, and a fake of its upstream. */
export interface ProviderCase {
  readonly provider: Provider;
  readonly deployment: string;
  readonly credential: string | null;
  readonly startFake: () => Promise<ScenarioFake>;
  /** Deviations from the defaults, with a reason in a comment. */
  readonly expected?: Partial<Record<Failures, ExpectedFailure>>;
  /** Scenarios the upstream cannot get into, each with its reason. */
  readonly without?: Partial<Record<ProviderScenario, string>>;
  readonly settings?: Readonly<Record<string, string>>;
}

/** Most upstreams bill as this says; see section 7 of the upstream facts. */
const EXPECTED: Readonly<Record<Failures, ExpectedFailure>> = {
  refused: { kind: 'refused', billed: 'no' },
  unauthorized: { kind: 'unauthorized', billed: 'no' },
  no_credit: { kind: 'exhausted_credit', billed: 'no' },
  rate_limited: { kind: 'rate_limited', billed: 'no' },
  server_error: { kind: 'failed', billed: 'maybe' },
  timeout: { kind: 'timeout', billed: 'maybe' },
  cut: { kind: 'failed', billed: 'maybe' },
  html_error: { kind: 'failed', billed: 'maybe' },
  error_inside: { kind: 'failed', billed: 'maybe' },
  foreign_bytes: { kind: 'failed', billed: 'yes' },
  html_as_picture: { kind: 'failed', billed: 'yes' },
  expired: { kind: 'failed', billed: 'yes' },
};

const PROMPT = 'a lighthouse keeper on a bicycle';

/** A recognised picture for orders. */
export function somePicture(seed = 1): Picture {
  const picture = readPicture(makePng({ seed, width: 96, height: 64 }));
  if (picture === null) throw new TypeError('the test kit makes no pictures');
  return picture;
}

/** An order with a source and a character; `given` follows what is set. */
export function someOrder(change: Partial<ImageOrder> = {}): ImageOrder {
  const options = { output_format: 'png' as const, ...change.options };
  const given = new Set<OrderField>(['prompt', 'image', ...(change.given ?? [])]);
  return {
    prompt: PROMPT,
    count: 1,
    size: null,
    source: somePicture(1),
    characters: [somePicture(2)],
    characterMask: null,
    styleReferences: [],
    editMask: null,
    seed: 7,
    ...change,
    options,
    given,
  };
}

/** A context against a fake; polls do not wait. */
export function someContext(
  one: Pick<ProviderCase, 'provider' | 'deployment' | 'credential' | 'settings'>,
  url: string,
  change: Partial<ProviderContext> = {},
): ProviderContext {
  const deployment = one.provider.deployments.find(({ id }) => id === one.deployment);
  if (deployment === undefined) throw new TypeError(`no deployment ${one.deployment}`);
  return {
    deployment,
    fetch,
    now: () => 1_764_000_000_000,
    signal: new AbortController().signal,
    onProgress: () => {},
    credential: one.credential,
    baseUrl: url,
    atelier: undefined as never,
    pause: async (_ms, signal) => signal.throwIfAborted(),
    ...(one.settings && { settings: one.settings }),
    ...change,
  };
}

/** Demands of a provider what every provider must do, whatever its upstream does to it. */
export function describeProvider(one: ProviderCase): void {
  describe(`${one.provider.id}/${one.deployment}`, () => {
    const world = useFakes(one);
    describeSuccess(one, world);
    describeFailures(one, world);
    describeHangUp(one, world);
  });
}

interface World {
  fake: ScenarioFake;
  foreign: Awaited<ReturnType<typeof startFakeServer>>;
}

function useFakes(one: ProviderCase): World {
  const world = {} as World;
  beforeEach(async () => {
    world.fake = await one.startFake();
    world.foreign = await startFakeServer((_, response) => response.end(makePng({ seed: 99 })));
  });
  afterEach(async () => {
    await Promise.all([world.fake.close(), world.foreign.close()]);
  });
  return world;
}

function run(
  one: ProviderCase,
  world: World,
  change: { order?: Partial<ImageOrder>; context?: Partial<ProviderContext> } = {},
): Promise<ProviderAnswer> {
  const context = someContext(one, world.fake.url, change.context);
  return one.provider.generate(someOrder(change.order), context);
}

function describeSuccess(one: ProviderCase, world: World): void {
  test('delivers the very picture the upstream made', async () => {
    world.fake.play('success', world.foreign.url);
    const answer = await run(one, world);
    expect(answer.failures).toEqual([]);
    expect(answer.pictures).toHaveLength(1);
    const [made] = world.fake.pictures();
    expect(Buffer.compare(answer.pictures[0]?.bytes ?? Buffer.of(), made ?? Buffer.of())).toBe(0);
  });

  test('delivers several pictures, all different', async () => {
    world.fake.play('several', world.foreign.url);
    const answer = await run(one, world, { order: { count: 3 } });
    expect(answer.failures).toEqual([]);
    expect(
      new Set(answer.pictures.map(({ bytes }) => Buffer.from(bytes).toString('hex'))).size,
    ).toBe(3);
  });

  test.skipIf(one.without?.lying_type !== undefined)(
    'knows a picture by its bytes where its declared type lies',
    async () => {
      world.fake.play('lying_type', world.foreign.url);
      expect((await run(one, world)).pictures).toHaveLength(1);
    },
  );

  test('leaves no field of a request without a rule and a sentence', () => {
    const deployment = one.provider.deployments.find(({ id }) => id === one.deployment);
    for (const [field, rule] of Object.entries(deployment?.fields ?? {})) {
      const silent = rule.support !== 'used' && rule.note === '';
      expect(silent, `${field} is ${rule.support} without a word`).toBe(false);
    }
  });
}

function describeFailures(one: ProviderCase, world: World): void {
  const cases = Object.entries({ ...EXPECTED, ...one.expected }) as [Failures, ExpectedFailure][];
  test.each(cases.filter(([scenario]) => one.without?.[scenario] === undefined))(
    'ends honestly: %s',
    async (scenario, expected) => {
      world.fake.play(scenario, world.foreign.url);
      const deployment = someContext(one, world.fake.url).deployment;
      const context =
        scenario === 'timeout' ? { deployment: { ...deployment, deadlineMs: 80 } } : {};
      const failure = await failureOf(run(one, world, { context }));
      expect({ kind: failure.kind, billed: failure.billed }).toEqual(expected);
      expectOurOwnWords(failure, one, world);
      expect(world.fake.submissions(), 'asked twice').toBeLessThanOrEqual(1);
      expect(world.foreign.requests, 'a foreign origin was asked').toHaveLength(0);
      if (scenario === 'rate_limited') {
        expect(failure.retryAfterSeconds).toBe(SCENARIO_RETRY_AFTER);
      }
    },
  );
}

function describeHangUp(one: ProviderCase, world: World): void {
  test.skipIf(one.without?.hang_up !== undefined)(
    'ends when the caller hangs up, and cancels where that is known',
    async () => {
      world.fake.play('hang_up', world.foreign.url);
      const caller = new AbortController();
      const running = failureOf(run(one, world, { context: { signal: caller.signal } }));
      await arrivals(world.fake);
      caller.abort();
      const failure = await running;
      expect(failure.kind).toBe('cancelled');
      expect(failure.billed).not.toBe('yes');
      const cancellations = world.fake.cancellations();
      if (cancellations !== null) expect(cancellations).toBe(1);
    },
  );

  test('sends nothing for a caller who has already left', async () => {
    const failure = await failureOf(run(one, world, { context: { signal: AbortSignal.abort() } }));
    expect(failure).toMatchObject({ kind: 'cancelled', billed: 'no' });
    expect(world.fake.submissions()).toBe(0);
  });
}

async function failureOf(running: Promise<ProviderAnswer>): Promise<ProviderError> {
  const outcome = await running.then(
    (answer) => answer.failures[0] ?? answer,
    (error: unknown) => error,
  );
  expect(outcome).toBeInstanceOf(ProviderError);
  return outcome as ProviderError;
}

/** Resolves once the fake hangs on to a request: submitted, and one more that gets no answer. */
async function arrivals(fake: ScenarioFake): Promise<void> {
  let last = -1;
  while (fake.submissions() === 0 || fake.requests.length !== last) {
    last = fake.requests.length;
    for (let turns = 0; turns < 50; turns += 1) await new Promise(setImmediate);
  }
}

function expectOurOwnWords(failure: ProviderError, one: ProviderCase, world: World): void {
  const message = failure.message.toLowerCase();
  expect(message).toMatch(/\.$/);
  for (const secret of [UPSTREAM_TEXT, one.credential, world.fake.url, '<', 'http']) {
    if (secret) expect(message).not.toContain(secret.toLowerCase());
  }
}
