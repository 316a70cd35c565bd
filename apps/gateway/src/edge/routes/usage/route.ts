import {
  ApiError,
  recentQuerySchema,
  recentUsageEndpoint,
  type UsageByQuery,
  type UsageGroup,
  usageByModelEndpoint,
  usageByQuerySchema,
  usageBySubAccountEndpoint,
  usageByTagEndpoint,
  usageEndpoint,
  usageQuerySchema,
  usageRecordSchema,
} from '@aigateway/contract';
import type { ControlPlane } from '../../../control-plane.ts';
import type { Principal } from '../../../principal.ts';
import { admitFor, readQuery } from '../../control-call.ts';
import { toCsv } from '../../csv.ts';
import { defineRoute } from '../../define-route.ts';
import type { EdgeContext, EdgeServices } from '../../edge-env.ts';

const DAY_MS = 86_400_000;
const DEFAULT_WINDOW = '30d';
const SUMS = [
  'requests',
  'images',
  'cost_cents',
  'list_cents',
  'upstream_cents',
  'own_key_requests',
];

/** `GET /v1/usage`. */
export const usageRoute = defineRoute({
  endpoint: usageEndpoint,
  async handle(context, services) {
    const { by } = await admitFor(context, services, 'read');
    const { group_by = 'day', ...query } = readQuery(context, usageQuerySchema);
    const groups = [...new Set(group_by.split(','))] as UsageGroup[];
    return answer(context, services.control, { by, query, groups });
  },
});

/** `GET /v1/usage/by-tag`. */
export const usageByTagRoute = defineRoute({
  endpoint: usageByTagEndpoint,
  handle: (context, services) => answerBy(context, services, 'tag'),
});

/** `GET /v1/usage/by-model`. */
export const usageByModelRoute = defineRoute({
  endpoint: usageByModelEndpoint,
  handle: (context, services) => answerBy(context, services, 'model'),
});

/** `GET /v1/usage/by-sub-account`. */
export const usageBySubAccountRoute = defineRoute({
  endpoint: usageBySubAccountEndpoint,
  handle: (context, services) => answerBy(context, services, 'sub_account'),
});

/** `GET /v1/usage/recent`. */
export const recentUsageRoute = defineRoute({
  endpoint: recentUsageEndpoint,
  async handle(context, services) {
    const { by } = await admitFor(context, services, 'read');
    const { format, ...page } = readQuery(context, recentQuerySchema);
    const list = await services.control.listRecent(by, format === 'csv' ? 'all' : page);
    if (format !== 'csv') return context.json(list);
    return sendCsv(context, Object.keys(usageRecordSchema.shape), list.data);
  },
});

async function answerBy(context: EdgeContext, services: EdgeServices, group: UsageGroup) {
  const { by } = await admitFor(context, services, 'read');
  const query = readQuery(context, usageByQuerySchema);
  return answer(context, services.control, { by, query, groups: [group] });
}

interface UsageCall {
  readonly by: Principal;
  readonly query: UsageByQuery;
  readonly groups: readonly UsageGroup[];
}

async function answer(
  context: EdgeContext,
  control: ControlPlane,
  { by, query, groups }: UsageCall,
): Promise<Response> {
  const { from, to, window, format, ...page } = query;
  const csv = format === 'csv';
  const span = readSpan({ from, to, window }, control.now());
  const list = await control.readUsage(by, { ...span, groups, page: csv ? 'all' : page });
  return csv ? sendCsv(context, [...groups, ...SUMS], list.data) : context.json(list);
}

function sendCsv(
  context: EdgeContext,
  fields: readonly string[],
  rows: readonly Readonly<Record<string, unknown>>[],
): Response {
  context.header('Content-Type', 'text/csv; charset=utf-8');
  context.header('Content-Disposition', 'attachment; filename="usage.csv"');
  return context.body(toCsv(fields, rows));
}

/** Throws 400 where the ends do not go together. */
function readSpan(
  { from, to, window }: Pick<UsageByQuery, 'from' | 'to' | 'window'>,
  nowMs: number,
): { fromMs: number; toMs: number } {
  const toMs = to === undefined ? nowMs + 1 : readInstant(to);
  if (from === undefined) {
    return { fromMs: toMs - Number.parseInt(window ?? DEFAULT_WINDOW, 10) * DAY_MS, toMs };
  }
  if (window !== undefined) {
    throw new ApiError('invalid_value', 'window: send it or from, not both.', { param: 'window' });
  }
  const fromMs = readInstant(from);
  if (fromMs < toMs) return { fromMs, toMs };
  throw new ApiError('invalid_value', 'from: must lie before to.', { param: 'from' });
}

/** Unix seconds, a date (UTC) or a date and time, as milliseconds. */
function readInstant(text: string): number {
  return /^\d{1,11}$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}
