import { z } from 'zod';
import { explainSchema } from './images.ts';
import { listSchema, pageShape } from './lists.ts';

/** What usage can be grouped by. */
export const USAGE_GROUPS = ['day', 'model', 'tag', 'key', 'sub_account'] as const;

/** @see USAGE_GROUPS */
export type UsageGroup = (typeof USAGE_GROUPS)[number];

const instant = z
  .union([z.iso.date(), z.iso.datetime({ offset: true }), z.string().regex(/^\d{1,11}$/)])
  .optional();

const groups = z
  .string()
  .refine(
    (text) => text.split(',').every((one) => (USAGE_GROUPS as readonly string[]).includes(one)),
    `must be one or more of ${USAGE_GROUPS.join(', ')}, with commas between`,
  );

const days = z.string().regex(/^([1-9]\d{0,2})d$/, 'must be a number of days such as 30d');

/** Query of the grouped usage; times are a date (UTC), a date and time, or unix seconds. */
export const usageByQuerySchema = z.strictObject({
  from: instant.describe('First moment; `window` before `to` if absent.'),
  to: instant.describe('First moment that is not counted any more; now if absent.'),
  window: days.optional().describe('How many days before `to`, without `from`; 30d if absent.'),
  format: z.enum(['json', 'csv']).optional().describe('`csv` gives all rows as text/csv.'),
  ...pageShape,
});

/** @see usageByQuerySchema */
export type UsageByQuery = z.infer<typeof usageByQuerySchema>;

/** Query of `GET /v1/usage`. */
export const usageQuerySchema = usageByQuerySchema.extend({
  group_by: groups.optional().describe('`day` (UTC) if absent; several with commas between.'),
});

/** @see usageQuerySchema */
export type UsageQuery = z.infer<typeof usageQuerySchema>;

/** Query of `GET /v1/sub-accounts/{id}/usage`. */
export const windowQuerySchema = z.strictObject({
  window: days.optional().describe('How many days back from now; 30d if absent.'),
  ...pageShape,
});

/** @see windowQuerySchema */
export type WindowQuery = z.infer<typeof windowQuerySchema>;

/** What was used in one group; only the fields that were grouped by are there. */
export const usageRowSchema = z.strictObject({
  day: z.string().optional().describe('UTC, such as 2026-11-23.'),
  model: z.string().optional(),
  tag: z.string().nullable().optional(),
  key: z
    .string()
    .nullable()
    .optional()
    .describe('Id of a key or person; `playground` for all keys of the playground.'),
  sub_account: z.string().nullable().optional(),
  requests: z.int(),
  images: z.int(),
  cost_cents: z.number().describe('What was charged.'),
  list_cents: z.number().describe('List price of the delivered pictures.'),
  upstream_cents: z.number().optional().describe('What makers took, where known; operators only.'),
  own_key_requests: z.int(),
});

/** @see usageRowSchema */
export type UsageRow = z.infer<typeof usageRowSchema>;

/** Answer of the grouped usage. */
export const usageListSchema = listSchema(usageRowSchema).extend({
  from: z.int().describe('First second that is counted.'),
  to: z.int().describe('First second that is not counted any more.'),
});

/** @see usageListSchema */
export type UsageList = z.infer<typeof usageListSchema>;

/** Query of `GET /v1/usage/recent`. */
export const recentQuerySchema = z.strictObject({
  format: z.enum(['json', 'csv']).optional(),
  ...pageShape,
});

/** @see recentQuerySchema */
export type RecentQuery = z.infer<typeof recentQuerySchema>;

/** One request for pictures. */
export const usageRecordSchema = z.strictObject({
  request_id: z.string(),
  model: z.string(),
  provider: z.string().nullable(),
  status: z.enum(['running', 'completed', 'failed']),
  error_code: z.string().nullable(),
  attempts: z.int(),
  images: z.int(),
  latency_ms: z.int().nullable(),
  cost_cents: z.number(),
  list_cents: z.number(),
  upstream_cents: z.number().nullable().optional(),
  tag: z.string().nullable(),
  key_id: z.string().nullable(),
  sub_account_id: z.string().nullable(),
  own_key: z.boolean(),
  created_at: z.int(),
});

/** @see usageRecordSchema */
export type UsageRecord = z.infer<typeof usageRecordSchema>;

/** Answer of `GET /v1/usage/recent`. */
export const usageRecordListSchema = listSchema(usageRecordSchema);

/** Answer of `GET /v1/usage/{request_id}`: one request, and how it came about. */
export const usageReportSchema = usageRecordSchema
  .extend({
    object: z.literal('usage.request'),
    images_requested: z.int(),
    image_ids: z.array(z.string()).describe('The pictures that are still kept.'),
    warnings: z.array(z.string()).describe('What `x-aig-warning` said.'),
    deployments: z
      .array(explainSchema.shape.deployments.element.partial({ deployment: true }))
      .describe('What was asked, in order.'),
    fields: explainSchema.shape.fields.describe(
      'What became of the fields that were sent; empty where none was tried on a deployment.',
    ),
  })
  .describe('Request');

/** @see usageReportSchema */
export type UsageReport = z.infer<typeof usageReportSchema>;
