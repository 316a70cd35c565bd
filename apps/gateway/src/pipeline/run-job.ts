import { ApiError } from '@aigateway/contract';
import { LedgerError } from '@aigateway/ledger';
import type { ImageCall } from '../image-call.ts';
import { type ClaimedJob, JobGone, type JobRecord } from '../job.ts';
import type { JobControl } from '../jobs/job-runner.ts';
import type { JobOwner } from '../jobs/job-store.ts';
import type { OpenGeneration } from '../metering/meter.ts';
import { JOB_LIFE_MS, type JobHouse } from './accept-job.ts';
import { type CallEnds, makeOnHold, prepare } from './generate-image.ts';

/** A job that broke this many processes is not begun again. */
const MOST_RUNS = 5;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
/** Statuses that say "not now": nothing was tried that could have failed. */
const NO_ROOM: ReadonlySet<number> = new Set([429, 503]);

/**
 * Makes a claimed job on the hold that was placed for it, and ends it with its money in one
 * transaction. A run that was interrupted is begun again unless an upstream that takes money may
 * have been asked; a route that has no room now is asked again later. Never throws for what is
 * the call's own failure.
 */
export async function runJob(job: ClaimedJob, control: JobControl, house: JobHouse): Promise<void> {
  let held: OpenGeneration | null = null;
  try {
    const { principal, tag } = job.call;
    held = await house.meter.resume({ id: job.generationId, principal, tag });
    refuseWorn(job, house);
    await make(job, { control, held }, house);
  } catch (error) {
    await settleFault(error, { job, held, control }, house);
  }
}

interface Run {
  readonly control: JobControl;
  readonly held: OpenGeneration;
}

async function make(job: ClaimedJob, { control, held }: Run, house: JobHouse): Promise<void> {
  const { signal, onProgress } = control;
  const call: ImageCall = {
    ...job.call,
    signal,
    watch: { partialImages: 0, onPartial: () => {}, onProgress },
  };
  const giveBack = house.limits.takePlaces(call.principal, call.request.n);
  try {
    const plan = await prepare(call, house);
    const asksMoney = plan.steps.some(({ upstream }) => upstream.provider.credentials !== null);
    if (asksMoney) await house.jobs.noteUpstream(job);
    const ends: CallEnds = {
      delivered: (executor, outcome) => house.jobs.complete(executor, job, outcome),
      failed: (executor, error) => house.jobs.fail(executor, job, error),
      goesOn: (error) => nextRun(error, { job, control, asksMoney }, house) !== 'none',
    };
    await makeOnHold(call, plan, { house, held, ends });
  } finally {
    giveBack();
  }
}

/** What becomes of a job after a fault that did not end it. */
function nextRun(
  error: unknown,
  { job, control, asksMoney }: Fault & { readonly asksMoney: boolean },
  house: JobHouse,
): 'none' | 'somebody else' | 'now' | 'later' {
  // The ledger speaks when the hold ended without us: by a cancellation, or by the clock.
  if (error instanceof JobGone || error instanceof LedgerError) return 'somebody else';
  if (control.signal.aborted) {
    if (control.signal.reason !== 'ending') return 'somebody else';
    return asksMoney ? 'none' : 'now';
  }
  const passes = error instanceof ApiError && error.shouldRetry && NO_ROOM.has(error.status);
  return passes && house.system.now() - job.createdAtMs < JOB_LIFE_MS ? 'later' : 'none';
}

interface Fault {
  readonly job: ClaimedJob;
  readonly control: JobControl;
}

/** A fault that `makeOnHold` did not end: the job goes back, or ends here. */
async function settleFault(
  error: unknown,
  { job, held, control }: Fault & { readonly held: OpenGeneration | null },
  house: JobHouse,
): Promise<void> {
  const { jobs, system } = house;
  const next = nextRun(error, { job, control, asksMoney: job.askedUpstream }, house);
  if (next === 'now') return void (await jobs.putBack(job, system.now()));
  if (next === 'later') {
    const waitedMs = system.now() - job.createdAtMs;
    const pauseMs = Math.min(LONGEST_PAUSE_MS, Math.max(FIRST_PAUSE_MS, waitedMs / 2));
    return void (await jobs.putBack(job, system.now() + Math.ceil(pauseMs)));
  }
  if (control.signal.aborted && control.signal.reason !== 'ending') return;
  const cause = toCause(error);
  try {
    if (held && !(error instanceof LedgerError)) {
      await house.meter.release(held, {
        attempts: 0,
        errorCode: cause.code,
        also: (executor) => jobs.fail(executor, job, cause),
      });
    } else {
      await house.database.transaction((executor) => jobs.fail(executor, job, cause));
    }
  } catch (late) {
    // `makeOnHold` had ended it already, or somebody cancelled it meanwhile.
    if (!(late instanceof JobGone || late instanceof LedgerError)) throw late;
  }
  if (!(error instanceof ApiError || error instanceof LedgerError || error instanceof JobGone)) {
    throw error;
  }
}

function toCause(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof LedgerError) return expired();
  return new ApiError('internal_error', 'The gateway failed. Nothing was charged.');
}

function refuseWorn(job: ClaimedJob, { system }: JobHouse): void {
  if (system.now() - job.createdAtMs >= JOB_LIFE_MS) throw expired();
  if (!job.askedUpstream && job.runs <= MOST_RUNS) return;
  throw new ApiError(
    'job_interrupted',
    'The gateway was restarted while the job ran. Nothing was charged; send the call again.',
  );
}

function expired(): ApiError {
  return new ApiError(
    'job_expired',
    'The job waited for a day without being made. Nothing was charged; send the call again.',
  );
}

/**
 * Ends an open job as cancelled and gives its hold back, in one transaction; one that has ended
 * stays as it is. The work is told to stop. Null when there is no such job.
 */
export async function cancelJob(
  owner: JobOwner,
  id: string,
  house: JobHouse & { readonly stopJob: (id: string) => void },
): Promise<JobRecord | null> {
  const job = await house.jobs.find(owner, id);
  if (!job || job.status === 'completed' || job.status === 'failed') return job;
  const cancelled = new ApiError('cancelled', 'The job was cancelled. Nothing was charged.');
  try {
    await house.meter.releaseById(job.generationId, {
      attempts: 0,
      errorCode: cancelled.code,
      also: (executor) => house.jobs.fail(executor, { id, leaseId: null }, cancelled),
    });
  } catch (error) {
    // It ended on its own in the meantime.
    if (!(error instanceof JobGone || error instanceof LedgerError)) throw error;
  }
  house.stopJob(id);
  return house.jobs.find(owner, id);
}
