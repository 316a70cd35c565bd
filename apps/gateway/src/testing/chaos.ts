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
  bytes_html: at('bytes', { kind: 'html', status: 200 }, 6),
};

/** Share of the calls whose caller hangs up as soon as an upstream was asked. */
const LEAVING = 0.15;

/** What one call of a run came to. */
export interface ChaosCall {
  readonly number: number;
  readonly faults: readonly [string, string];
  /** True when the caller hung up; what it came to was then asked for by the request id. */
  readonly left: boolean;
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
  upstreams: Upstreams,
  number: number,
  random: () => number,
): Promise<ChaosCall> {
  const { ideogram, fal } = upstreams;
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
  const count = 1 + Math.floor(random() * 2);
  const wasAsked = () => ideogram.submissions() > before[0] || fal.submissions() > before[1];
  const leaves = random() < LEAVING ? wasAsked : null;
  const ended = await sendCall(upstreams.gateway, { number, count, leaves });
  const submitted = [ideogram.submissions() - before[0], fal.submissions() - before[1]] as const;
  return {
    number,
    faults,
    ...ended,
    tookMs: performance.now() - startedAtMs,
    submitted,
    doubtful: submitted[0] > 0 && (first === null || first === undefined || first.doubtful),
  };
}

interface Sending {
  readonly number: number;
  readonly count: number;
  /** True as soon as the caller hangs up; null = it stays. */
  readonly leaves: (() => boolean) | null;
}

type Ended = Pick<ChaosCall, 'left' | 'status' | 'code' | 'cents' | 'pictures'>;

/** Sends the call and, where its caller left, asks for what became of it. */
async function sendCall(gateway: TestGateway, { number, count, leaves }: Sending): Promise<Ended> {
  const hangUp = new AbortController();
  let answered = false;
  const answer = fetch(`${gateway.url}/v1/images/generations`, {
    method: 'POST',
    signal: hangUp.signal,
    headers: {
      authorization: `Bearer ${gateway.key}`,
      'content-type': 'application/json',
      'x-request-id': `chaos-${number}`,
    },
    body: JSON.stringify({
      model: 'ideogram/ideogram-character-remix',
      prompt: `call ${number}`,
      image,
      n: count,
    }),
  })
    .then(async (response): Promise<Ended> => {
      const cents = Number(response.headers.get('x-cost-cents') ?? 0);
      return { left: false, cents, ...(await readAnswer(response)) };
    })
    .catch(() => null)
    .finally(() => {
      answered = true;
    });
  if (leaves) {
    while (!leaves() && !answered) await nextTurn();
    hangUp.abort();
  }
  return (await answer) ?? readLater(gateway, `chaos-${number}`);
}

async function readLater(gateway: TestGateway, requestId: string): Promise<Ended> {
  for (;;) {
    const ended = await readAnswer(await gateway.get(`/v1/images/results/${requestId}`));
    if (ended.code === 'result_not_ready') {
      await nextTurn();
      continue;
    }
    const usage = await gateway.get(`/v1/usage/${requestId}`);
    const { cost_cents: cents = 0 } = (await usage.json()) as { cost_cents?: number };
    return { left: true, cents, ...ended };
  }
}

async function readAnswer(response: Response) {
  const body = (await response.json()) as { data?: unknown[]; error?: { code: string } };
  const { data = [], error } = body;
  return { status: response.status, code: error?.code ?? null, pictures: data.length };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
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
