import { ProviderError } from '@aigateway/providers';

/** Failures in a row after which a deployment rests. */
const FAILURES_TO_REST = 5;
const FIRST_REST_MS = 30_000;
const LONGEST_REST_MS = 300_000;
/** An account that is refused or empty does not heal by itself within seconds. */
const ACCOUNT_REST_MS = 60_000;
const RATE_REST_MS = 1_000;
const QUEUE_MS = 30_000;
const QUEUE_LENGTH = 256;
/** Weight of the newest latency in the average. */
const NEWEST = 0.2;

/** What is watched: one deployment, and whose account it is asked with. */
export interface Watched {
  readonly key: string;
  /** Most pictures in flight. */
  readonly concurrency: number;
}

/** How a deployment does. */
export interface HealthReading {
  readonly state: 'healthy' | 'resting' | 'probing';
  readonly restingMs: number;
  readonly inFlight: number;
  readonly waiting: number;
  readonly latencyMs: number | null;
}

/** Remembers how deployments do, and keeps each within its places. */
export interface DeploymentHealth {
  /** Milliseconds until it may be asked; 0 = now. Whoever gets 0 must report the end. */
  admit(watched: Watched): number;
  /** Waits for `pictures` places; the returned function gives them back. */
  enter(watched: Watched, pictures: number, signal: AbortSignal): Promise<() => void>;
  succeeded(watched: Watched, latencyMs: number): void;
  failed(watched: Watched, error: ProviderError): void;
  /** Nothing was learned: refused, cancelled. */
  inconclusive(watched: Watched): void;
  read(key: string): HealthReading;
}

interface Waiter {
  readonly places: number;
  readonly enter: () => void;
}

interface Gate {
  failures: number;
  restMs: number;
  restsUntilMs: number;
  probing: boolean;
  inFlight: number;
  latencyMs: number | null;
  readonly waiting: Waiter[];
}

/** Health over an injected clock (unix milliseconds). */
export function createDeploymentHealth(now: () => number): DeploymentHealth {
  const gates = new Map<string, Gate>();
  const gateOf = ({ key }: Watched): Gate => {
    const found = gates.get(key) ?? newGate();
    gates.set(key, found);
    return found;
  };
  return {
    admit: (watched) => admit(gateOf(watched), now()),
    enter: (watched, pictures, signal) =>
      enter(gateOf(watched), { ...watched, places: pictures, signal }),
    succeeded(watched, latencyMs) {
      const gate = gateOf(watched);
      const before = gate.latencyMs ?? latencyMs;
      gate.latencyMs = before + NEWEST * (latencyMs - before);
      Object.assign(gate, { failures: 0, restMs: FIRST_REST_MS, restsUntilMs: 0, probing: false });
    },
    failed: (watched, error) => fail(gateOf(watched), error, now()),
    inconclusive(watched) {
      gateOf(watched).probing = false;
    },
    read: (key) => readGate(gates.get(key) ?? newGate(), now()),
  };
}

function newGate(): Gate {
  return {
    failures: 0,
    restMs: FIRST_REST_MS,
    restsUntilMs: 0,
    probing: false,
    inFlight: 0,
    latencyMs: null,
    waiting: [],
  };
}

/** After a rest one call tries it; the others wait for how that ends. */
function admit(gate: Gate, nowMs: number): number {
  if (gate.restsUntilMs === 0) return 0;
  if (nowMs < gate.restsUntilMs) return gate.restsUntilMs - nowMs;
  if (gate.probing) return RATE_REST_MS;
  gate.probing = true;
  return 0;
}

function fail(gate: Gate, error: ProviderError, nowMs: number): void {
  const wasProbe = gate.probing;
  gate.probing = false;
  if (error.kind === 'rate_limited') {
    const restMs = (error.retryAfterSeconds ?? 0) * 1000 || RATE_REST_MS;
    gate.restsUntilMs = nowMs + Math.min(restMs, LONGEST_REST_MS);
    return;
  }
  if (error.kind === 'unauthorized' || error.kind === 'exhausted_credit') {
    gate.restsUntilMs = nowMs + ACCOUNT_REST_MS;
    return;
  }
  if (error.kind !== 'failed' && error.kind !== 'timeout') return;
  gate.failures += 1;
  if (!wasProbe && gate.failures < FAILURES_TO_REST) return;
  gate.restsUntilMs = nowMs + gate.restMs;
  gate.restMs = Math.min(gate.restMs * 2, LONGEST_REST_MS);
}

interface Entry extends Watched {
  readonly places: number;
  readonly signal: AbortSignal;
}

/** An order for more pictures than there are places takes them all. */
async function enter(gate: Gate, { concurrency, places, signal }: Entry): Promise<() => void> {
  signal.throwIfAborted();
  const wanted = Math.min(places, concurrency);
  const leave = () => {
    gate.inFlight -= wanted;
    for (let next = gate.waiting[0]; next; next = gate.waiting[0]) {
      if (gate.inFlight + next.places > concurrency) return;
      gate.waiting.shift();
      gate.inFlight += next.places;
      next.enter();
    }
  };
  if (gate.waiting.length === 0 && gate.inFlight + wanted <= concurrency) {
    gate.inFlight += wanted;
    return once(leave);
  }
  if (gate.waiting.length >= QUEUE_LENGTH) throw noPlace();
  await waitForPlaces(gate, wanted, signal);
  return once(leave);
}

function waitForPlaces(gate: Gate, places: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
    };
    const waiter: Waiter = {
      places,
      enter: () => {
        stop();
        resolve();
      },
    };
    const giveUp = () => {
      stop();
      const at = gate.waiting.indexOf(waiter);
      if (at >= 0) gate.waiting.splice(at, 1);
      reject(signal.aborted ? hungUp() : noPlace());
    };
    const timer = setTimeout(giveUp, QUEUE_MS);
    signal.addEventListener('abort', giveUp);
    gate.waiting.push(waiter);
  });
}

function noPlace(): ProviderError {
  return new ProviderError('saturated', 'All places of the maker are taken.', {
    billed: 'no',
    retryAfterSeconds: 5,
  });
}

function hungUp(): ProviderError {
  return new ProviderError('cancelled', 'The call was ended while it waited.', { billed: 'no' });
}

function once(leave: () => void): () => void {
  let left = false;
  return () => {
    if (left) return;
    left = true;
    leave();
  };
}

function readGate(gate: Gate, nowMs: number): HealthReading {
  const restingMs = Math.max(0, gate.restsUntilMs - nowMs);
  const calm = gate.restsUntilMs === 0;
  return {
    state: calm ? 'healthy' : restingMs > 0 ? 'resting' : 'probing',
    restingMs,
    inFlight: gate.inFlight,
    waiting: gate.waiting.length,
    latencyMs: gate.latencyMs === null ? null : Math.round(gate.latencyMs),
  };
}
