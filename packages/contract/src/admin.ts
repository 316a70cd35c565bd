import { z } from 'zod';
import { listSchema, pageShape } from './lists.ts';
import { auditEntrySchema } from './team.ts';

const MOST_A_MINUTE = 1_000_000;
const MOST_DAYS = 3_650;

/** Query of `GET /v1/admin/organisations`. */
export const adminOrganisationQuerySchema = z.strictObject({
  search: z.string().min(1).max(100).optional().describe('Part of a name, or a whole id.'),
  ...pageShape,
});

/** @see adminOrganisationQuerySchema */
export type AdminOrganisationQuery = z.infer<typeof adminOrganisationQuerySchema>;

/** An organisation as the operator sees it. */
export const adminOrganisationSchema = z
  .strictObject({
    id: z.string(),
    object: z.literal('admin.organisation'),
    name: z.string(),
    members: z.int(),
    available_cents: z.number(),
    held_cents: z.number(),
    images: z.int().describe('Pictures delivered in the last 30 days.'),
    cost_cents: z.number().describe('Charged in the last 30 days.'),
    rate_limit_rpm: z.int().nullable().describe('Requests a minute of each key; null = no bound.'),
    image_retention_days: z.int().nullable().describe('Null = as the installation has it.'),
    created_at: z.int(),
  })
  .describe('Organisation');

/** @see adminOrganisationSchema */
export type AdminOrganisation = z.infer<typeof adminOrganisationSchema>;

/** Answer of `GET /v1/admin/organisations`. */
export const adminOrganisationListSchema = listSchema(adminOrganisationSchema);

/** Body of `PATCH /v1/admin/organisations/{id}`. */
export const adminOrganisationUpdateSchema = z.strictObject({
  rate_limit_rpm: z.int().min(1).max(MOST_A_MINUTE).nullable().optional(),
  image_retention_days: z.int().min(1).max(MOST_DAYS).nullable().optional(),
});

/** @see adminOrganisationUpdateSchema */
export type AdminOrganisationUpdate = z.infer<typeof adminOrganisationUpdateSchema>;

/** Query of `GET /v1/admin/audit-log`. */
export const adminAuditQuerySchema = z.strictObject({
  organisation_id: z.string().max(64).optional().describe('Only what was done in this one.'),
  ...pageShape,
});

/** @see adminAuditQuerySchema */
export type AdminAuditQuery = z.infer<typeof adminAuditQuerySchema>;

/** A line of the audit log of the whole installation. */
export const adminAuditEntrySchema = auditEntrySchema.extend({ organisation_id: z.string() });

/** @see adminAuditEntrySchema */
export type AdminAuditLine = z.infer<typeof adminAuditEntrySchema>;

/** Answer of `GET /v1/admin/audit-log`. */
export const adminAuditListSchema = listSchema(adminAuditEntrySchema);

const bySpeed = z.strictObject({ turbo: z.number(), default: z.number(), quality: z.number() });

/** A model with its price, its makers' prices and who serves it now. */
export const adminModelSchema = z
  .strictObject({
    id: z.string(),
    object: z.literal('admin.model'),
    name: z.string(),
    list_cents: bySpeed.describe('What callers pay for one picture of the usual size.'),
    routes: z
      .array(
        z.strictObject({
          provider: z.string(),
          deployment: z.string(),
          available: z.boolean().describe('False = not configured here.'),
          stand_in: z.boolean(),
          upstream_cents: bySpeed
            .nullable()
            .describe('What its maker takes; null = not published.'),
        }),
      )
      .describe('In order of preference.'),
  })
  .describe('Model');

/** @see adminModelSchema */
export type AdminModel = z.infer<typeof adminModelSchema>;

/** Answer of `GET /v1/admin/models`. */
export const adminModelListSchema = z
  .strictObject({ object: z.literal('list'), data: z.array(adminModelSchema) })
  .describe('Models');

/** @see adminModelListSchema */
export type AdminModelList = z.infer<typeof adminModelListSchema>;

/** Answer of `GET /v1/admin/limits`: what binds who has no limit of their own. */
export const adminLimitsSchema = z
  .strictObject({
    object: z.literal('admin.limits'),
    mode: z.enum(['sandbox', 'production']),
    sign_up: z.enum(['open', 'invite', 'closed']),
    sign_up_credit_cents: z.number(),
    rate_limit_rpm: z.int(),
    free_rate_limit_rpm: z.int().describe('Of organisations that have not paid yet.'),
    images_per_minute: z.int(),
    max_concurrent_images: z.int(),
    engine_queue: z.int(),
    job_workers: z.int(),
    job_queue: z.int(),
    image_retention_days: z.int(),
  })
  .describe('Limits of the installation');

/** @see adminLimitsSchema */
export type AdminLimits = z.infer<typeof adminLimitsSchema>;
