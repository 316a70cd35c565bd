import { ApiError, type ImageRequest, type RequestPicture } from '@aigateway/contract';
import type { Database, Executor } from '@aigateway/database';
import type { Picture } from '@aigateway/providers';
import type { ImageCall } from '../image-call.ts';
import type { JobRecord } from '../job.ts';
import type { JobStore } from '../jobs/job-store.ts';
import { mapPictures } from '../map-pictures.ts';
import type { OpenGeneration } from '../metering/meter.ts';
import { type House, openHold, type Prepared, pictureReader, prepare } from './generate-image.ts';

/** How long a job may wait and run. */
export const JOB_LIFE_MS = 24 * 60 * 60 * 1000;
/** The hold outlives the job by this, so that the job's own end is the one that counts. */
const HOLD_GRACE_MS = 60 * 60 * 1000;
/** Until the job stands in the queue, its hold is as short as this. */
const ACCEPTING_MS = 5 * 60 * 1000;
const QUEUE_RETRY_SECONDS = 30;
const SEED_LIMIT = 2 ** 31;

/** The house, and where its jobs are. */
export interface JobHouse extends House {
  readonly database: Database;
  readonly jobs: JobStore;
  /** Most jobs that wait at a time. */
  readonly jobQueue: number;
  /** Looks for work now. */
  readonly wakeWorkers: () => void;
  /** Throws 400 for an address that may not be called. */
  readonly checkWebhookUrl: (url: string) => void;
}

/**
 * Accepts a call as a job: checked, priced and held like any other, its pictures put away, then
 * answered before it is made. Throws what the call itself would have thrown until here, and 503
 * `job_queue_full`. A crash on the way leaves a hold that ends within minutes, and no job. `also`
 * is written with the job.
 */
export async function acceptJob(
  call: ImageCall,
  house: JobHouse,
  also?: (executor: Executor, id: string) => Promise<void>,
): Promise<JobRecord> {
  const { request } = call;
  refuseStream(request);
  if (request.webhook_url !== undefined) house.checkWebhookUrl(request.webhook_url);
  await refuseFullQueue(house);
  const reads = new Map<RequestPicture, Promise<Picture>>();
  const read = pictureReader(call, house);
  const plan = await prepare(call, house, (input, param) => {
    const known = reads.get(input) ?? read(input, param);
    reads.set(input, known);
    return known;
  });
  await house.limits.admitJob(call.principal, request.n);
  const kept = await mapPictures(request, async (input, param) => {
    const { bytes } = await (reads.get(input) ?? read(input, param));
    return house.pictures.putAway(call.principal.organisationId, bytes, JOB_LIFE_MS);
  });
  const later = { state: 'held', deadlineMs: ACCEPTING_MS } as const;
  const held = await openHold(call, plan, { house, later });
  const job = await enqueue({ ...call, request: kept }, { plan, held, also }, house);
  house.wakeWorkers();
  return job;
}

async function refuseFullQueue({ jobs, jobQueue }: JobHouse): Promise<void> {
  if ((await jobs.countWaiting(jobQueue)) < jobQueue) return;
  throw new ApiError('job_queue_full', 'Too many jobs wait already. Try again later.', {
    retryAfterSeconds: QUEUE_RETRY_SECONDS,
  });
}

function refuseStream(request: ImageRequest): void {
  if (request.stream !== true) return;
  throw new ApiError('invalid_value', 'stream: a job is not streamed. Send one of the two.', {
    param: 'stream',
  });
}

interface Accepted {
  readonly plan: Prepared;
  readonly held: OpenGeneration;
  readonly also: Parameters<typeof acceptJob>[2];
}

/** The job's row and the life of its hold, in one transaction: then the call is accepted. */
async function enqueue(
  call: ImageCall,
  { plan, held, also }: Accepted,
  house: JobHouse,
): Promise<JobRecord> {
  const { database, system, jobs } = house;
  const { requestId, principal, operation, request, tag } = call;
  const nowMs = system.now();
  const seed = request.seed ?? system.randomInt(SEED_LIMIT);
  const { response_format, explain, metrics, quality, rendering_speed, webhook_url, ...rest } =
    request;
  const view = { response_format, explain, metrics, quality, rendering_speed };
  const job = {
    id: system.newId('job'),
    generationId: held.id,
    model: plan.steps[0].model.id,
    call: {
      requestId,
      principal,
      operation,
      request: { ...rest, ...view },
      tag,
      seed,
    },
    view,
    webhookUrl: webhook_url ?? null,
    nowMs,
  };
  await database.transaction(async (executor) => {
    if (held.holdId !== null) {
      await house.meter.prolong(executor, held.holdId, nowMs + JOB_LIFE_MS + HOLD_GRACE_MS);
    }
    await jobs.insert(executor, job);
    await also?.(executor, job.id);
  });
  const { organisationId } = principal;
  const stored = await jobs.find({ organisationId, subAccountId: null }, job.id);
  if (!stored) throw new Error('an accepted job is there');
  return stored;
}
