import type { ClaimedJob, JobStop } from '../job.ts';
import type { JobStore } from './job-store.ts';

/** How often leases are renewed and jobs of other processes looked for. */
const BEAT_MS = 1_000;

/** What a run is given to be followed and stopped by. */
export interface JobControl {
  /** Aborted with a `JobStop` as its reason. */
  readonly signal: AbortSignal;
  /** 0..1. */
  readonly onProgress: (progress: number) => void;
}

/** What a runner works with. */
export interface JobRunnerParts {
  readonly store: JobStore;
  /** How many jobs run at once in this process. */
  readonly workers: number;
  /** Makes a job and ends it, or puts it back. */
  readonly run: (job: ClaimedJob, control: JobControl) => Promise<void>;
  readonly onFault: (error: unknown) => void;
}

/** A bounded number of jobs at a time; those that wait are rows and cost nothing here. */
export interface JobRunner {
  /** Looks for work now. */
  wake(): void;
  /** Stops a job that runs in this process. */
  stopJob(id: string): void;
  /** One beat: leases renewed, lost jobs taken up. The clock calls it every second. */
  beat(): Promise<void>;
  start(): void;
  /** Takes no more; what still runs after `graceMs` is told to stop and waited for. */
  close(graceMs: number): Promise<void>;
}

interface Running {
  readonly job: ClaimedJob;
  readonly stop: AbortController;
  progress: number;
}

/** A runner; nothing happens before `start`. */
export function createJobRunner(parts: JobRunnerParts): JobRunner {
  const { store, workers, run, onFault } = parts;
  const running = new Map<string, Running>();
  const runs = new Set<Promise<void>>();
  let open = false;
  let claiming: Promise<void> | null = null;
  let again = false;
  let timer: NodeJS.Timeout | undefined;

  function begin(job: ClaimedJob): void {
    const one = { job, stop: new AbortController(), progress: 0 };
    running.set(job.id, one);
    const work = run(job, controlOf(one))
      .catch(onFault)
      .finally(() => {
        if (running.get(job.id) === one) running.delete(job.id);
        runs.delete(work);
        wake();
      });
    runs.add(work);
  }

  async function fill(which: 'queued' | 'lost'): Promise<void> {
    while (open && running.size < workers) {
      const job = await store.claim(which);
      if (job === null) return;
      begin(job);
    }
  }

  function wake(): void {
    again = true;
    claiming ??= drain().finally(() => {
      claiming = null;
      if (again && open) wake();
    });
  }

  async function drain(): Promise<void> {
    for (again = true; again && open; await fill('queued').catch(onFault)) again = false;
  }

  async function beat(): Promise<void> {
    await Promise.all([...running.values()].map((one) => renew(one, store)));
    await fill('lost');
    wake();
  }

  return {
    wake,
    stopJob: (id) => running.get(id)?.stop.abort('cancelled' satisfies JobStop),
    beat,
    start() {
      open = true;
      timer = setInterval(() => void beat().catch(onFault), BEAT_MS);
      timer.unref();
      wake();
    },
    async close(graceMs) {
      open = false;
      await claiming;
      const grace = setTimeout(stopAll, graceMs, running.values());
      await Promise.all(runs);
      clearTimeout(grace);
      clearInterval(timer);
    },
  };
}

function stopAll(running: Iterable<Running>): void {
  for (const { stop } of running) stop.abort('ending' satisfies JobStop);
}

function controlOf(one: Running): JobControl {
  return {
    signal: one.stop.signal,
    onProgress: (progress) => {
      one.progress = progress;
    },
  };
}

async function renew({ job, stop, progress }: Running, store: JobStore): Promise<void> {
  if (!(await store.renew(job, progress))) stop.abort('gone' satisfies JobStop);
}
