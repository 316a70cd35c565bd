import { formatCents, type Job } from '@aigateway/contract';
import type { JobRecord } from '../job.ts';
import type { EdgeServices } from './edge-env.ts';
import { toImagesResponse } from './image-call/send-pictures.ts';

/** What the wire form of a job needs beside the job. */
export interface ShowJobOptions {
  readonly publicUrl: string;
  readonly pictureUrl: EdgeServices['pictureUrl'];
  /** The base64 text of its pictures, in order; absent = they are named by their address. */
  readonly base64?: readonly string[];
}

/** The wire form of a job: contract section 6. */
export function showJob(job: JobRecord, options: ShowJobOptions): Job {
  const { outcome, view } = job;
  const { publicUrl, pictureUrl, base64 } = options;
  const url = `${publicUrl}/v1/jobs/${job.id}`;
  return {
    id: job.id,
    object: 'job',
    status: job.status,
    model: job.model,
    created_at: Math.floor(job.createdAtMs / 1000),
    updated_at: Math.floor(job.updatedAtMs / 1000),
    progress: job.progress,
    result:
      outcome &&
      toImagesResponse(outcome, view, (picture, i) =>
        base64 ? { b64_json: base64[i] ?? '' } : { url: pictureUrl(picture) },
      ),
    result_url: outcome && pictureUrl(outcome.pictures[0]),
    error: job.error,
    cost_cents: Number(formatCents(job.costMicroUsd)),
    warnings: [...(outcome?.warnings ?? [])],
    urls: { get: url, cancel: `${url}/cancel` },
  };
}
