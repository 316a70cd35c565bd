import {
  cancelJobEndpoint,
  deleteJobEndpoint,
  getJobEndpoint,
  jobListQuerySchema,
  listJobsEndpoint,
} from '@aigateway/contract';
import type { JobRecord } from '../../../job.ts';
import { admitFor, readQuery } from '../../control-call.ts';
import { defineRoute } from '../../define-route.ts';
import type { EdgeContext, EdgeServices } from '../../edge-env.ts';
import { LOOK_AGAIN_SECONDS } from '../../image-call/answer-later.ts';
import { showJob } from '../../show-job.ts';

/** `GET /v1/jobs`. */
export const listJobsRoute = defineRoute({
  endpoint: listJobsEndpoint,
  async handle(context, services) {
    const { by } = await admitFor(context, services, 'read');
    const page = await services.jobs.list(by, readQuery(context, jobListQuerySchema));
    const { pictureUrl } = services;
    const publicUrl = services.publicUrl();
    const data = page.data.map((job) => showJob(job, { publicUrl, pictureUrl }));
    return context.json({ ...page, data });
  },
});

/** `GET /v1/jobs/{id}`. */
export const getJobRoute = defineRoute({
  endpoint: getJobEndpoint,
  async handle(context, services) {
    const { by, id } = await admitFor(context, services, 'read');
    const job = await services.jobs.get(by, id);
    const etag = `W/"${services.jobs.version(job)}"`;
    context.header('ETag', etag);
    if (isOpen(job)) context.header('Retry-After', String(LOOK_AGAIN_SECONDS));
    if (
      context.req
        .header('if-none-match')
        ?.split(/\s*,\s*/)
        .includes(etag)
    ) {
      return context.body(null, 304);
    }
    return sendJob(context, services, job);
  },
});

/** `DELETE /v1/jobs/{id}`. */
export const deleteJobRoute = defineRoute({ endpoint: deleteJobEndpoint, handle: cancel });

/** `POST /v1/jobs/{id}/cancel`. */
export const cancelJobRoute = defineRoute({ endpoint: cancelJobEndpoint, handle: cancel });

async function cancel(context: EdgeContext, services: EdgeServices): Promise<Response> {
  const { by, id } = await admitFor(context, services, 'images');
  return sendJob(context, services, await services.jobs.cancel(by, id));
}

function isOpen({ status }: JobRecord): boolean {
  return status === 'queued' || status === 'processing';
}

async function sendJob(
  context: EdgeContext,
  services: EdgeServices,
  job: JobRecord,
): Promise<Response> {
  const { pictureUrl } = services;
  const options = { publicUrl: services.publicUrl(), pictureUrl };
  if (!job.outcome || job.view.response_format !== 'b64_json') {
    return context.json(showJob(job, options));
  }
  const base64 = await readBase64(job, services);
  return context.json(showJob(job, base64 ? { ...options, base64 } : options));
}

/** The pictures as the caller asked for them; null when their retention is over. */
async function readBase64(job: JobRecord, services: EdgeServices): Promise<string[] | null> {
  const texts: string[] = [];
  for (const { id } of job.outcome?.pictures ?? []) {
    const bytes = await services.readPicture(job.organisationId, id);
    if (!bytes) return null;
    texts.push(Buffer.from(bytes).toString('base64'));
  }
  return texts;
}
