import { z } from 'zod';
import { defineEndpoint, type Endpoint } from '../endpoint.ts';
import { queryParameters } from '../lists.ts';
import {
  recentQuerySchema,
  usageByQuerySchema,
  usageListSchema,
  usageQuerySchema,
  usageRecordListSchema,
  usageReportSchema,
} from '../usage.ts';
import { READ_ERRORS } from './control-errors.ts';

/** `GET /v1/usage`. */
export const usageEndpoint = defineEndpoint({
  id: 'getUsage',
  method: 'get',
  access: 'read',
  path: '/v1/usage',
  tag: 'Usage',
  summary: 'Read usage by day, model, tag, key or sub-account',
  description: 'A key of a sub-account sees the usage of that sub-account only.',
  auth: 'key',
  query: queryParameters(usageQuerySchema),
  answer: { status: 200, description: 'A row a group.', schemas: { UsageList: usageListSchema } },
  errors: READ_ERRORS,
});

/** `GET /v1/usage/by-tag`, `/by-model` and `/by-sub-account`. */
export const usageByTagEndpoint = by('tag', 'getUsageByTag');
export const usageByModelEndpoint = by('model', 'getUsageByModel');
export const usageBySubAccountEndpoint = by('sub-account', 'getUsageBySubAccount');

/** `GET /v1/usage/recent`. */
export const recentUsageEndpoint = defineEndpoint({
  id: 'listRecentUsage',
  method: 'get',
  access: 'read',
  path: '/v1/usage/recent',
  tag: 'Usage',
  summary: 'List the latest requests, newest first',
  auth: 'key',
  query: queryParameters(recentQuerySchema),
  answer: {
    status: 200,
    description: 'A page of requests.',
    schemas: { UsageRecordList: usageRecordListSchema },
  },
  errors: READ_ERRORS,
});

function by(group: string, id: string): Endpoint {
  return defineEndpoint({
    id,
    method: 'get',
    access: 'read',
    path: `/v1/usage/by-${group}`,
    tag: 'Usage',
    summary: `Read usage by ${group}`,
    auth: 'key',
    query: queryParameters(usageByQuerySchema),
    answer: { status: 200, description: 'A row a group.', schemas: { UsageList: usageListSchema } },
    errors: READ_ERRORS,
  });
}

/** `GET /v1/usage/{request_id}`. */
export const usageReportEndpoint = defineEndpoint({
  id: 'readUsageOfRequest',
  method: 'get',
  access: 'read',
  path: '/v1/usage/{request_id}',
  tag: 'Usage',
  summary: 'Read how one request came about',
  description:
    'Which deployments were asked and why, how long each took, what became of every field, and ' +
    'what it cost. Of several requests with one id, the latest.',
  auth: 'key',
  query: [{ name: 'request_id', schema: z.string(), description: 'As `x-request-id` said it.' }],
  answer: { status: 200, description: 'The request.', schemas: { UsageReport: usageReportSchema } },
  errors: [...READ_ERRORS, 'request_not_found'],
});
