import { z } from 'zod';
import { scopeSchema } from './access.ts';
import { centsSchema } from './cents.ts';
import { listSchema } from './lists.ts';

const perMinute = z.int().min(1).max(1_000_000);
const modelPattern = z
  .string()
  .max(200)
  .regex(/^[a-z0-9._/-]*\*?$/, 'must be a model id, or the beginning of one and `*`')
  .min(1);
const instant = z
  .union([z.int().min(0).max(253_402_300_799), z.iso.datetime({ offset: true })])
  .describe('Unix seconds, or an ISO 8601 date and time with its offset.');

/** The caps of a key; null takes one away, absent leaves it as it is. */
export const keyCapsShape = {
  spend_cap_cents: centsSchema.nullable().optional().describe('Hard cap a calendar month (UTC).'),
  rate_limit_rpm: perMinute.nullable().optional().describe('Requests a minute.'),
  images_per_minute: perMinute.nullable().optional().describe('Pictures a minute.'),
  max_concurrent_images: z.int().min(1).max(10_000).nullable().optional(),
  allowed_models: z
    .array(modelPattern)
    .max(100)
    .nullable()
    .optional()
    .describe('Model ids and wildcards such as `ideogram/*`; null = all.'),
  default_tag: z.string().min(1).max(64).nullable().optional(),
  expires_at: instant.nullable().optional(),
};

/** Names of things that people make. */
export const nameSchema = z.string().trim().min(1).max(100);

/** Body of `POST /v1/keys`. */
export const keyCreateSchema = z
  .strictObject({
    name: nameSchema,
    ...keyCapsShape,
    scopes: z
      .array(scopeSchema)
      .min(1)
      .max(3)
      .optional()
      .describe('`images` and `read` if absent.'),
    sub_account_id: z.string().optional().describe('Make a further key of this sub-account.'),
  })
  .describe('A new key.');

/** @see keyCreateSchema */
export type KeyCreate = z.infer<typeof keyCreateSchema>;

/** Body of `PATCH /v1/keys/{id}`. */
export const keyUpdateSchema = z
  .strictObject({
    name: nameSchema.optional(),
    ...keyCapsShape,
    scopes: z.array(scopeSchema).min(1).max(3).optional(),
  })
  .describe('What changes; absent fields stay.');

/** @see keyUpdateSchema */
export type KeyUpdate = z.infer<typeof keyUpdateSchema>;

/** Query of `POST /v1/keys/{id}/rotate`. */
export const keyRotateQuerySchema = z.strictObject({
  at_once: z
    .enum(['true', 'false'])
    .optional()
    .describe('`true`: the old secret dies now, not at the first use of the new one.'),
});

/** A key without its secret. */
export const keySchema = z.strictObject({
  id: z.string(),
  object: z.literal('key'),
  name: z.string(),
  prefix: z.string(),
  last4: z.string(),
  scopes: z.array(scopeSchema),
  spend_cap_cents: z.number().nullable(),
  rate_limit_rpm: z.int().nullable(),
  images_per_minute: z.int().nullable(),
  max_concurrent_images: z.int().nullable(),
  allowed_models: z.array(z.string()).nullable(),
  default_tag: z.string().nullable(),
  sub_account_id: z.string().nullable(),
  rotation_pending: z.boolean().describe('A rotated secret waits for its first use.'),
  created_at: z.int().describe('Unix seconds.'),
  expires_at: z.int().nullable(),
  revoked_at: z.int().nullable(),
});

/** @see keySchema */
export type Key = z.infer<typeof keySchema>;

/** A key with its secret, shown once. */
export const keyWithSecretSchema = keySchema.extend({
  key: z.string().describe('The secret. Shown only in this answer.'),
});

/** @see keyWithSecretSchema */
export type KeyWithSecret = z.infer<typeof keyWithSecretSchema>;

/** Answer of `GET /v1/keys`. */
export const keyListSchema = listSchema(keySchema);
