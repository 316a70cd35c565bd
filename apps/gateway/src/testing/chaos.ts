import { ONE_USD, timesCount } from '@aigateway/contract';
import { PROVIDERS, type Provider } from '@aigateway/providers';
import {
  FAL_FAKE_KEY,
  type FakeFal,
  type FakeFault,
  type FakeIdeogram,
  IDEOGRAM_FAKE_KEY,
  makePng,
  startFakeFal,
  startFakeIdeogram,
} from '@aigateway/testkit';
import { createSystem } from '../system.ts';
import { startTestGateway, type TestGateway } from './start-test-gateway.ts';

/** How long a deployment of a chaos run may take. */
export const CHAOS_DEADLINE_MS = 700;
/** Waits between two looks shrink to this. */
const PAUSE_MS = 2;
/** The clock runs on by this at every call, so that rests end. */
const STEP_MS = 70_000;

/** What goes wrong at one upstream, and whether the job may have been accepted there. */
interface Fault {
  readonly stage: 'submit' | 'look' | 'bytes';
  readonly fault: FakeFault;
  readonly times: number;
  readonly doubtful: boolean;
}

const answer = (status: number, json: unknown = {}): FakeFault => ({
  kind: 'answer',
  status,
  json,
});
const at = (stage: Fault['stage'], fault: FakeFault, times = 1): Fault => ({
  stage,
  fault,
  times,
  doubtful: stage !== 'submit' || fault.kind !== 'answer',
});

/** The kinds of fault. */
export const CHAOS_FAULTS: Readonly<Record<string, Fault | null>> = {
  none: null,
  refused: at('submit', answer(422, { error: 'x' })),
  unauthorized: at('submit', answer(401)),
  no_credit: at('submit', answer(402, { error: 'x', reject_reason: 'insufficient_funds' })),
  rate_limited: at('submit', answer(429, { error: 'x', reject_reason: 'inflight_limit' })),
  dropped: at('submit', { kind: 'drop' }),
  cut: at('submit', { kind: 'cut' }),
  hanging: at('submit', { kind: 'hang' }),
  html: at('submit', { kind: 'html', status: 502 }),
  redirect: at('submit', { kind: 'redirect', location: 'http://127.0.0.1:9/' }),
  look_broken: at('look', answer(500), 2),
  look_dropped: at('look', { kind: 'drop' }, 2),
  look_hanging: at('look', { kind: 'hang' }),
  bytes_gone: at('bytes', answer(404), 6),
  bytes_cut: at('bytes', { kind: 'cut' }, 6),
};

/** What one call of a run came to. */
export interface ChaosCall {
  readonly number: number;
  readonly faults: readonly [string, string];
  readonly status: number;
  readonly code: string | null;
  readonly cents: number;
  readonly pictures: number;
  readonly tookMs: number;
  /** Submissions to each upstream. */
  readonly submitted: readonly [number, number];
  /** True when the first upstream may have accepted the job. */
  readonly doubtful: boolean;
}

/** A gateway between two upstreams that fail as they are told. */
export interface ChaosHouse {
  readonly gateway: TestGateway;
  call(number: number, random: () => number): Promise<ChaosCall>;
  close(): Promise<void>;
}

const short = (provider: Provider): Provider => ({
  ...provider,
  deployments: provider.deployments.map((one) => ({ ...one, deadlineMs: CHAOS_DEADLINE_MS })),
});

/** Opens the house. */
export async function openChaosHouse(): Promise<ChaosHouse> {
  const ideogram = await startFakeIdeogram();
  const fal = await startFakeFal();
  const system = createSystem();
  let calls = 0;
  const gateway = await startTestGateway({
    env: {
      IDEOGRAM_API_KEY: IDEOGRAM_FAKE_KEY,
      IDEOGRAM_BASE_URL: ideogram.url,
      FAL_KEY: FAL_FAKE_KEY,
      FAL_BASE_URL: fal.url,
      AIGATEWAY_RATE_LIMIT_RPM: '1000000',
      AIGATEWAY_IMAGES_PER_MINUTE: '1000000',
    },
    playCredit: timesCount(ONE_USD, 10_000),
    providers: PROVIDERS.filter(({ id }) => id === 'ideogram' || id === 'fal').map(short),
    system: { ...system, now: () => system.now() + calls * STEP_MS },
    pause: (_ms, signal) =>
      new Promise((resolve, reject) =>
        setTimeout(() => (signal.aborted ? reject(signal.reason) : resolve()), PAUSE_MS),
      ),
  });
  return {
    gateway,
    async call(number, random) {
      calls += 1;
      return callOnce({ ideogram, fal, gateway }, number, random);
    },
    async close() {
      await gateway.close();
      await ideogram.close();
      await fal.close();
    },
  };
}

interface Upstreams {
  readonly ideogram: FakeIdeogram;
  readonly fal: FakeFal;
  readonly gateway: TestGateway;
}

const image = `data:image/png;base64,${makePng().toString('base64')}`;
const STAGES = {
  ideogram: { submit: 'submit', look: 'poll', bytes: 'result' },
  fal: { submit: 'submit', look: 'status', bytes: 'file' },
} as const;

async function callOnce(
  { ideogram, fal, gateway }: Upstreams,
  number: number,
  random: () => number,
): Promise<ChaosCall> {
  const names = Object.keys(CHAOS_FAULTS);
  const pick = () => names[Math.floor(random() * names.length)] ?? 'none';
  const faults = [pick(), pick()] as const;
  ideogram.faults.clear();
  fal.faults.clear();
  const [first, second] = faults.map((name) => CHAOS_FAULTS[name] ?? null);
  if (first) ideogram.faults.add(STAGES.ideogram[first.stage], first.fault, first.times);
  if (second) fal.faults.add(STAGES.fal[second.stage], second.fault, second.times);
  const before = [ideogram.submissions(), fal.submissions()] as const;
  const startedAtMs = performance.now();
  const response = await gateway.post('/v1/images/generations', {
    model: 'ideogram/ideogram-character-remix',
    prompt: `call ${number}`,
    image,
    n: 1 + Math.floor(random() * 2),
  });
  const body = (await response.json()) as { data?: unknown[]; error?: { code: string } };
  const submitted = [ideogram.submissions() - before[0], fal.submissions() - before[1]] as const;
  return {
    number,
    faults,
    status: response.status,
    code: body.error?.code ?? null,
    cents: Number(response.headers.get('x-cost-cents') ?? 0),
    pictures: body.data?.length ?? 0,
    tookMs: performance.now() - startedAtMs,
    submitted,
    doubtful: submitted[0] > 0 && (first === null || first === undefined || first.doubtful),
  };
}

/** A repeatable sequence of 0 <= x < 1 (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
