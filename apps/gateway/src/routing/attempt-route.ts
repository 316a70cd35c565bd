import { ApiError } from '@aigateway/contract';
import {
  type ImageOrder,
  type ProviderAnswer,
  type ProviderContext,
  ProviderError,
  withDetail,
} from '@aigateway/providers';
import type { DeploymentHealth } from './deployment-health.ts';
import { toApiError } from './explain-failure.ts';
import type { MakerWebhooks } from './maker-webhooks.ts';
import type { RouteStep } from './plan-route.ts';

/** Looks at an accepted job after the attempt that submitted it broke. */
const COLLECT_LOOKS = 3;
const COLLECT_PAUSE_MS = 500;
const COLLECT_MS = 60_000;
const RETRY_PAUSE_MS = 300;
const QUOTE_MS = 10_000;
const MAX_ATTEMPTS = 3;
/** An attempt may overrun its deadline by this much before it is left alone. */
const GRACE_MS = 2_000;

/** What a step may use of the world, beside its own configuration. */
export interface AttemptWorld
  extends Pick<
    ProviderContext,
    'fetch' | 'now' | 'signal' | 'hangUp' | 'onProgress' | 'atelier' | 'partialImages' | 'onPartial'
  > {
  readonly pause: NonNullable<ProviderContext['pause']>;
  readonly health: DeploymentHealth;
  /** Where makers say that a job has ended. */
  readonly makerWebhooks: Pick<MakerWebhooks, 'offer'>;
  /** Tells the operator that an account of theirs is refused or empty. */
  readonly alert: (provider: string, error: ProviderError) => void;
}

/** Failures that say something about the deployment. */
const BLAMES: ReadonlySet<ProviderError['kind']> = new Set(['failed', 'timeout', 'rate_limited']);

/** One call on one deployment, for `explain` and the usage row. */
export interface AttemptReport {
  readonly provider: string;
  readonly deployment: string;
  readonly outcome: 'delivered' | 'failed' | 'skipped';
  readonly reason: string;
  readonly latencyMs: number;
}

/** What came of a route: the answer of the first step that delivered anything. */
export interface RouteOutcome {
  readonly step: RouteStep;
  readonly answer: ProviderAnswer;
  readonly attempts: readonly AttemptReport[];
}

/** How a route ended that brought nothing. */
export interface RouteEnd {
  /** The step that was asked last, or would have been asked first. */
  readonly step: RouteStep;
  readonly attempts: readonly AttemptReport[];
  /** What an upstream took all the same; null where nobody knows. */
  readonly upstreamMicroUsd: bigint | null;
}

/** All steps failed; carries how beside the catalogue's error. */
export class RouteFailure extends Error {
  override readonly name = 'RouteFailure';
  constructor(
    readonly error: ApiError,
    readonly end: RouteEnd,
  ) {
    super(error.message, { cause: error });
  }
}

/**
 * Tries the steps in order until one delivers. Another attempt follows only when the failed one
 * surely did not bill; a job that was accepted is looked up, never submitted again. Throws
 * `RouteFailure`.
 */
export async function attemptRoute(
  steps: readonly [RouteStep, ...RouteStep[]],
  order: ImageOrder,
  world: AttemptWorld,
): Promise<RouteOutcome> {
  const attempts: AttemptReport[] = [];
  const left = [...steps];
  let last: ApiError | null = null;
  let end: Omit<RouteEnd, 'attempts'> = { step: steps[0], upstreamMicroUsd: null };
  let asked = 0;
  for (let step = left.shift(); step && asked < MAX_ATTEMPTS; step = left.shift()) {
    const startedAtMs = world.now();
    const report = reporter(attempts, step, () => world.now() - startedAtMs);
    const restingMs = world.health.admit(watch(step));
    if (restingMs > 0) {
      report('skipped', `rests for ${Math.ceil(restingMs / 1000)} s after failures`);
      last ??= allRest(restingMs);
      continue;
    }
    asked += 1;
    const result = await tryStep(step, order, world);
    if (!(result instanceof ProviderError)) {
      world.health.succeeded(watch(step), world.now() - startedAtMs);
      report('delivered', step.reason);
      return { step, answer: result, attempts };
    }
    report('failed', result.billed === 'yes' ? `${result.kind}, billed upstream` : result.kind);
    judge(step, result, world);
    last = toApiError(result, step.ownKey?.id ?? null);
    end = { step, upstreamMicroUsd: result.upstreamMicroUsd };
    if (!mayFallBack(result) || leavingOf(world).aborted) break;
    if (left.length === 0 && mayRetry(step, result, asked)) {
      left.push(step);
      await world.pause(RETRY_PAUSE_MS, leavingOf(world)).catch(() => {});
    }
  }
  throw new RouteFailure(last ?? new ApiError('internal_error', 'No step.'), { ...end, attempts });
}

/** What the maker of a step says it would take, micro-dollars; null where it cannot say. Free. */
export async function askPrice(
  step: RouteStep,
  order: ImageOrder,
  world: AttemptWorld,
): Promise<bigint | null> {
  const { quote } = step.upstream.provider;
  if (!quote) return null;
  const context = await openContext(step, world, () => {});
  const signal = AbortSignal.any([leavingOf(world), AbortSignal.timeout(QUOTE_MS)]);
  return endBy(quote(order, { ...context, signal }), signal).then(
    ({ microUsd }) => microUsd,
    () => null,
  );
}

/** Aborted when nothing new should be begun: the call must end, or its caller left. */
function leavingOf({ signal, hangUp }: AttemptWorld): AbortSignal {
  return hangUp ? AbortSignal.any([signal, hangUp]) : signal;
}

function reporter(attempts: AttemptReport[], step: RouteStep, latency: () => number) {
  return (outcome: AttemptReport['outcome'], reason: string) =>
    attempts.push({
      provider: step.upstream.provider.id,
      deployment: step.deployment.id,
      outcome,
      reason,
      latencyMs: latency(),
    });
}

function watch(step: RouteStep) {
  return { key: step.key, concurrency: step.deployment.concurrency };
}

function allRest(restingMs: number): ApiError {
  return new ApiError(
    'no_healthy_deployment',
    'All routes of this model rest after failures. Nothing was charged.',
    { retryAfterSeconds: Math.ceil(restingMs / 1000) },
  );
}

/** What the failure says of the deployment, and of the operator's account there. */
function judge(step: RouteStep, error: ProviderError, { health, alert }: AttemptWorld): void {
  const aboutAccount = error.kind === 'unauthorized' || error.kind === 'exhausted_credit';
  if (aboutAccount && step.ownKey === null) alert(step.upstream.provider.id, error);
  // A caller's own account is asked again at once: they may just have put it right.
  const learned = aboutAccount ? step.ownKey === null : BLAMES.has(error.kind);
  if (learned) health.failed(watch(step), error);
  else health.inconclusive(watch(step));
}

/** The answer of one step, or why there is none. Never throws. */
async function tryStep(
  step: RouteStep,
  order: ImageOrder,
  world: AttemptWorld,
): Promise<ProviderAnswer | ProviderError> {
  let leave: (() => void) | null = null;
  try {
    leave = await world.health.enter(watch(step), order.count, leavingOf(world));
    return await attemptStep(step, order, world);
  } catch (error) {
    if (error instanceof ProviderError) return error;
    return new ProviderError('failed', 'The maker failed.', { billed: 'maybe', cause: error });
  } finally {
    leave?.();
  }
}

/** One attempt, ended by the deployment's deadline, or by a hang-up where stopping saves. */
async function attemptStep(
  step: RouteStep,
  order: ImageOrder,
  world: AttemptWorld,
): Promise<ProviderAnswer> {
  const { provider } = step.upstream;
  const accepted = new Set<string>();
  const context = await openContext(step, world, (jobId) => accepted.add(jobId));
  const caller = step.deployment.onHangUp === 'stop' ? leavingOf(world) : world.signal;
  const deadline = AbortSignal.timeout(step.deployment.deadlineMs);
  const signal = AbortSignal.any([caller, deadline]);
  try {
    return await endBy(provider.generate(order, { ...context, signal }), signal);
  } catch (error) {
    const failure = explain(error, { late: deadline.aborted && !caller.aborted });
    const jobIds = [...accepted, ...(failure.jobId ? [failure.jobId] : [])];
    if (!mayCollect(failure, jobIds) || signal.aborted || !provider.collect) {
      throw withJob(failure, jobIds);
    }
    const found = await collectAll(new Set(jobIds), {
      collect: provider.collect,
      context,
      pause: world.pause,
      caller,
    });
    if (found === null) throw withJob(failure, jobIds);
    return found;
  }
}

/** The caller's key is unsealed here, for this attempt alone. */
async function openContext(
  step: RouteStep,
  world: AttemptWorld,
  onAccepted: (jobId: string) => void,
): Promise<ProviderContext> {
  const { upstream, ownKey, deployment } = step;
  const { fetch, now, signal, hangUp, onProgress, atelier, pause } = world;
  const { partialImages, onPartial } = world;
  return {
    fetch,
    now,
    signal,
    onProgress,
    atelier,
    pause,
    deployment,
    credential: ownKey ? await openKey(ownKey, upstream.baseUrl) : upstream.credential,
    baseUrl: upstream.baseUrl,
    settings: upstream.settings,
    onAccepted,
    ...world.makerWebhooks.offer(upstream, ownKey),
    ...(hangUp && { hangUp }),
    ...(partialImages !== undefined && { partialImages }),
    ...(onPartial && { onPartial }),
  };
}

async function openKey(
  ownKey: NonNullable<RouteStep['ownKey']>,
  baseUrl: string | null,
): Promise<string> {
  if (ownKey.baseUrl === baseUrl) return ownKey.open();
  throw new ProviderError('unauthorized', 'The key was stored for another address.', {
    billed: 'no',
  });
}

/** A provider that does not obey the signal is left alone a little after it. */
function endBy<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onAbort = () => {
      timer = setTimeout(() => reject(signal.reason), GRACE_MS);
    };
    const settle = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    work.finally(settle).then(resolve, reject);
  });
}

function explain(error: unknown, { late }: { late: boolean }): ProviderError {
  const known = error instanceof ProviderError;
  if (known && !late) return error;
  const kind = late ? 'timeout' : 'failed';
  const text = late ? 'The maker did not finish in time.' : 'The maker failed.';
  return new ProviderError(kind, text, {
    billed: known ? error.billed : 'maybe',
    ...(known && error.jobId !== null && { jobId: error.jobId }),
    cause: error,
  });
}

/** The failure with the job behind it, so that it is not submitted again. */
function withJob(failure: ProviderError, jobIds: readonly string[]): ProviderError {
  const [jobId] = jobIds;
  return failure.jobId !== null || jobId === undefined ? failure : withDetail(failure, { jobId });
}

function mayCollect(failure: ProviderError, jobIds: readonly string[]): boolean {
  if (jobIds.length === 0) return false;
  return failure.kind === 'failed' || failure.kind === 'timeout' || failure.kind === 'saturated';
}

interface Collecting {
  readonly collect: (jobId: string, context: ProviderContext) => Promise<ProviderAnswer>;
  readonly context: ProviderContext;
  readonly pause: AttemptWorld['pause'];
  readonly caller: AbortSignal;
}

/** Looks accepted jobs up: free, and it starts nothing. Null when in vain. */
async function collectAll(
  jobIds: ReadonlySet<string>,
  { collect, context, pause, caller }: Collecting,
): Promise<ProviderAnswer | null> {
  const signal = AbortSignal.any([caller, AbortSignal.timeout(COLLECT_MS)]);
  let left = [...jobIds];
  let found: ProviderAnswer[] = [];
  for (let look = 0; look < COLLECT_LOOKS && left.length > 0 && !signal.aborted; look += 1) {
    await pause(COLLECT_PAUSE_MS, signal).catch(() => {});
    const looked = await Promise.all(
      left.map((jobId) => endBy(collect(jobId, { ...context, signal }), signal).catch(() => null)),
    );
    found = [...found, ...looked.filter((one) => one !== null)];
    left = left.filter((_, at) => looked[at] === null);
  }
  if (found.length === 0) return null;
  const costs = found.map((one) => one.upstreamMicroUsd);
  return {
    pictures: found.flatMap((one) => one.pictures),
    failures: found.flatMap((one) => one.failures),
    warnings: [...new Set(found.flatMap((one) => one.warnings))],
    upstreamMicroUsd: costs.some((one) => one === null)
      ? null
      : costs.reduce<bigint>((sum, one) => sum + (one ?? 0n), 0n),
  };
}

function mayFallBack(error: ProviderError): boolean {
  if (error.billed !== 'no') return false;
  switch (error.kind) {
    case 'refused':
    case 'invalid_image':
    case 'invalid_request':
    case 'cancelled':
      return false;
    default:
      return true;
  }
}

/** Once more on the same deployment: only what a moment can heal, and never an accepted job. */
function mayRetry(step: RouteStep, error: ProviderError, asked: number): boolean {
  if (error.kind !== 'failed' || error.jobId !== null || asked > 1) return false;
  return step.upstream.provider.credentials !== null;
}
