import { defineEndpoint, type Endpoint } from '../endpoint.ts';
import { jobListQuerySchema, jobListSchema, jobSchema } from '../jobs.ts';
import { idParameter, queryParameters } from '../lists.ts';
import { READ_ERRORS } from './control-errors.ts';

const shared = { tag: 'Jobs', auth: 'key' } as const;
const id = idParameter('job');
const answer = { status: 200, description: 'The job.', schemas: { Job: jobSchema } } as const;

/** `GET /v1/jobs`. */
export const listJobsEndpoint = defineEndpoint({
  ...shared,
  access: 'read',
  id: 'listJobs',
  method: 'get',
  path: '/v1/jobs',
  summary: 'List the jobs, newest first',
  description: 'Jobs are kept for 7 days. Pictures are named by their address in lists.',
  query: queryParameters(jobListQuerySchema),
  answer: { status: 200, description: 'A page of jobs.', schemas: { JobList: jobListSchema } },
  errors: READ_ERRORS,
});

/** `GET /v1/jobs/{id}`. */
export const getJobEndpoint = defineEndpoint({
  ...shared,
  access: 'read',
  id: 'getJob',
  method: 'get',
  path: '/v1/jobs/{id}',
  summary: 'Read one job',
  description:
    'Carries an `ETag`; with `If-None-Match` an unchanged job is answered 304. While it runs, ' +
    '`Retry-After` says when to look again. Works on an empty wallet.',
  query: [id],
  answer,
  errors: [...READ_ERRORS, 'job_not_found'],
});

/** `DELETE /v1/jobs/{id}`. */
export const deleteJobEndpoint = defineEndpoint({
  ...shared,
  access: 'images',
  id: 'deleteJob',
  method: 'delete',
  path: '/v1/jobs/{id}',
  summary: 'Cancel a job (DELETE)',
  description: 'The same as `POST /v1/jobs/{id}/cancel`.',
  query: [id],
  answer,
  errors: [...READ_ERRORS, 'job_not_found'],
});

/** `POST /v1/jobs/{id}/cancel`. */
export const cancelJobEndpoint = defineEndpoint({
  ...shared,
  access: 'images',
  id: 'cancelJob',
  method: 'post',
  path: '/v1/jobs/{id}/cancel',
  summary: 'Cancel a job',
  description:
    'Ends a queued or running job as `failed` with the code `cancelled`; it costs nothing. A job ' +
    'that has ended is answered as it is.',
  query: [id],
  answer,
  errors: [...READ_ERRORS, 'job_not_found'],
});

/** Every endpoint of jobs. */
export const JOB_ENDPOINTS: readonly Endpoint[] = [
  listJobsEndpoint,
  getJobEndpoint,
  deleteJobEndpoint,
  cancelJobEndpoint,
];
