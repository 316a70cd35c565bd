import { ApiError } from '@aigateway/contract';
import { isAfter, limitOf, startOf, toPage, writeCursor } from './control/page.ts';
import type { JobServices } from './edge/edge-env.ts';
import type { JobRecord } from './job.ts';
import { createJobRunner, type JobRunner } from './jobs/job-runner.ts';
import type { JobOwner } from './jobs/job-store.ts';
import type { JobHouse } from './pipeline/accept-job.ts';
import { acceptOnce } from './pipeline/generate-once.ts';
import { cancelJob, runJob } from './pipeline/run-job.ts';
import type { Principal } from './principal.ts';

/** Addresses in a job's answer are signed for 24 hours; it is shown as changed after half of it. */
const ADDRESSES_FRESH_MS = 12 * 60 * 60 * 1000;

/** Jobs as callers reach them, and the workers behind. */
export interface JobDesk {
  readonly services: JobServices;
  readonly runner: JobRunner;
}

/** What a desk works with. */
export interface JobDeskParts {
  readonly house: Omit<JobHouse, 'wakeWorkers'>;
  readonly workers: number;
  readonly onFault: (error: unknown) => void;
}

/** A desk over the house; its workers sleep until `runner.start`. */
export function createJobDesk({ house: rooms, workers, onFault }: JobDeskParts): JobDesk {
  const house: JobHouse = { ...rooms, wakeWorkers: () => runner.wake() };
  const runner = createJobRunner({
    store: house.jobs,
    workers,
    run: (job, control) => runJob(job, control, house),
    onFault,
  });
  const { jobs, system } = house;
  return {
    runner,
    services: {
      accept: (call) => acceptOnce(call, house),
      get: async (by, id) => found(await jobs.find(ownerOf(by), id)),
      async list(by, { status, ...page }) {
        const limit = limitOf(page);
        const before = isAfter(startOf(page));
        const rows = await jobs.list(ownerOf(by), { status, before, limit: limit + 1 });
        return toPage(rows, limit, {
          item: (job) => job,
          cursor: ({ createdAtMs, id }) => writeCursor([createdAtMs, id]),
        });
      },
      cancel: async (by, id) =>
        found(await cancelJob(ownerOf(by), id, { ...house, stopJob: runner.stopJob })),
      version({ status, updatedAtMs, progress }) {
        const addresses = Math.floor(system.now() / ADDRESSES_FRESH_MS);
        return `${status}-${updatedAtMs}-${progress}-${addresses}`;
      },
    },
  };
}

function ownerOf({ organisationId, subAccount }: Principal): JobOwner {
  return { organisationId, subAccountId: subAccount?.id ?? null };
}

/** Also for ids of others: nobody learns that they exist. */
function found(job: JobRecord | null): JobRecord {
  if (job) return job;
  throw new ApiError(
    'job_not_found',
    'There is no such job. Jobs are kept for 7 days; GET /v1/jobs lists yours.',
  );
}
